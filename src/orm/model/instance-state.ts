// Keeps what an instance knows beside its values: the row it came from, its siblings, and the relations it has loaded.
import type { RawRow } from "../connection.ts";
import type { FetchMode } from "../query/query.ts";
import type { Column, ModelMeta } from "./model-meta.ts";

/** Turns raw values of one column into the program's; undefined where they are the same. */
export type Decoder = ((raw: never) => unknown) | undefined;

/** What all instances of one result share. */
export interface Origin {
  readonly model: ModelMeta;
  /** The alias of the database. */
  readonly alias: string;
  readonly columns: readonly Column[];
  readonly decoders: readonly Decoder[];
  readonly fetchMode: FetchMode;
  /** The instances of the result, in its order: those for whom a touched relation is loaded together. */
  readonly peers: readonly object[];
}

/** Where an instance comes from that was made from a row. */
export interface LoadedRow {
  /** The alias of the database. */
  readonly database: string;
  /** The names of the fields that were read. */
  readonly fields: readonly string[];
}

/** What `new` receives to make an instance from a row instead of from values. */
export const HYDRATE: unique symbol = Symbol("demijohn.orm.hydrate");

/** The row that the next instance is made of: set right before its class is called. */
export const hydration: {
  load: (instance: object, row: RawRow, at: number) => void;
  row: RawRow;
  at: number;
  origin: Origin | undefined;
} = { load: () => {}, row: [], at: 0, origin: undefined };

// A list, not a map: most instances have no loaded relation or one, and a thousand maps are a burden to the collector.
interface Loaded {
  readonly name: string;
  value: unknown;
  next: Loaded | undefined;
}

/** The root of all models: its private fields hold the state, out of the way of the values. */
export class ModelRoot {
  #origin: Origin | undefined;
  #row: RawRow | undefined;
  #at = 0;
  #related: Loaded | undefined;

  constructor(init?: unknown) {
    if (init === HYDRATE) {
      this.#origin = hydration.origin;
      this.#row = hydration.row;
      this.#at = hydration.at;
      hydration.load(this, hydration.row, hydration.at);
    }
  }

  /** Called on an instance that was made from a row; a model may have one of its own. */
  afterLoad(_loaded: LoadedRow): void {}

  static readState(instance: object): InstanceState | undefined {
    return #origin in instance ? instance : undefined;
  }
  static origin(instance: ModelRoot): Origin | undefined {
    return instance.#origin;
  }
  static original(instance: ModelRoot, index: number): unknown {
    const raw = instance.#row![instance.#at + index];
    const decode = instance.#origin!.decoders[index];
    return raw === null || decode === undefined ? raw : decode(raw as never);
  }
  static reset(instance: ModelRoot, origin: Origin | undefined, row: RawRow | undefined): void {
    instance.#origin = origin;
    instance.#row = row;
    instance.#at = 0;
  }
  /** The raw values of the instance's columns, apart from those of its row that belong to others. */
  static copyRow(instance: ModelRoot): unknown[] {
    const at = instance.#at;
    return instance.#row!.slice(at, at + instance.#origin!.columns.length);
  }
  static findRelated(instance: ModelRoot, name: string): unknown {
    for (let at = instance.#related; at !== undefined; at = at.next) if (at.name === name) return at.value;
    return undefined;
  }
  static keepRelated(instance: ModelRoot, name: string, value: unknown): void {
    for (let at = instance.#related; at !== undefined; at = at.next) {
      if (at.name === name) {
        at.value = value;
        return;
      }
    }
    instance.#related = { name, value, next: instance.#related };
  }
  static forgetRelated(instance: ModelRoot, name: string): void {
    let before: Loaded | undefined;
    for (let at = instance.#related; at !== undefined; before = at, at = at.next) {
      if (at.name !== name) continue;
      if (before === undefined) instance.#related = at.next;
      else before.next = at.next;
      return;
    }
  }
}

/** An object that is an instance of some model. */
export type InstanceState = ModelRoot;

/** Whether a value is an instance of a model. */
export function isInstance(value: unknown): value is ModelRoot {
  return typeof value === "object" && value !== null && ModelRoot.readState(value) !== undefined;
}

/** The primary key of an instance: null when it has none yet, undefined when the value is no instance. */
export function readKey(value: object): unknown {
  return isInstance(value) ? ((value as { pk?: unknown }).pk ?? null) : undefined;
}
