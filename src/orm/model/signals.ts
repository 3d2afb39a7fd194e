// Tells listeners what happens to instances: before and after they are saved and deleted, and when links change.
import { findMeta, type ModelMeta } from "./model-meta.ts";

/** What a signal of one instance carries. */
export interface InstanceSignal {
  readonly instance: object;
  /** For a save: whether the row is new. */
  readonly created?: boolean | undefined;
  /** For a save: the fields that are written, when they were named. */
  readonly updateFields?: readonly string[] | undefined;
}

/** What a change of links carries. */
export interface LinkSignal {
  readonly instance: object;
  readonly relation: string;
  readonly action: "add" | "remove" | "clear";
  readonly keys: readonly unknown[];
}

/** A listener; when it returns a promise, the sender waits for it. */
export type Listener<Message> = (message: Message) => void | Promise<void>;

/** A signal that listeners connect to, for all models or for one. */
export class Signal<Message> {
  readonly #listeners: { readonly listener: Listener<Message>; readonly model: ModelMeta | undefined }[] = [];

  /** Calls `listener` from now on; returns the function that ends it. */
  connect(listener: Listener<Message>, options: { readonly model?: unknown } = {}): () => void {
    const entry = { listener, model: findMeta(options.model) };
    this.#listeners.push(entry);
    return () => {
      const at = this.#listeners.indexOf(entry);
      if (at >= 0) this.#listeners.splice(at, 1);
    };
  }

  /** Whether anybody listens to this model. */
  listensTo(model: ModelMeta): boolean {
    return this.#listeners.some((entry) => entry.model === undefined || entry.model === model);
  }

  /** Calls the listeners one after the other. */
  async send(model: ModelMeta, message: Message): Promise<void> {
    for (const entry of [...this.#listeners])
      if (entry.model === undefined || entry.model === model) await entry.listener(message);
  }
}

/** Sent before an instance is written. */
export const preSave: Signal<InstanceSignal> = new Signal();
/** Sent after an instance was written. */
export const postSave: Signal<InstanceSignal> = new Signal();
/** Sent before an instance is deleted. */
export const preDelete: Signal<InstanceSignal> = new Signal();
/** Sent after an instance was deleted. */
export const postDelete: Signal<InstanceSignal> = new Signal();
/** Sent after the links of a many-to-many relation changed. */
export const linksChanged: Signal<LinkSignal> = new Signal();
