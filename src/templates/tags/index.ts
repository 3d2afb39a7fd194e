// Gathers the built-in tags that are extensions.
import type { TemplateExtension } from "../extension.ts";

/** The extensions that every engine has. */
export const builtinTags: readonly TemplateExtension[] = [];
