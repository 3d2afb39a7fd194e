// Gathers the built-in tags that are extensions.
import type { TemplateExtension } from "../extension.ts";
import { cacheTag } from "./cache-tag.ts";
import { flowTags } from "./flow-tags.ts";
import { languageTags } from "./language-tags.ts";
import { linkTags } from "./link-tags.ts";
import { textTags } from "./text-tags.ts";

/** The extensions that every engine has. */
export const builtinTags: readonly TemplateExtension[] = [linkTags, flowTags, textTags, cacheTag, languageTags];
