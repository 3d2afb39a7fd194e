// Declares a section of settings: its name, its settings and the variables of the environment that give them.
import { SetupError } from "../errors.ts";
import type { Setting } from "./setting.ts";

/** Settings by key. Inputs vary, so they are left open here. */
// biome-ignore lint/suspicious/noExplicitAny: a Setting's Input is contravariant; no other type accepts every one
export type SettingsShape = Readonly<Record<string, Setting<any, any>>>;

/** What a section's settings are once they are read. */
export type SettingsValues<Shape extends SettingsShape> = {
  readonly [K in keyof Shape]: Shape[K] extends Setting<infer Value, never> ? Value : never;
};

/** What code may give for a section's settings. */
export type SettingsInput<Shape extends SettingsShape> = {
  readonly [K in keyof Shape]?: (Shape[K] extends Setting<unknown, infer Input> ? Input : never) | undefined;
};

/** A declared section; pass it to `loadSettings` and ask the result for its values. */
export interface SettingsSection<Shape extends SettingsShape = SettingsShape> {
  readonly name: string;
  readonly shape: Shape;
  /** The variables that give each setting, the section's own first. */
  readonly variables: Readonly<Record<keyof Shape & string, readonly string[]>>;
  /** What the section's own variables begin with, such as `DEMIJOHN_SESSIONS_`. */
  readonly prefix: string;
  /** Values of code that go before all sources; see {@link withValues}. */
  readonly given: SettingsInput<Shape>;
}

/** Returns a section that carries values of code, such as the options of a battery; it answers to the original's name. */
export function withValues<Shape extends SettingsShape>(
  section: SettingsSection<Shape>,
  given: SettingsInput<Shape>,
): SettingsSection<Shape> {
  return Object.freeze({ ...section, given: Object.freeze({ ...section.given, ...given }) });
}

/** Whether two sections are one declaration, with whatever values. */
export function isSameSection(one: SettingsSection, other: SettingsSection): boolean {
  return one.variables === other.variables;
}

/**
 * Declares a section of settings.
 *
 * A setting `cookieName` of the section `sessions` is read from `DEMIJOHN_SESSIONS_COOKIE_NAME`; `prefix` replaces
 * `DEMIJOHN_SESSIONS_`.
 *
 * @throws SetupError `KERNEL_BAD_SECTION` when a name is not camelCase, or two settings share a variable.
 * @example
 * ```ts
 * import { defineSettings, loadSettings, setting } from "demijohn";
 * const shop = defineSettings("shop", { currency: setting.string({ default: "EUR" }) }, { prefix: "SHOP_" });
 * const settings = loadSettings([shop], { environment: { SHOP_CURRENCY: "JPY" }, files: [] });
 * console.log(settings.get(shop).currency); // JPY
 * ```
 */
export function defineSettings<const Shape extends SettingsShape>(
  name: string,
  shape: Shape,
  options: { readonly prefix?: string | undefined } = {},
): SettingsSection<Shape> {
  const prefix = options.prefix ?? `DEMIJOHN_${upperSnake(name)}_`;
  const owners = new Map<string, string>();
  const variables: Record<string, readonly string[]> = {};
  checkName(name);
  for (const [key, { options }] of Object.entries(shape)) {
    checkName(key);
    const names = [
      prefix + upperSnake(key),
      ...(typeof options.env === "string" ? [options.env] : (options.env ?? [])),
    ];
    for (const variable of names) {
      const owner = owners.get(variable);
      if (owner !== undefined) {
        throw new SetupError("KERNEL_BAD_SECTION", `Two settings of "${name}" are read from ${variable}.`, {
          facts: [`Settings: ${owner}, ${key}.`],
          cure: "Give each a variable of its own.",
        });
      }
      owners.set(variable, key);
    }
    variables[key] = Object.freeze(names);
  }
  return Object.freeze({
    name,
    shape: Object.freeze({ ...shape }),
    variables: Object.freeze(variables) as SettingsSection<Shape>["variables"],
    prefix,
    given: Object.freeze({}),
  });
}

function checkName(name: string): void {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return;
  throw new SetupError("KERNEL_BAD_SECTION", `"${name}" cannot name a setting or a section.`, {
    cure: 'Use letters and digits in camelCase, such as "cookieName".',
  });
}

/** Writes a camelCase name as a variable's: `cookieName` is `COOKIE_NAME`. */
export function upperSnake(name: string): string {
  return name.replace(/([a-z0-9])(?=[A-Z])/g, "$1_").toUpperCase();
}
