// Defines what the admin tells its widgets before they are shown: the words of the page's language.

/** Finds a text in the page's language. */
export type Words = (text: string, values?: Readonly<Record<string, unknown>>) => string;

/** What every widget of the admin takes besides. */
export interface WordedOptions {
  /** Set by the admin. */
  readonly words?: Words | undefined;
}

/** The words of a widget; English where nothing was set. */
export function wordsOf({ words }: WordedOptions): Words {
  return words ?? ((text) => text);
}
