// Keeps what belongs to one JavaScript function that is being written: its temporaries, buffers and context reads.

/** What a piece of JavaScript evaluates to, as far as that is known. */
export type Kind =
  /** Any value. */
  | "any"
  | "number"
  | "boolean"
  /** Text that is escaped when printed. */
  | "text"
  /** Text that is printed as it is. */
  | "html"
  | "undefined";

/** One expression in JavaScript. */
export interface Code {
  readonly code: string;
  readonly kind: Kind;
  /** True for a variable or literal, which may be written twice. */
  readonly simple?: boolean | undefined;
}

/** The state of one function that is being written. */
export class FunctionFrame {
  readonly outer: FunctionFrame | undefined;
  /** Whether parts of the output may be yielded before the end. */
  readonly yields: boolean;
  readonly #context = new Map<string, string>();
  #live = 0;
  #most = 0;
  #buffers = 0;
  #usesData = false;
  /** Variables of call objects, which are made when first used. */
  readonly calls: Set<string> = new Set();

  constructor(outer: FunctionFrame | undefined, yields: boolean) {
    this.outer = outer;
    this.yields = yields;
  }

  /** Takes a temporary variable; give it back with {@link release} in reverse order. */
  take(): string {
    this.#live++;
    if (this.#live > this.#most) this.#most = this.#live;
    return `t${this.#live}`;
  }

  release(): void {
    this.#live--;
  }

  buffer(): string {
    return `o${++this.#buffers}`;
  }

  /** The variable that holds a name of the context, which is read once per call of the outermost function. */
  contextVariable(name: string, read: (name: string) => string, id: () => string): string {
    if (this.outer !== undefined) return this.outer.contextVariable(name, read, id);
    let variable = this.#context.get(name);
    if (variable === undefined) {
      this.#usesData = true;
      variable = id();
      this.#context.set(name, variable);
      this.#reads.push(`const ${variable}=${read(name)};`);
    }
    return variable;
  }

  readonly #reads: string[] = [];

  /** Declarations that stand before the function's body. */
  header(): string {
    const names: string[] = [];
    for (let i = 1; i <= this.#most; i++) names.push(`t${i}`);
    for (const call of this.calls) names.push(call);
    return `let p=0,o=""${names.map((name) => `,${name}`).join("")};`;
  }

  /** Reads of the context, which stand inside the function's `try`. */
  reads(): string {
    return this.#usesData ? `const d=c.data;let t;${this.#reads.join("")}` : "";
  }
}

/** Writes a string as a JavaScript literal: the only way by which text of a template gets into code. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Writes the key of an object literal; `__proto__` would set the prototype instead. */
export function quoteKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : quote(name);
}

/** Makes part of an identifier out of a name, to make the code readable. */
export function hint(name: string): string {
  return /^\w{1,30}$/.test(name) ? `_${name}` : "";
}
