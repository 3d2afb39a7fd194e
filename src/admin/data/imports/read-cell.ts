// Turns a cell of a file into what a form's control would send: yes and no in words, choices by their labels.
import type { Column } from "#orm/internals";
import type { CellValue } from "../exchange/table.ts";

const yes = new Set(["true", "yes", "y", "1", "on", "x"]);
const no = new Set(["false", "no", "n", "0", "off"]);

/** What a control would send; undefined for a cell that makes no sense. Nothing is an empty text. */
export function readCell(column: Column | undefined, cell: CellValue): string | undefined {
  const text = cell === null ? "" : String(cell).trim();
  if (column === undefined || column.definition.fieldKind === "relation" || text === "") return text;
  if (column.type.kind === "boolean") {
    const word = text.toLowerCase();
    return yes.has(word) ? "true" : no.has(word) ? "false" : undefined;
  }
  const { choices } = column.scalar;
  if (choices === undefined) return cell === null ? "" : String(cell);
  const found =
    choices.find(([value]) => String(value) === text) ??
    choices.find(([, label]) => label.toLowerCase() === text.toLowerCase());
  return found === undefined ? text : String(found[0]);
}
