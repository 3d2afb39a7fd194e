// Decides whether the app runs for its developer, for its users or for its tests.
import { SettingsError } from "../errors.ts";
import { didYouMean } from "../suggest.ts";

/** What the app runs for. Everything that is stricter in production and kinder in development asks this. */
export type Mode = "development" | "production" | "test";

/** Variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const modes: readonly Mode[] = ["development", "production", "test"];

/**
 * Decides the mode. It is `DEMIJOHN_MODE`, else `NODE_ENV`, else test under `node --test`, else production.
 *
 * Production is what is left, so that nothing is relaxed by forgetting a variable; `demijohn run` sets development.
 * A `NODE_ENV` of another word, such as `staging`, is production too.
 *
 * @throws SettingsError `KERNEL_BAD_MODE` when `DEMIJOHN_MODE` is none of the three.
 */
export function resolveMode(environment: Environment = process.env): Mode {
  const wanted = environment.DEMIJOHN_MODE;
  if (wanted) {
    if (isMode(wanted)) return wanted;
    throw new SettingsError(
      "KERNEL_BAD_MODE",
      `There is no mode ${JSON.stringify(wanted)}.${didYouMean(wanted, modes)}`,
      {
        wrote: `DEMIJOHN_MODE=${wanted}`,
        cure: "Set DEMIJOHN_MODE to development, production or test.",
      },
    );
  }
  const nodeEnvironment = environment.NODE_ENV;
  if (nodeEnvironment) return isMode(nodeEnvironment) ? nodeEnvironment : "production";
  return environment.NODE_TEST_CONTEXT ? "test" : "production";
}

function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}
