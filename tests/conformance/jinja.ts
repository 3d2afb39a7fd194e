// Checks one reference case of Jinja's own tests (render, generate, compile) against the public API of the templates room.
import {
  memoryLoader,
  renderNative,
  SecurityError,
  type Template,
  TemplateAssertionError,
  TemplateError,
  TemplateNotFound,
  TemplateRuntimeError,
  TemplateSyntaxError,
  Templates,
  TemplatesNotFound,
  type TemplatesOptions,
  UndefinedError,
} from "demijohn/templates";
import type { CaseOptions, CaseResult } from "./case-result.ts";

interface ReferenceOptions {
  readonly is_async?: boolean;
  readonly autoescape?: boolean;
  readonly autoescape_by_name?: Readonly<Record<string, boolean>>;
  readonly undefined?: string;
  readonly sandbox?: boolean | "immutable";
  readonly native?: boolean;
  readonly trim_blocks?: boolean;
  readonly lstrip_blocks?: boolean;
  readonly keep_trailing_newline?: boolean;
  readonly newline_sequence?: "\n" | "\r\n" | "\r";
  readonly line_statement_prefix?: string;
  readonly line_comment_prefix?: string;
  readonly block_start_string?: string;
  readonly block_end_string?: string;
  readonly variable_start_string?: string;
  readonly variable_end_string?: string;
  readonly comment_start_string?: string;
  readonly comment_end_string?: string;
}

interface ReferenceCase {
  readonly entry: "render" | "render_async" | "generate" | "generate_async" | "compile";
  readonly source?: string;
  readonly main?: string;
  readonly templates?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
  readonly template_globals?: Readonly<Record<string, unknown>>;
  readonly options?: ReferenceOptions;
  readonly result?: unknown;
  readonly error?: { readonly class: string; readonly message: string; readonly lineno: number | null };
  readonly neutral: boolean;
}

/**
 * Runs one case. Neutral ones run as pages do, the others with Python's spelling.
 *
 * The mode `python` runs all with Python's spelling, the mode `normal` none.
 */
export async function check(testCase: ReferenceCase, { mode }: CaseOptions = {}): Promise<CaseResult> {
  const pythonSpelling = mode === "python" || (mode !== "normal" && !testCase.neutral);
  let printed: unknown;
  try {
    printed = await run(testCase, pythonSpelling);
  } catch (error) {
    return testCase.error === undefined
      ? { kind: "fail", why: `expected ${show(testCase.result)}, got ${String(error)}` }
      : compareError(testCase.error, error);
  }
  if (testCase.error !== undefined)
    return { kind: "fail", why: `expected ${testCase.error.class}: ${testCase.error.message}, got ${show(printed)}` };
  if (isSame(printed, testCase.result)) return { kind: "pass" };
  return { kind: "fail", why: `expected ${show(testCase.result)}, got ${show(printed)}` };
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof b !== "string" && JSON.stringify(a) === JSON.stringify(b));
}

async function run(testCase: ReferenceCase, pythonSpelling: boolean): Promise<unknown> {
  const engine = new Templates(engineOptions(testCase, pythonSpelling));
  const { context = {}, entry, options = {}, source } = testCase;
  if (options.native === true && source !== undefined) return renderNative(engine, source, context);
  const template = findTemplate(engine, testCase);
  if (entry === "compile") return "";
  if (entry === "generate" || entry === "generate_async") {
    let text = "";
    for await (const chunk of template.stream(context)) text += chunk;
    return text;
  }
  return template.render(context);
}

function findTemplate(engine: Templates, { main, source, templates, template_globals }: ReferenceCase): Template {
  if (main !== undefined && template_globals === undefined) return engine.get(main);
  return engine.compile(main === undefined ? (source ?? "") : templates![main]!, {
    name: main,
    globals: template_globals,
  });
}

const undefinedModes: Readonly<Record<string, TemplatesOptions["undefined"]>> = {
  Undefined: "silent",
  StrictUndefined: "strict",
  DebugUndefined: "debug",
  ChainableUndefined: "chainable",
};

function engineOptions({ templates, globals, options = {} }: ReferenceCase, pythonSpelling: boolean): TemplatesOptions {
  const byName = options.autoescape_by_name;
  return {
    pythonSpelling,
    loader: memoryLoader(templates ?? {}),
    globals: globals ?? {},
    autoescape: byName === undefined ? (options.autoescape ?? false) : (name) => byName[name ?? ""] ?? false,
    undefined: undefinedModes[options.undefined ?? "Undefined"],
    immutable: options.sandbox === "immutable",
    trimBlocks: options.trim_blocks,
    lstripBlocks: options.lstrip_blocks,
    keepTrailingNewline: options.keep_trailing_newline,
    newlineSequence: options.newline_sequence,
    lineStatementPrefix: options.line_statement_prefix,
    lineCommentPrefix: options.line_comment_prefix,
    delimiters: {
      block: [options.block_start_string ?? "{%", options.block_end_string ?? "%}"],
      variable: [options.variable_start_string ?? "{{", options.variable_end_string ?? "}}"],
      comment: [options.comment_start_string ?? "{#", options.comment_end_string ?? "#}"],
    },
  };
}

type ErrorClass = abstract new (...args: never[]) => Error;

// Python's own errors, raised by what a template does, are run-time errors here.
const classes: Readonly<Record<string, ErrorClass>> = {
  TemplateSyntaxError,
  TemplateAssertionError,
  UndefinedError,
  SecurityError,
  TemplateNotFound,
  TemplatesNotFound,
  TemplateRuntimeError,
  FilterArgumentError: TemplateRuntimeError,
  TypeError: TemplateRuntimeError,
  ValueError: TemplateRuntimeError,
  OverflowError: TemplateRuntimeError,
  ZeroDivisionError: TemplateRuntimeError,
  AssertionError: TemplateRuntimeError,
  AttributeError: TemplateRuntimeError,
  KeyError: TemplateRuntimeError,
  RecursionError: TemplateRuntimeError,
  RuntimeError: TemplateRuntimeError,
};

function compareError(expected: NonNullable<ReferenceCase["error"]>, error: unknown): CaseResult {
  const got = `${(error as Error).constructor.name}: ${(error as Error).message.replaceAll("\n", " ⏎ ")}`;
  const wanted = `${expected.class}: ${expected.message} (line ${expected.lineno})`;
  const fail = (what: string): CaseResult => ({ kind: "fail", why: `${what}: expected ${wanted}, got ${got}` });
  if (!(error instanceof TemplateError)) return fail("not a TemplateError");
  const kind = classes[expected.class];
  if (kind === undefined || !(error instanceof kind)) return fail("another class");
  if (expected.lineno !== null && error.line !== expected.lineno) return fail(`line ${error.line}`);
  const missing = findMissing(expected.message, error.message);
  return missing === undefined ? { kind: "pass" } : fail(`the text lacks ${missing}`);
}

/** What the words of Jinja's messages are called in Demijohn's. Every one that a message has must be in the error's text. */
const meanings: readonly (readonly [RegExp, RegExp])[] = [
  [/is undefined|has no attribute|has no element|no such element/, /undefined|does not exist|has no/],
  [/expected token/, /expected/i],
  [/unexpected /, /unexpected|expected|not closed/i],
  [/No filter named/, /no filter|filter/i],
  [/No test named/, /no test|test/i],
  [/unknown tag/, /unknown tag|no tag/i],
  [/was looking for/, /expected|looking for|close/i],
  [/innermost block/, /open|innermost/i],
  [/not iterable/, /iterable|iterated|loop|list/i],
  [/is unsafe/, /refus|unsafe|not allowed|sandbox/i],
  [/does not export/, /does not export|has no|defines no/i],
  [/non-default argument follows default/, /default/i],
  [/Required blocks can only contain/, /required blocks?.*(only|may)/i],
  [/Invalid character in/, /invalid character|cannot|unexpected/i],
  [/function call expression/, /call|argument/i],
  [/can't assign/, /assign/i],
  [/hyphens/, /hyphen|-/i],
  [/templates given were found/, /found|exist/i],
  [/multiple values|takes|argument/, /argument|value|takes/i],
  [/defined twice/, /twice/i],
  [/too big|larger than/, /too big|limit|larger/i],
  [/recursi/i, /recurs|loop/i],
  [/not supported between/, /order|compare/i],
  [/unsupported operand|can only|cannot/i, /can|not/i],
  [/division|modulo by zero/i, /zero/i],
];

// Names of tokens in Jinja's messages: they are words for the parser, not names that the user wrote.
const tokenWords: Readonly<Record<string, RegExp>> = {
  "end of statement block": /end of the (tag|statement)|the tag ends|%\}/i,
  "end of print statement": /end of the (output|expression|print)|\}\}/i,
  "end of template": /end of the template|not closed|never closed/i,
  "end of template data": /text/i,
  name: /name/i,
  in: /\bin\b/,
  const: /constant|true|false|none|name/i,
  NoneType: /null|none|undefined/i,
};

function findMissing(expected: string, got: string): string | undefined {
  for (const [theirs, ours] of meanings) if (theirs.test(expected) && !ours.test(got)) return String(ours);
  for (const [, name] of expected.matchAll(/'([^']+)'/g)) {
    const word = tokenWords[name!];
    // The classes of Python's values have no counterparts.
    const isType = /^(?:int|str|list|dict|float|bool|tuple|type|[\w.]+ object)$/.test(name!);
    if (word !== undefined ? !word.test(got) : !isType && !got.includes(unquote(name!))) return `"${name}"`;
  }
  return undefined;
}

// Python's repr escapes what our texts show as JSON.
function unquote(name: string): string {
  return name.includes("\\") ? name.slice(0, name.indexOf("\\")) : name;
}
