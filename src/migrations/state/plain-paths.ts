// Finds and renames the fields that an expression or condition of plain data names.
import { isRecord } from "./plain-value.ts";

/** The fields that an expression or condition names. */
export function fieldsIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  renamePaths(value, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

/** The expression or condition with other names of fields. */
export function renamePaths(value: unknown, renamed: (name: string) => string): unknown {
  if (!isRecord(value)) return value;
  if ("~expression" in value) return { "~expression": inTree(value["~expression"], renamed) };
  if ("~condition" in value) return { "~condition": inTree(value["~condition"], renamed) };
  return inLookups(value, renamed);
}

function inTree(node: unknown, renamed: (name: string) => string): unknown {
  if (Array.isArray(node)) return node.map((each) => inTree(each, renamed));
  if (!isRecord(node)) return node;
  if ("~param" in node) return node;
  if (node["kind"] === "where") return { ...node, where: inLookups(node["where"] as Record<string, unknown>, renamed) };
  if (node["kind"] === "path" && typeof node["path"] === "string")
    return { ...node, path: inPath(node["path"], renamed) };
  return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, inTree(each, renamed)]));
}

function inLookups(where: Readonly<Record<string, unknown>>, renamed: (name: string) => string): unknown {
  const entries = Object.entries(where).map(([key, value]) => [
    inPath(key, renamed),
    isRecord(value) && ("~expression" in value || "~condition" in value) ? renamePaths(value, renamed) : value,
  ]);
  return Object.fromEntries(entries);
}

function inPath(path: string, renamed: (name: string) => string): string {
  const [first = "", ...rest] = path.split("__");
  return [renamed(first), ...rest].join("__");
}
