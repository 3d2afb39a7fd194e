// Makes the entry of an inline's model for one object: what its rows show, and what a request may do with them.
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import type { AccessOptions } from "../../options/access-options.ts";
import type { Inline, InlineHook } from "../../options/inline-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { type AdminSite, type Allowed, allowedOf } from "../site.ts";
import { entryFor } from "../visible-fields.ts";
import { type ParentLink, parentLink } from "./parent-link.ts";

/** An inline of one object. */
export interface InlineEntry {
  readonly inline: Inline;
  /** The model with the inline's options, as if it were one of the admin's. */
  readonly entry: ModelAdmin;
  readonly allowed: Allowed;
  readonly link: ParentLink;
}

/** What the entry of an inline is made for. */
export interface InlineOf {
  readonly site: AdminSite;
  readonly request: Request;
  /** The model of the object. */
  readonly parentMeta: ModelMeta;
  /** The object; undefined while it is new. */
  readonly parent: object | undefined;
}

/** Makes it; undefined where the request may neither see rows nor add any. */
export async function inlineEntry(inline: Inline, of: InlineOf): Promise<InlineEntry | undefined> {
  const { site, request, parentMeta, parent } = of;
  const { meta, options } = inline;
  const link = parentLink(inline, parentMeta);
  const registered = entryFor(site, meta)?.options;
  const hidden = [...link.names, ...(options.sortable === undefined ? [] : [options.sortable as string])];
  const access: AccessOptions<object> = {
    getQueryset: options.getQueryset ?? registered?.getQueryset,
    hasViewPermission: own(options.hasViewPermission, parent) ?? registered?.hasViewPermission,
    hasAddPermission: own(options.hasAddPermission, parent) ?? registered?.hasAddPermission,
    hasChangePermission: own(options.hasChangePermission, parent) ?? registered?.hasChangePermission,
    hasDeletePermission: own(options.hasDeletePermission, parent) ?? registered?.hasDeletePermission,
    fieldPermissions: registered?.fieldPermissions,
    hasViewFieldPermission: registered?.hasViewFieldPermission,
    hasChangeFieldPermission: registered?.hasChangeFieldPermission,
  };
  const entry: ModelAdmin = Object.freeze({
    meta,
    options: {
      ...(options as object),
      ...access,
      getFields: own(options.getFields, parent),
      getFieldsets: own(options.getFieldsets, parent),
      getReadonlyFields: own(options.getReadonlyFields, parent),
      getPrepopulatedFields: own(options.getPrepopulatedFields, parent),
      exclude: [...((options.exclude ?? []) as readonly string[]), ...hidden],
    } as unknown as ModelAdmin["options"],
  });
  const allowed = await allowedOf(request, entry);
  if (!allowed.view && !allowed.add) return undefined;
  return { inline, entry, allowed, link };
}

// The inline's own function is asked of the object, that of a model's admin of the row.
function own<Value>(
  hook: InlineHook<object, Value> | undefined,
  parent: object | undefined,
): ((request: Request) => Value | Promise<Value>) | undefined {
  return hook === undefined ? undefined : (request) => hook(request, parent as never);
}
