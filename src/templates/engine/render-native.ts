// Renders a template to a value: that of its only expression, or of the literal that its text spells.
import { printExpression } from "../syntax/printer.ts";
import { parseLiteral } from "../values/parse-literal.ts";
import type { Templates } from "./templates.ts";

/**
 * Renders a source to a value instead of a text. Settings that are computed from others are a use for it.
 *
 * A source that is one expression gives its value. The text of any other is read as a literal of Python or JSON, such as `[1, 2]`; where it is
 * none, the text is the value.
 *
 * @example
 * ```ts
 * import { renderNative, Templates } from "demijohn/templates";
 * const engine = new Templates();
 * console.log(await renderNative(engine, "{{ hosts + ['c'] }}", { hosts: ["a", "b"] })); // [ 'a', 'b', 'c' ]
 * console.log(await renderNative(engine, "0.{{ digits }}", { digits: 25 })); // 0.25
 * ```
 */
export async function renderNative(engine: Templates, source: string, context: object = {}): Promise<unknown> {
  const { body } = engine.parse(source);
  const [only] = body;
  if (only === undefined) return null;
  const value: unknown =
    body.length === 1 && only.type === "print"
      ? await engine.evaluate(printExpression(only.value), context)
      : await engine.renderString(source, context);
  if (typeof value !== "string") return value;
  const literal = parseLiteral(value, engine.options.pythonSpelling);
  return literal === undefined ? value : literal.value;
}
