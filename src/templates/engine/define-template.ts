// Names a template together with the type of its context, so that rendering it is typed.

declare const contextType: unique symbol;

/** A template's name with the type of its context. */
export interface TemplateReference<C extends object> {
  readonly name: string;
  /** The names of the context, for `check`. */
  readonly variables: readonly string[] | undefined;
  /** Holds the type only. */
  readonly [contextType]?: C;
}

/**
 * Declares the context of a template.
 *
 * With `variables`, which has to name all of them, `check` reports variables that the template reads and the context lacks.
 *
 * @example
 * ```ts
 * import { defineTemplate, memoryLoader, Templates } from "demijohn/templates";
 * const filmPage = defineTemplate<{ title: string }>("film.html", { title: true });
 * const templates = new Templates({ loader: memoryLoader({ "film.html": "<h1>{{ title }}</h1>" }) });
 * console.log(await templates.render(filmPage, { title: "Alien" })); // <h1>Alien</h1>
 * ```
 */
export function defineTemplate<C extends object>(
  name: string,
  variables?: { readonly [K in keyof C]-?: true },
): TemplateReference<C> {
  return Object.freeze({ name, variables: variables === undefined ? undefined : Object.keys(variables) });
}
