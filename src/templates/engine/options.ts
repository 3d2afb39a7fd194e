// Describes the options of an engine, and fills in those that are not given.
import type { CheckMessage } from "#kernel";
import type { CompileSettings, UndefinedMode } from "../compiler/unit.ts";
import type { FilterDefinition, TemplateOptions, TestDefinition } from "../definitions.ts";
import { TemplateError } from "../errors.ts";
import type { TemplateExtension } from "../extension.ts";
import { defaultSyntax, type SyntaxOptions } from "../syntax/lexer.ts";
import type { TemplateLoader } from "./loaders/loader.ts";

// biome-ignore lint/suspicious/noExplicitAny: argument types are the author's own.
type AnyFunction = (...args: any[]) => unknown;

/** Limits on what a render may do. For templates that are not trusted, set them all. */
export interface TemplateLimits {
  /** Rounds of all loops and calls of macros, includes and blocks of one render. */
  readonly maxLoopIterations?: number | undefined;
  /** Characters of the output, and of any text that a filter or operator makes. */
  readonly maxOutputLength?: number | undefined;
  /** Longest sequence that `range` makes; 100,000 unless given. */
  readonly maxRange?: number | undefined;
}

/** A warning about a template, given in development. */
export interface TemplateWarning extends CheckMessage {
  readonly template: string;
  readonly line: number;
  readonly column: number;
}

/** The options of {@link Templates}. */
export interface TemplatesOptions {
  /** Folders with templates; the first that has a name wins. */
  readonly folders?: string | URL | readonly (string | URL)[] | undefined;
  /** Where templates come from, besides the folders. */
  readonly loader?: TemplateLoader | undefined;
  /** Whether printing escapes for HTML: for all, or by name. Without it, all but `.txt`, `.md`, `.js`, `.json`, `.csv` and `.css`. */
  readonly autoescape?: boolean | ((name: string | undefined) => boolean) | undefined;
  readonly filters?: Readonly<Record<string, AnyFunction | FilterDefinition>> | undefined;
  readonly tests?: Readonly<Record<string, AnyFunction | TestDefinition>> | undefined;
  readonly globals?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: readonly TemplateExtension[] | undefined;
  /** Functions that add names to the context of every render. */
  readonly contextProcessors?: readonly ((context: object) => Readonly<Record<string, unknown>>)[] | undefined;
  /** Drops the first newline after a tag. */
  readonly trimBlocks?: boolean | undefined;
  /** Drops spaces and tabs before a tag that begins its line. */
  readonly lstripBlocks?: boolean | undefined;
  /** Keeps the newline at the end of a template. */
  readonly keepTrailingNewline?: boolean | undefined;
  readonly newlineSequence?: "\n" | "\r\n" | "\r" | undefined;
  /** Begins a line that is a tag by itself. */
  readonly lineStatementPrefix?: string | undefined;
  readonly lineCommentPrefix?: string | undefined;
  /** Other marks than `{% %}`, `{{ }}` and `{# #}`. */
  readonly delimiters?:
    | {
        readonly block?: readonly [string, string] | undefined;
        readonly variable?: readonly [string, string] | undefined;
        readonly comment?: readonly [string, string] | undefined;
      }
    | undefined;
  /** `silent` prints nothing, `strict` refuses any use, `debug` prints the name, `chainable` also allows attributes. */
  readonly undefined?: UndefinedMode | undefined;
  /** Prints and computes as Python does, for templates that are shared with Jinja. */
  readonly pythonSpelling?: boolean | undefined;
  /** Refuses methods that change lists and mappings. */
  readonly immutable?: boolean | undefined;
  readonly limits?: TemplateLimits | undefined;
  /** Reloads changed templates and warns about undefined values that are printed. */
  readonly development?: boolean | undefined;
  /** Gets the warnings; without it they are printed to the console in development. */
  readonly onWarning?: ((warning: TemplateWarning) => void) | undefined;
  /** Jinja's policies and own ones, read by filters. */
  readonly policies?: Readonly<Record<string, unknown>> | undefined;
  readonly now?: (() => Date) | undefined;
  readonly timezone?: string | undefined;
  readonly locale?: string | undefined;
}

/** Settings as the engine uses them. */
export interface EngineSettings {
  readonly syntax: SyntaxOptions;
  readonly templateOptions: TemplateOptions;
  readonly limits: { readonly maxSteps: number; readonly maxOutputLength: number };
  readonly isLimited: boolean;
  readonly escapes: (name: string | undefined) => boolean;
  readonly undefined: UndefinedMode;
  readonly warns: boolean;
}

const plainText = /\.(?:txt|md|js|mjs|json|csv|css)$/;
const absoluteLongest = 0x1fffffe8;

/** Fills in what is not given. */
export function readOptions(options: TemplatesOptions): EngineSettings {
  const { limits = {}, delimiters = {}, autoescape } = options;
  const maxOutputLength = limits.maxOutputLength ?? absoluteLongest;
  const settings: EngineSettings = {
    syntax: readSyntax(options, delimiters),
    templateOptions: Object.freeze({
      pythonSpelling: options.pythonSpelling ?? false,
      policies: options.policies ?? {},
      now: options.now ?? (() => new Date()),
      timezone: options.timezone ?? "UTC",
      locale: options.locale ?? "en",
      maxRange: limits.maxRange ?? 100_000,
      maxOutputLength,
    }),
    limits: { maxSteps: limits.maxLoopIterations ?? Number.POSITIVE_INFINITY, maxOutputLength },
    isLimited: limits.maxLoopIterations !== undefined || limits.maxOutputLength !== undefined,
    escapes:
      typeof autoescape === "function"
        ? autoescape
        : (name) => autoescape ?? (name === undefined || !plainText.test(name)),
    undefined: options.undefined ?? "silent",
    warns: options.onWarning !== undefined || options.development === true,
  };
  return settings;
}

function readSyntax(options: TemplatesOptions, delimiters: NonNullable<TemplatesOptions["delimiters"]>): SyntaxOptions {
  const [blockStart, blockEnd] = delimiters.block ?? ["{%", "%}"];
  const [variableStart, variableEnd] = delimiters.variable ?? ["{{", "}}"];
  const [commentStart, commentEnd] = delimiters.comment ?? ["{#", "#}"];
  const syntax: SyntaxOptions = {
    blockStart,
    blockEnd,
    variableStart,
    variableEnd,
    commentStart,
    commentEnd,
    lineStatementPrefix: options.lineStatementPrefix,
    lineCommentPrefix: options.lineCommentPrefix,
    trimBlocks: options.trimBlocks ?? false,
    lstripBlocks: options.lstripBlocks ?? false,
    keepTrailingNewline: options.keepTrailingNewline ?? false,
    newlineSequence: options.newlineSequence ?? "\n",
  };
  const marks = [blockStart, blockEnd, variableStart, variableEnd, commentStart, commentEnd];
  if (marks.some((mark) => mark === "") || new Set([blockStart, variableStart, commentStart]).size < 3)
    throw new TemplateError("TEMPLATES_SETUP", "The delimiters of blocks, variables and comments have to differ.", {
      facts: [`They are ${marks.map((mark) => JSON.stringify(mark)).join(", ")}.`],
      cure: 'Write delimiters: { block: ["<%", "%>"], variable: ["<:", ":>"], comment: ["<#", "#>"] }.',
    });
  const same = (Object.keys(defaultSyntax) as (keyof SyntaxOptions)[]).every(
    (key) => defaultSyntax[key] === syntax[key],
  );
  return same ? defaultSyntax : Object.freeze(syntax);
}

/** The settings that decide about the code of one template. */
export function compileSettings(settings: EngineSettings, autoescape: boolean): CompileSettings {
  return {
    autoescape,
    undefined: settings.undefined,
    warns: settings.warns && settings.undefined === "silent",
    pythonSpelling: settings.templateOptions.pythonSpelling,
    limited: settings.isLimited,
  };
}
