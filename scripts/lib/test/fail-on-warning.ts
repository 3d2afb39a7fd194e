// Makes a test file fail for any warning that its process emits, except the listed ones and those a test expects.

/** Experimental parts of Node that Demijohn builds on knowingly. */
const allowed: readonly RegExp[] = [/^SQLite is an experimental feature/];

/** What `tests/expect-warning.ts` puts here while a test expects a warning. */
const expected: Set<RegExp> = new Set();
Object.defineProperty(globalThis, Symbol.for("demijohn.expectedWarnings"), { value: expected });

process.on("warning", (warning) => {
  const text = `${warning.name}: ${warning.message}`;
  if (warning.name === "ExperimentalWarning" && allowed.some((pattern) => pattern.test(warning.message))) return;
  if ([...expected].some((pattern) => pattern.test(text))) return;
  console.error(`A warning is an error in tests: ${warning.stack ?? text}`);
  process.exitCode = 1;
  process.once("exit", () => {
    process.exitCode = 1;
  });
});
