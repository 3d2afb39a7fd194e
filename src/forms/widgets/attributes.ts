// Writes the attributes of an HTML element, escaped: true for a bare name, nothing for false, null and undefined.
import { escapeHtml, quoteValue, SetupError } from "#kernel";

/** The attributes of an element. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | null | undefined | { toString(): string }>
>;

/**
 * The attributes as text, with a space before each.
 *
 * @throws SetupError `FORMS_BAD_ATTRIBUTE` for a name that could end the attribute.
 */
export function renderAttributes(attributes: Attributes): string {
  let text = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (/[\s"'<>/=\0]/.test(name) || name === "")
      throw new SetupError("FORMS_BAD_ATTRIBUTE", `An element cannot have an attribute called ${quoteValue(name)}.`, {
        cure: "Give attributes names without blanks, quotes, angle brackets, slashes and equals signs.",
      });
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  }
  return text;
}

/** Adds words to those of an attribute such as `class` or `aria-describedby`. */
export function joinWords(...words: readonly unknown[]): string | undefined {
  const list = words.filter((word) => word !== undefined && word !== null && word !== false && word !== "");
  return list.length === 0 ? undefined : list.join(" ");
}
