// Holds what was sent to a form, whatever it came from: fields that may repeat, uploaded files, and how numbers are written.
import type { UploadedFile } from "#http";
import { englishFormats, type LocaleFormats } from "../formats/locale-formats.ts";

/** What a form can be filled from besides a request. */
export type FormValues =
  | Readonly<Record<string, unknown>>
  | Iterable<readonly [string, unknown]>
  | URLSearchParams
  | globalThis.FormData;

/** The values that were sent, by the names of their controls. A name that came twice keeps both. */
export class FormInput {
  readonly #fields = new Map<string, unknown[]>();
  readonly #files = new Map<string, UploadedFile[]>();
  /** How the sender writes numbers and dates. */
  readonly formats: LocaleFormats;

  constructor(
    fields: FormValues = {},
    files: Iterable<readonly [string, unknown]> = [],
    formats: LocaleFormats = englishFormats,
  ) {
    this.formats = formats;
    const pairs = Symbol.iterator in fields ? (fields as Iterable<readonly [string, unknown]>) : pairsOf(fields);
    for (const [name, value] of pairs) {
      if (isFile(value)) this.#addFile(name, value as unknown as UploadedFile);
      else push(this.#fields, name, plainValue(value));
    }
    for (const [name, file] of files) this.#addFile(name, file as UploadedFile);
  }

  // A file control that was left alone sends a nameless, empty file.
  #addFile(name: string, file: UploadedFile): void {
    if (file.filename !== "" || file.size > 0) push(this.#files, name, file);
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** The last value of a name. */
  get(name: string): unknown {
    return this.#fields.get(name)?.at(-1);
  }

  getAll(name: string): readonly unknown[] {
    return this.#fields.get(name) ?? [];
  }

  file(name: string): UploadedFile | undefined {
    return this.#files.get(name)?.at(-1);
  }

  files(name: string): readonly UploadedFile[] {
    return this.#files.get(name) ?? [];
  }

  /** The names of all that was sent. */
  names(): readonly string[] {
    return [...this.#fields.keys(), ...this.#files.keys()];
  }
}

// A list is a name that came several times.
function pairsOf(record: object): readonly (readonly [string, unknown])[] {
  return Object.entries(record).flatMap(([name, value]): (readonly [string, unknown])[] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((one) => [name, one] as const) : [[name, value]];
  });
}

// Objects and lists of a JSON body are kept as their text: nothing of a visitor's making is asked for its toString.
function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const prototype = Object.getPrototypeOf(value) as unknown;
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(value);
  return isPlain ? JSON.stringify(value) : value;
}

function push<Value>(map: Map<string, Value[]>, name: string, value: Value): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [value]);
  else list.push(value);
}

function isFile(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<UploadedFile>).filename === "string" &&
    "size" in value
  );
}
