// States what MultiMap's typed reading gives and refuses; checked by the compiler, never run.
import type { MultiMap, UploadedFile } from "demijohn/http";

/** Each line compiles, or is marked as one that must not. */
export function readTyped(query: MultiMap, files: MultiMap<UploadedFile>): unknown[] {
  const text: string | undefined = query.get("a");
  const page: number = query.get("a", { type: "int", default: 1 });
  const open: boolean | undefined = query.get("a", { type: "boolean" });
  const url: URL | undefined = query.get("a", { type: (value) => new URL(value) });
  const word: string = query.get("a", { default: "x" });
  const either: string | number = query.get("a", { default: 1 });
  const numbers: number[] = query.getAll("a", { type: "number" });
  const words: string[] = query.getAll("a");
  const file: UploadedFile | undefined = files.get("a");
  const must: UploadedFile = files.require("a");
  const size: number | undefined = files.get("a", { type: (value) => value.size });
  // @ts-expect-error there is no such type
  query.get("a", { type: "integer" });
  // @ts-expect-error without a default the value may be missing
  const missing: number = query.get("a", { type: "int" });
  // @ts-expect-error the converter gives a number
  const wrong: string | undefined = query.get("a", { type: (value) => value.length });
  return [text, page, open, url, word, either, numbers, words, file, must, size, missing, wrong];
}
