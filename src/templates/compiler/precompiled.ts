// Describes a template that was compiled beforehand, as the modules hold it.
import type { Position } from "./unit.ts";

/** The functions of a template before they are bound to an engine. */
export type TemplateFactory = (helpers: unknown, unit: unknown) => unknown;

/** A compiled template in a module. */
export interface PrecompiledTemplate {
  readonly name: string;
  readonly source: string;
  /** The constant name of the parent. */
  readonly parent: string | undefined;
  /** Of the options, filters, tests and extensions that it was compiled with. */
  readonly fingerprint: string;
  readonly positions: Readonly<Record<"sync" | "async" | "stream", readonly Position[]>>;
  readonly factories: Readonly<Record<"sync" | "async" | "stream", TemplateFactory>>;
}
