// Says what is wrong with an uploaded table as a text of the catalogue with its values, for the person who sent it.
import type { TextValues } from "../../texts/texts.ts";

/** A file that cannot be read as a table. */
export class TableFault extends Error {
  readonly values: TextValues;

  constructor(text: string, values: TextValues = {}) {
    super(text);
    this.values = values;
  }
}
