// Types what an expression yields and which paths it names, before a query set says of which model they are.

/** Stands for the type found at a path until a query set resolves it: the value, the value without null, or its null alone. */
export interface PathType<Path, Take extends "value" | "nonNull" | "null" = "value"> {
  readonly "~path": Path;
  readonly "~take": Take;
}

/** Anything that yields a `Value` in SQL: what a lookup or an update takes in place of a plain value. */
export interface Yields<Value> {
  readonly "~yields": Value;
}

/** An expression whose `Paths` are yet to be checked against a model. */
export interface YieldsOver<Value, Paths> extends Yields<Value> {
  readonly "~paths": Paths;
}

/** A condition on rows of `Instance`, made by `Article.q(...)`, `exists(...)` and their combinations. */
export interface Condition<Instance> {
  readonly "~q": Instance;
}
