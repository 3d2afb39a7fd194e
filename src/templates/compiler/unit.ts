// Collects what one compiled template shares between its functions: positions, filters, tests, constants and helpers used.
import type { FilterDefinition, TestDefinition } from "../definitions.ts";
import type { Expression, TemplateNode } from "../syntax/nodes.ts";
import { printExpression } from "../syntax/printer.ts";
import { hint, quote } from "./function-frame.ts";

/** Which of the three functions is written: one string, one string with `await`, or chunks. */
export type Mode = "sync" | "async" | "stream";

/** What printing and reading an undefined value does. */
export type UndefinedMode = "silent" | "strict" | "debug" | "chainable";

/** The settings that decide which code is written. */
export interface CompileSettings {
  readonly autoescape: boolean;
  readonly undefined: UndefinedMode;
  /** Warns about undefined values that are printed. */
  readonly warns: boolean;
  readonly pythonSpelling: boolean;
  /** Counts loops, calls and output. */
  readonly limited: boolean;
}

/** What the compiler asks of the engine. */
export interface Vocabulary {
  filter(name: string): FilterDefinition | undefined;
  test(name: string): TestDefinition | undefined;
  filterNames(): Iterable<string>;
  testNames(): Iterable<string>;
  /** Whether a filter is the built-in one of that name, which may be written inline. */
  isBuiltin(name: string): boolean;
}

/** A place in the source that run-time errors refer to: offset, what is undefined there, what is done there. */
export type Position = readonly [at: number, missing: string | null, relation: string | null];

/** The shared state of the functions of one template in one mode. */
export class Unit {
  readonly template: TemplateNode;
  readonly mode: Mode;
  readonly settings: CompileSettings;
  readonly vocabulary: Vocabulary;
  readonly #fail: (message: string, at: number, kind: "filter" | "test", name: string) => never;
  readonly #positions: Position[];
  readonly #positionIndex: Map<string, number>;
  readonly #helpers = new Set<string>();
  readonly #links = new Map<string, string>();
  #ids = 0;

  constructor(
    template: TemplateNode,
    mode: Mode,
    settings: CompileSettings,
    vocabulary: Vocabulary,
    positions: Position[],
    fail: (message: string, at: number, kind: "filter" | "test", name: string) => never,
  ) {
    this.template = template;
    this.mode = mode;
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.#positions = positions;
    this.#positionIndex = new Map(positions.map((position, i) => [JSON.stringify(position), i]));
    this.#fail = fail;
  }

  /** Whether functions are asynchronous. */
  get awaits(): boolean {
    return this.mode !== "sync";
  }

  /** The number by which code names a place. */
  position(at: number, missing: string | null = null, relation: string | null = null): string {
    const position: Position = [at, missing, relation];
    const key = JSON.stringify(position);
    let index = this.#positionIndex.get(key);
    if (index === undefined) {
      index = this.#positions.push(position) - 1;
      this.#positionIndex.set(key, index);
    }
    return `p=${index}`;
  }

  /** The place of an expression that must not be undefined. */
  positionOf(node: Expression, missing?: string | undefined): string {
    return this.position(node.at, missing ?? `${describeNode(node)} is undefined.`);
  }

  /** A helper of the run time, by name. */
  helper(name: string): string {
    this.#helpers.add(name);
    return name;
  }

  id(prefix: string, name = ""): string {
    return `${prefix}${++this.#ids}${hint(name)}`;
  }

  filter(name: string, at: number): { readonly code: string; readonly definition: FilterDefinition } | undefined {
    const definition = this.vocabulary.filter(name);
    return definition === undefined ? undefined : { code: this.#link("filter", name, at), definition };
  }

  test(name: string, at: number): { readonly code: string; readonly definition: TestDefinition } | undefined {
    const definition = this.vocabulary.test(name);
    return definition === undefined ? undefined : { code: this.#link("test", name, at), definition };
  }

  /** The whole definition, for calls whose arguments are known at run time only. */
  definition(kind: "filter" | "test", name: string): string {
    return this.#constant(`define("${kind}",${quote(name)})`);
  }

  /** A value that is made once, when the code is linked. */
  constant(code: string): string {
    return this.#constant(code);
  }

  failUnknown(kind: "filter" | "test", name: string, at: number): never {
    return this.#fail(`No ${kind} named "${name}".`, at, kind, name);
  }

  #link(kind: "filter" | "test", name: string, _at: number): string {
    return this.#constant(`link("${kind}",${quote(name)})`);
  }

  #constant(code: string): string {
    let id = this.#links.get(code);
    if (id === undefined) {
      id = this.id("k");
      this.#links.set(code, id);
    }
    return id;
  }

  /** What stands before the functions. */
  preamble(): string {
    const helpers = [...this.#helpers, "fail", "define", "link"].sort();
    const constants = [...this.#links].map(([code, id]) => `const ${id}=${code};\n`);
    return `"use strict";\nconst {${helpers.join(",")}}=r;\n${constants.join("")}`;
  }
}

/** Names an expression in an error text. */
export function describeNode(node: Expression): string {
  const text = printExpression(node);
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
}
