// Says which attribute names no template may read, whatever the value.

const refused: ReadonlySet<string> = new Set(["constructor", "prototype", "arguments", "caller", "callee"]);

/** Whether an attribute name is refused: those that lead to code or prototypes, and all that start with an underscore. */
export function isRefusedName(name: string): boolean {
  return name.charCodeAt(0) === 95 || refused.has(name);
}
