// Describes a loader: where templates come from, by name.
import type { PrecompiledTemplate } from "../../compiler/precompiled.ts";

/** A template as a loader gives it. */
export interface LoadedTemplate {
  readonly source: string;
  /** The file, for errors and editors. */
  readonly file?: string | undefined;
  /** Changes whenever the source does; compared in development. */
  readonly version?: unknown;
  /** The functions, made beforehand, so that nothing is compiled. */
  readonly precompiled?: PrecompiledTemplate | undefined;
}

/**
 * Where templates come from.
 *
 * @example
 * ```ts
 * import { Templates, type TemplateLoader } from "demijohn/templates";
 * const loader: TemplateLoader = { load: (name) => (name === "a.txt" ? { source: "Hello {{ x }}" } : undefined) };
 * console.log(await new Templates({ loader }).render("a.txt", { x: 1 })); // Hello 1
 * ```
 */
export interface TemplateLoader {
  /** The template of this name, or undefined. */
  load(name: string): LoadedTemplate | undefined;
  /** What changes when the template does; asked before each render in development. */
  version?(name: string): unknown;
  /** All names, for checks, suggestions and precompiling. */
  list?(): readonly string[];
  /** Where is looked, in words, for errors. */
  describe?(): string;
}
