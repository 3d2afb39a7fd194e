// Holds what a page's form asks for, what was typed and what is wrong with it, as the templates show it.
import type { Request } from "#http";

/** One field of a page's form. */
export interface PageField {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password" | "checkbox" | undefined;
  readonly autocomplete?: string | undefined;
  readonly help?: readonly string[] | undefined;
  readonly inputmode?: string | undefined;
  /** @default true */
  readonly required?: boolean | undefined;
}

// Nobody types more, and what is typed is hashed.
const longestValue = 4096;

/** A form of one of the room's pages. */
export class PageForm {
  readonly #fields: readonly PageField[];
  readonly #values = new Map<string, string>();
  readonly #faults = new Map<string, string[]>();

  constructor(fields: readonly PageField[], initial: Readonly<Record<string, string>> = {}) {
    this.#fields = fields;
    for (const [name, value] of Object.entries(initial)) this.#values.set(name, value);
  }

  /** Takes what was sent; a required field that is empty is a fault. */
  async read(request: Request): Promise<this> {
    const { fields } = await request.form();
    for (const { name, type, label, required = true } of this.#fields) {
      const sent = fields.get(name);
      const value = typeof sent === "string" ? sent.slice(0, longestValue) : "";
      this.#values.set(name, type === "password" ? value : value.trim());
      if (required && type !== "checkbox" && this.value(name) === "") this.add(name, `${label} is needed.`);
    }
    return this;
  }

  /** What was typed; an empty text for nothing. */
  value(name: string): string {
    return this.#values.get(name) ?? "";
  }

  /** Whether a box was ticked. */
  isTicked(name: string): boolean {
    return this.value(name) !== "";
  }

  /** Adds a fault of a field; an empty name means the whole form. */
  add(name: string, ...texts: readonly string[]): this {
    if (texts.length > 0) this.#faults.set(name, [...(this.#faults.get(name) ?? []), ...texts]);
    return this;
  }

  get isValid(): boolean {
    return this.#faults.size === 0;
  }

  /** For templates. Passwords are not sent back to the browser. */
  get view(): Readonly<Record<string, unknown>> {
    const fields = this.#fields.map((field) => {
      const faults = this.#faults.get(field.name) ?? [];
      const id = `id_${field.name}`;
      const help = field.help ?? [];
      const described = [help.length > 0 ? `${id}_help` : "", faults.length > 0 ? `${id}_faults` : ""].filter(Boolean);
      return {
        type: "text",
        required: true,
        ...field,
        id,
        help,
        faults,
        described: described.join(" "),
        value: field.type === "password" ? "" : this.value(field.name),
        ticked: this.isTicked(field.name),
      };
    });
    return { fields, faults: this.#faults.get("") ?? [], wrong: fields.filter(({ faults }) => faults.length > 0) };
  }
}

/** Usual fields. */
export const emailField: PageField = { name: "email", label: "E-mail address", type: "email", autocomplete: "email" };
