// Makes the request class of one app: with the app itself, its addresses and templates, and what its batteries add.

import { Request } from "#http";
import { RequestSlot } from "#http/internals";
import type { Safe } from "#kernel";
import type { TemplateName } from "#templates";
import type { App } from "./app.ts";
import type { RouteTarget } from "./plan.ts";
import { renderTemplate, streamTemplate } from "./render.ts";
import type { UrlForOptions } from "./url-for.ts";

declare global {
  namespace Demijohn {
    interface RequestExtensions {
      /** The app that answers. */
      readonly app: App;
      /** The matched route; undefined where none was found. */
      readonly route: RouteTarget | undefined;
      /** Builds an address; a name that begins with a dot is looked up in the current blueprint. */
      urlFor(name: string, values?: Readonly<Record<string, unknown>>, options?: UrlForOptions): string;
      /** Renders a template with the request's context: `request`, `session`, `url_for` and what context processors add. */
      render<C extends object>(name: TemplateName<C>, context?: C): Promise<Safe>;
      /** Renders one block or partial of a template: for answers to scripts that replace a part of a page. */
      renderBlock<C extends object>(name: TemplateName<C>, block: string, context?: C): Promise<Safe>;
      /** Renders a template chunk by chunk, while what it loops over is still coming. */
      streamTemplate<C extends object>(name: TemplateName<C>, context?: C): AsyncIterable<string>;
    }
  }
}

/** Builds an address for a request; the app's own function. */
export type BuildUrl = (
  name: string,
  values: Readonly<Record<string, unknown>>,
  options: UrlForOptions,
  request: Request,
) => string;

/** Makes the class; `properties` are the batteries' own, made at their first reading. */
export function makeRequestClass(
  app: App,
  properties: ReadonlyMap<string, (request: Request) => unknown>,
  build: BuildUrl,
): typeof Request {
  class AppRequest extends Request {
    override route: RouteTarget | undefined = undefined;
    override get app(): App {
      return app;
    }
    override urlFor(name: string, values: Readonly<Record<string, unknown>> = {}, options: UrlForOptions = {}): string {
      return build(name, values, options, this as unknown as Request);
    }
  }
  Object.assign(AppRequest.prototype, renderMethods(app));
  for (const [name, make] of properties) defineLazy(AppRequest.prototype, name, make);
  return AppRequest as unknown as typeof Request;
}

type RenderMethods = Pick<Demijohn.RequestExtensions, "render" | "renderBlock" | "streamTemplate">;

function renderMethods(app: App): RenderMethods & ThisType<Request> {
  return {
    render(name, context) {
      return renderTemplate(app, this, { name, context });
    },
    renderBlock(name, block, context) {
      return renderTemplate(app, this, { name, context, block });
    },
    streamTemplate(name, context) {
      return streamTemplate(app, this, { name, context });
    },
  };
}

const slots = new Map<string, RequestSlot<unknown>>();
// Stands in a slot for a value that was made and is undefined.
const madeUndefined = Symbol("undefined");

/** Where the value of a battery's property is kept, once it was read or assigned. The same for all apps. */
export function slotOfProperty(name: string): RequestSlot<unknown> {
  let slot = slots.get(name);
  if (slot === undefined) slots.set(name, (slot = new RequestSlot()));
  return slot;
}

// Makes the value at the first reading and keeps it with the request; assigning replaces it.
function defineLazy(prototype: object, name: string, make: (request: Request) => unknown): void {
  const slot = slotOfProperty(name);
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: Request) {
      const kept = slot.find(this);
      if (kept !== undefined) return kept === madeUndefined ? undefined : kept;
      const value = make(this);
      slot.keep(this, value === undefined ? madeUndefined : value);
      return value;
    },
    set(this: Request, value: unknown) {
      slot.keep(this, value === undefined ? madeUndefined : value);
    },
  });
}
