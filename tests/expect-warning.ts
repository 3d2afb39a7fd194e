// Runs a call that is meant to emit a process warning, and gives the warning back; any other warning fails the test file.
import { setTimeout as wait } from "node:timers/promises";

/**
 * Returns the first warning that `call` emits and whose `Name: message` fits `pattern`.
 *
 * Throws when none comes within a second.
 */
export async function expectWarning(pattern: RegExp, call: () => unknown): Promise<Error> {
  const expected: Set<RegExp> | undefined = Reflect.get(globalThis, Symbol.for("demijohn.expectedWarnings"));
  const seen: Error[] = [];
  const listen = (warning: Error): void => {
    if (pattern.test(`${warning.name}: ${warning.message}`)) seen.push(warning);
  };
  process.on("warning", listen);
  expected?.add(pattern);
  try {
    await call();
    const end = Date.now() + 1_000;
    while (seen.length === 0 && Date.now() < end) await wait(5);
    if (seen.length === 0) throw new Error(`No warning that fits ${pattern} came within a second.`);
    return seen[0]!;
  } finally {
    process.off("warning", listen);
    expected?.delete(pattern);
  }
}
