// Lays out a value over lines of at most 80 characters, as Python's pprint does.
import { isPlain, reprPython, Tuple, tuple } from "../values/python-spelling.ts";

const width = 80;

/** The value's Python spelling, one item a line where it does not fit. Keys of mappings are sorted. */
export function prettyPython(value: unknown): string {
  return layOut(sortKeys(value, []), 0, 0);
}

// Mappings become maps in the order of their keys.
function sortKeys(value: unknown, ancestors: readonly unknown[]): unknown {
  if (ancestors.length > 20 || ancestors.includes(value)) return value;
  const inside = [...ancestors, value];
  if (value instanceof Tuple) return tuple(...value.map((item) => sortKeys(item, inside)));
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, inside));
  const entries = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return value;
  entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0));
  return new Map(entries.map(([key, item]) => [key, sortKeys(item, inside)]));
}

// `indent` is the column where the value begins, `after` how many closing brackets follow it on its last line.
function layOut(value: unknown, indent: number, after: number): string {
  const line = reprPython(value);
  if (Array.from(line).length <= width - indent - after || indent > width) return line;
  if (value instanceof Map) {
    const lines = Array.from(value, ([key, item], i) => {
      const name = `${reprPython(key)}: `;
      return name + layOut(item, indent + 1 + name.length, i === value.size - 1 ? after + 1 : 1);
    });
    return `{${lines.join(`,\n${" ".repeat(indent + 1)}`)}}`;
  }
  const items = Array.isArray(value) ? value : value instanceof Set ? [...value] : undefined;
  if (items === undefined) return line;
  const [open, close] =
    value instanceof Tuple ? ["(", items.length === 1 ? ",)" : ")"] : Array.isArray(value) ? "[]" : "{}";
  const lines = items.map((item, i) => layOut(item, indent + 1, i === items.length - 1 ? after + 1 : 1));
  return open + lines.join(`,\n${" ".repeat(indent + 1)}`) + close;
}
