// For neighbours: the error table, the parser, the printer and the compiler of templates.

export { findUndeclared } from "./compiler/scope.ts";
export { templatesErrors } from "./error-table.ts";
export type { TemplateNode } from "./syntax/nodes.ts";
export { parseTemplate } from "./syntax/parser.ts";
export { printTemplate } from "./syntax/printer.ts";
