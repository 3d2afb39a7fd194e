// Lists the error codes of the templates room with when they are thrown and their cure.
import { defineErrorTable, type ErrorRow } from "#kernel";

const rows: Readonly<Record<TemplatesErrorCode, ErrorRow>> = {
  TEMPLATES_SYNTAX: {
    when: "A template is not written as the grammar asks.",
    cure: "Read the line under the caret; the text names what was expected there.",
  },
  TEMPLATES_UNKNOWN_TAG: {
    when: "A tag is not known, or an end tag does not belong to the tag that is open.",
    cure: "Close the innermost open tag first, or correct the name; add own tags with `extensions`.",
  },
  TEMPLATES_UNKNOWN_FILTER: {
    when: "A filter is not known to the engine.",
    cure: "Correct the name, or add the filter with `new Templates({ filters: { name } })`.",
  },
  TEMPLATES_UNKNOWN_TEST: {
    when: "A test after `is` is not known to the engine.",
    cure: "Correct the name, or add the test with `new Templates({ tests: { name } })`.",
  },
  TEMPLATES_NOT_FOUND: {
    when: "No loader has the template.",
    cure: "Create the file in one of the folders named, or correct the name; names are relative to these folders.",
  },
  TEMPLATES_NONE_FOUND: {
    when: "None of several templates exists.",
    cure: "Create one of them, or write `ignore missing` where that is all right.",
  },
  TEMPLATES_UNDEFINED: {
    when: "Something is read from, computed with or asked of a value that does not exist.",
    cure: "Pass the value, write `a?.b` where it may be missing, or give it a default: `{{ a|default('') }}`.",
  },
  TEMPLATES_RUNTIME: {
    when: "A template could not be rendered with the values it got.",
    cure: "Read the text; it names the value and the place.",
  },
  TEMPLATES_TYPE: {
    when: "A value is of a kind that the operation, loop or call cannot take.",
    cure: "Convert the value, or test it first: `{% if value is iterable %}`.",
  },
  TEMPLATES_VALUE: {
    when: "A value is of the right kind but cannot be used, such as a number out of range.",
    cure: "Correct the value or the argument named in the text.",
  },
  TEMPLATES_REFUSED: {
    when: "The sandbox refuses to read an attribute or to call a function.",
    cure: "Pass what the template needs as a plain value, or mark a method as `templateCallable`.",
  },
  TEMPLATES_PRINTED_FUNCTION: {
    when: "A function is printed: templates never call functions by themselves.",
    cure: "Add the brackets: `{{ user.get_name() }}`.",
  },
  TEMPLATES_LIMIT: {
    when: "A render passed a limit on loops, output, ranges or nesting.",
    cure: "Make the template do less, or raise the limit with `new Templates({ limits })`.",
  },
  TEMPLATES_NEEDS_AWAIT: {
    when: "A template that is rendered synchronously meets a promise or an async iterable.",
    cure: "Render it with `await templates.render(…)`, or pass values that are resolved.",
  },
  TEMPLATES_SETUP: {
    when: "The engine or one of its parts is put together wrongly.",
    cure: "Correct the options as the text says.",
  },
  TEMPLATES_PRECOMPILED: {
    when: "A precompiled template was made for other options, filters or extensions than the engine has.",
    cure: "Run `demijohn templates compile` again with the options of the engine that loads the modules.",
  },
  TEMPLATES_UNKNOWN_VARIABLE: {
    when: "`demijohn check` finds a variable that the declared context of a template does not have.",
    cure: "Correct the name, or add it to the `defineTemplate` of the template.",
  },
  TEMPLATES_UNKNOWN_BLOCK: {
    when: "`demijohn check` finds a block in a child template that no parent has, so that it is never shown.",
    cure: "Correct the block's name, or define it in the parent.",
  },
  TEMPLATES_LOST_ASSIGNMENT: {
    when: "`demijohn check` finds a `set` in a loop whose variable is read after the loop, where it is not seen.",
    cure: "Use a namespace: `{% set ns = namespace(found=false) %}` and `{% set ns.found = true %}`.",
  },
};

/** The codes of this room. */
export type TemplatesErrorCode =
  | "TEMPLATES_SYNTAX"
  | "TEMPLATES_UNKNOWN_TAG"
  | "TEMPLATES_UNKNOWN_FILTER"
  | "TEMPLATES_UNKNOWN_TEST"
  | "TEMPLATES_NOT_FOUND"
  | "TEMPLATES_NONE_FOUND"
  | "TEMPLATES_UNDEFINED"
  | "TEMPLATES_RUNTIME"
  | "TEMPLATES_TYPE"
  | "TEMPLATES_VALUE"
  | "TEMPLATES_REFUSED"
  | "TEMPLATES_PRINTED_FUNCTION"
  | "TEMPLATES_LIMIT"
  | "TEMPLATES_NEEDS_AWAIT"
  | "TEMPLATES_SETUP"
  | "TEMPLATES_PRECOMPILED"
  | "TEMPLATES_UNKNOWN_VARIABLE"
  | "TEMPLATES_UNKNOWN_BLOCK"
  | "TEMPLATES_LOST_ASSIGNMENT";

/** Every code that templates throw or report. */
export const templatesErrors: Readonly<Record<TemplatesErrorCode, ErrorRow>> = defineErrorTable(rows);
