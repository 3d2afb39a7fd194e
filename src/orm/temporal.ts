// Finds the Temporal API: the platform's own, or the package `temporal-polyfill` where the platform has none yet.
import { SetupError } from "#kernel";

let found: typeof Temporal | undefined;

/**
 * Returns the Temporal API, loaded at the first use.
 *
 * @throws SetupError `ORM_NO_TEMPORAL` when neither the platform nor the package is there.
 */
export function temporal(): typeof Temporal {
  found ??= (globalThis as { Temporal?: typeof Temporal }).Temporal ?? loadPolyfill();
  return found;
}

/**
 * Returns the Temporal API of an installed package.
 *
 * @throws SetupError `ORM_NO_TEMPORAL` when it is not installed.
 */
export function loadPolyfill(name = "temporal-polyfill"): typeof Temporal {
  const { createRequire } = process.getBuiltinModule("node:module");
  try {
    return createRequire(import.meta.url)(name).Temporal;
  } catch (cause) {
    throw new SetupError(
      "ORM_NO_TEMPORAL",
      "Dates, times of day and durations need Temporal, which this Node does not have.",
      {
        cure: "Run npm install temporal-polyfill, or start Node with --harmony-temporal.",
        cause,
      },
    );
  }
}
