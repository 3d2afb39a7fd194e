// Tells the inlines of an object's form: those of the options, or what a hook says for one request.

import type { Inline } from "../../options/inline-options.ts";
import { checkInline } from "../../options/model-admin.ts";
import type { ControlPlace } from "../controls/control-of.ts";

/** Tells them. @throws SetupError `ADMIN_INLINE_KEY`, `ADMIN_UNKNOWN_FIELD` */
export async function inlinesOf({ entry, request, row }: ControlPlace): Promise<readonly Inline[]> {
  const { options, meta } = entry;
  if (options.getInlines === undefined) return options.inlines ?? [];
  const asked = await options.getInlines(request, row);
  for (const inline of asked) checkInline(inline, meta);
  return asked;
}
