// States the properties of the parser and compiler that random templates are tried for.
import assert from "node:assert/strict";
import { TemplateError, Templates } from "../../../src/templates/index.ts";
import type { TemplateNode } from "../../../src/templates/syntax/nodes.ts";
import { parseTemplate } from "../../../src/templates/syntax/parser.ts";
import { printTemplate } from "../../../src/templates/syntax/printer.ts";
import { withoutPlaces } from "./random-templates.ts";

const templates = new Templates();

/** Printing nodes and parsing the text gives the same nodes. */
export function printsTheSame(node: TemplateNode): void {
  const source = printTemplate(node);
  assert.deepEqual(withoutPlaces(parseTemplate(source)), withoutPlaces(node), source);
}

/** A source compiles, in all modes and to the same nodes after printing, or throws a TemplateError. */
export function compilesOrRefuses(source: string, rethrow = false): void {
  try {
    const template = templates.compile(source);
    for (const mode of ["sync", "async", "stream"] as const) new Function("r", "u", template.code(mode).code);
    printsTheSame(template.nodes!);
  } catch (error) {
    if (rethrow || !(error instanceof TemplateError)) throw error;
    assert.match(error.code, /^TEMPLATES_/);
    assert.ok(error.line > 0, error.message);
  }
}
