// Marks methods as ones that templates may call: those that only read.

// The templates room's mark; it goes by its name, so that neither room loads the other.
const marker = Symbol.for("demijohn.templateCallable");

/** Lets templates call these methods of a class. */
export function markForTemplates<T extends object>(prototype: T, names: readonly (keyof T)[]): void {
  for (const name of names) Object.defineProperty(prototype[name], marker, { value: true, configurable: true });
}
