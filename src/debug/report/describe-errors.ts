// Describes an error, its causes and the errors it gathers as data, whatever they are; nothing of theirs is called.
import { DemijohnError } from "#kernel";
import type { TemplateFrame } from "#templates";
import type { NamedPlace, Pair, ReportedError, ReportedFrame } from "./debug-report.ts";
import type { SecretMask } from "./secret-mask.ts";
import { inspectValue, readProperty, readText, shownLine, shownText } from "./shown-text.ts";
import { cutExcerpt, type SourceReader } from "./source-excerpt.ts";
import { type CodeFolders, isInside, parseStack, type StackFrame } from "./stack-frames.ts";

/** What describing needs besides the error. */
export interface DescribeTools {
  readonly secrets: SecretMask;
  readonly sources: SourceReader;
  readonly folders: CodeFolders;
  /** Folders that templates come from. */
  readonly templateFolders: readonly string[];
  /** The places in templates through which an error came. */
  readonly findTemplateFrames: (error: unknown) => readonly TemplateFrame[];
  /** Makes a path short for people. */
  readonly shortenPath: (file: string) => string;
}

const mostErrors = 20;
const mostExcerpts = 12;
const mostProperties = 20;
const messageLimit = 10_000;
const lineLimit = 300;

interface Link {
  readonly error: unknown;
  readonly relation: string;
  readonly parent: number | undefined;
}

/** Describes what was thrown and everything behind it, each object once. */
export async function describeErrors(
  thrown: unknown,
  tools: DescribeTools,
): Promise<{ readonly errors: readonly ReportedError[]; readonly omitted: number }> {
  const errors: ReportedError[] = [];
  const seen = new Set<unknown>([thrown]);
  const waiting: Link[] = [{ error: thrown, relation: "", parent: undefined }];
  let omitted = 0;
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    const next = linksOf(link.error, errors.length).filter(({ error }) => {
      if (typeof error !== "object" || error === null) return true;
      return !seen.has(error) && seen.add(error);
    });
    errors.push(await describeOne(link, tools));
    // Depth first, so that a cause follows what it caused.
    const free = Math.max(0, mostErrors - errors.length - waiting.length);
    waiting.unshift(...next.slice(0, free));
    omitted += Math.max(0, next.length - free) + uncounted(link.error);
  }
  return { errors, omitted };
}

function linksOf(error: unknown, parent: number): Link[] {
  if (!isErrorLike(error)) return [];
  const cause = readProperty(error, "cause");
  const gathered = readProperty(error, "errors");
  const links: Link[] = [];
  if (cause !== undefined && cause !== null) links.push({ error: cause, relation: "Cause", parent });
  if (!Array.isArray(gathered)) return links;
  // A list of plain data, such as the issues of a validator, is shown among the error's properties.
  const { length } = gathered;
  for (let i = 0; i < length && i < mostErrors; i++) {
    const one = readProperty(gathered, String(i));
    if (isErrorLike(one) || error instanceof AggregateError)
      links.push({ error: one, relation: `Error ${i + 1} of ${length}`, parent });
  }
  return links;
}

// How many gathered errors stand behind those that are looked at.
function uncounted(error: unknown): number {
  const gathered = isErrorLike(error) ? readProperty(error, "errors") : undefined;
  return error instanceof AggregateError && Array.isArray(gathered) ? Math.max(0, gathered.length - mostErrors) : 0;
}

/** True for errors of any realm, and for what has a message and a stack as they have. */
export function isErrorLike(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (readText(value, "stack") === undefined) return false;
  return readText(value, "message") !== undefined;
}

async function describeOne(link: Link, tools: DescribeTools): Promise<ReportedError> {
  const { error, relation, parent } = link;
  const { secrets } = tools;
  if (!isErrorLike(error)) return { ...emptyError, ...describeValue(error, secrets), relation, parent };
  const message = readText(error, "message") ?? "";
  const shown = maskedText(message, messageLimit, secrets);
  const code = readProperty(error, "code");
  const parts = error instanceof DemijohnError ? describeParts(error, secrets) : undefined;
  const headline = shownLine(parts?.headline ?? shown.split("\n", 1)[0]!, lineLimit);
  const { frames, omitted } = parseStack(readText(error, "stack") ?? "", message, tools.folders);
  const templates = await describeTemplates(error, tools);
  const named =
    parts === undefined || templates.length > 0 ? undefined : await describeNamed(parts.where, frames, tools);
  const places = named === undefined ? templates : [named];
  return {
    relation,
    parent,
    name: shownLine(nameOf(error), 100),
    code: typeof code === "string" || typeof code === "number" ? shownLine(secrets.text(String(code)), 100) : "",
    headline: headline === "" ? "(no message)" : headline,
    message: parts === undefined && shown.trim() !== headline ? shown : "",
    wrote: parts?.wrote ?? "",
    where: places.length > 0 ? "" : (parts?.where ?? ""),
    facts: factsBesidePlaces(error, parts?.facts ?? []),
    cure: parts?.cure ?? "",
    places,
    frames: await describeFrames(frames, { ...tools, needsPlace: places.length === 0 }),
    omittedFrames: omitted,
    properties: describeProperties(error, tools),
  };
}

const emptyError: ReportedError = {
  relation: "",
  parent: undefined,
  name: "",
  code: "",
  headline: "",
  message: "",
  wrote: "",
  where: "",
  facts: [],
  cure: "",
  places: [],
  frames: [],
  omittedFrames: 0,
  properties: [],
};

// What was thrown is no error, so that nothing is known but the value.
function describeValue(value: unknown, secrets: SecretMask): Partial<ReportedError> {
  const printed = maskedText(secrets.inspected(inspectValue(value, messageLimit)), messageLimit, secrets);
  const line = shownLine(printed, lineLimit);
  const kind = kindOf(value);
  const text = typeof value === "string" ? JSON.stringify(shownLine(secrets.text(value.slice(0, 2000)), 80)) : `"…"`;
  return {
    name: "Thrown value",
    headline: `${kind.charAt(0).toUpperCase()}${kind.slice(1)} was thrown: ${line}`,
    message: printed === line ? "" : printed,
    facts: [`This is ${kind} and no error, so that nothing tells where it was thrown.`],
    cure: `throw new Error(${text});`,
  };
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") {
    return typeof readProperty(value, "then") === "function" ? "a promise" : "an object";
  }
  return `a ${typeof value}`;
}

// The fields are read as those of any object: a subclass may have broken them.
function describeParts(
  error: DemijohnError,
  secrets: SecretMask,
): Pick<ReportedError, "headline" | "wrote" | "where" | "facts" | "cure"> {
  const text = (value: unknown): string => (typeof value === "string" ? maskedText(value, messageLimit, secrets) : "");
  const details = readProperty(error, "details");
  const facts = readProperty(details, "facts");
  return {
    headline: text(readProperty(error, "summary") ?? readProperty(error, "message")),
    wrote: text(readProperty(details, "wrote")),
    where: text(readProperty(details, "where")),
    facts: Array.isArray(facts) ? facts.slice(0, 200).map(text) : [],
    cure: text(readProperty(details, "cure")),
  };
}

// The class's name says more than the name "Error" that most classes inherit.
function nameOf(error: object): string {
  const name = readText(error, "name") || "Error";
  if (name !== "Error") return name;
  const constructor = readProperty(error, "constructor");
  return (typeof constructor === "function" && readText(constructor, "name")) || name;
}

async function describeTemplates(error: object, tools: DescribeTools): Promise<NamedPlace[]> {
  let places: readonly TemplateFrame[];
  try {
    places = tools.findTemplateFrames(error);
  } catch {
    return [];
  }
  const shown = places.slice(0, mostExcerpts).map(async (frame, i): Promise<NamedPlace> => {
    const { template, line, column } = frame;
    const file = findTemplateFile(template, tools.templateFolders);
    const read = file === undefined ? undefined : await tools.sources.excerpt(file, line, column);
    const own = i === 0 ? excerptOfError(error, line, column) : undefined;
    const excerpt = maskExcerpt(read ?? own, tools.secrets);
    const path = file === undefined ? shownLine(template, lineLimit) : tools.shortenPath(file);
    const relation = frame.relation === "raised" ? "template" : `${frame.relation} from`;
    return { path, file, line, column, excerpt, relation };
  });
  return Promise.all(shown);
}

// The excerpt and the chain of a template error stand among its facts as text, and are shown as places.
function factsBesidePlaces(error: object, facts: readonly string[]): readonly string[] {
  const excerpt = readText(error, "excerpt");
  if (excerpt === undefined) return facts;
  const lines = new Set(excerpt.split("\n").map((line) => shownText(line, messageLimit)));
  return facts.filter((fact) => !lines.has(fact) && !/^\S+ from .{1,200}:\d+:\d+$/.test(fact));
}

// The place that an error names in words, where it is a file of the project and no frame shows it anyway.
async function describeNamed(
  where: string,
  frames: readonly StackFrame[],
  tools: DescribeTools,
): Promise<NamedPlace | undefined> {
  const match = /^([^\n]{1,500}?):(\d{1,9})(?::(\d{1,9}))?$/.exec(where);
  if (match === null) return undefined;
  const path = process.getBuiltinModule("node:path");
  const [line, column] = [Number(match[2]), Number(match[3] ?? 0)];
  const bases = [process.cwd(), tools.folders.root];
  for (const base of bases) {
    const file = path.resolve(base, match[1]!);
    if (!bases.some((folder) => isInside(file, folder))) continue;
    if (frames.some((frame) => frame.file === file && frame.line === line)) return undefined;
    const excerpt = await tools.sources.excerpt(file, line, column);
    if (excerpt === undefined) continue;
    return {
      path: tools.shortenPath(file),
      file,
      line,
      column,
      excerpt: maskExcerpt(excerpt, tools.secrets),
      relation: "named by the error",
    };
  }
  return undefined;
}

function findTemplateFile(name: string, folders: readonly string[]): string | undefined {
  if (name.includes("\0") || name.split(/[\\/]/).includes("..")) return undefined;
  const path = process.getBuiltinModule("node:path");
  const { existsSync } = process.getBuiltinModule("node:fs");
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

// A template that is no file has its line in the error: `3 | {{ user.nam }}` above a caret.
function excerptOfError(error: object, line: number, column: number): NamedPlace["excerpt"] {
  const text = readText(error, "excerpt");
  const match = text === undefined ? null : /^(\d+) \| (.*)\n\s*\| ( *)\^/.exec(text);
  if (match === null) return undefined;
  const { lines, mark } = cutExcerpt([match[2]!], 1, match[3]!.length + 1);
  return { first: line, lines, line, mark: column > 0 ? mark : -1 };
}

async function describeFrames(
  frames: readonly StackFrame[],
  { needsPlace, ...tools }: DescribeTools & { readonly needsPlace: boolean },
): Promise<ReportedFrame[]> {
  const own = frames.filter(({ origin, file }) => origin === "own" && file !== undefined);
  // Where no frame is the user's own and no template is named, the innermost with a file is the best there is.
  const others = needsPlace ? frames.filter(({ file }) => file !== undefined).slice(0, 1) : [];
  const wanted = new Set((own.length > 0 ? own : others).slice(0, mostExcerpts));
  return Promise.all(
    frames.map(async (frame): Promise<ReportedFrame> => {
      const { file, line, column } = frame;
      const excerpt = wanted.has(frame) ? await tools.sources.excerpt(file!, line, column) : undefined;
      return {
        name: shownLine(tools.secrets.text(frame.name), 200),
        origin: frame.origin,
        owner: shownLine(frame.owner, 100),
        path: shownLine(tools.secrets.text(file === undefined ? frame.place : tools.shortenPath(file)), lineLimit),
        file,
        line,
        column,
        excerpt: maskExcerpt(excerpt, tools.secrets),
      };
    }),
  );
}

function maskExcerpt(excerpt: ReportedFrame["excerpt"], secrets: SecretMask): ReportedFrame["excerpt"] {
  if (excerpt === undefined) return undefined;
  const clean = (text: string): string => shownText(secrets.known(text), lineLimit);
  const at = excerpt.line - excerpt.first;
  const before = clean(excerpt.lines[at]!.slice(0, Math.max(0, excerpt.mark)));
  const lines = excerpt.lines.map((line, i) =>
    i === at && excerpt.mark >= 0 ? before + clean(line.slice(excerpt.mark)) : clean(line),
  );
  return { ...excerpt, lines, mark: excerpt.mark < 0 ? -1 : before.length };
}

const knownProperties: ReadonlySet<string> = new Set(["name", "message", "stack", "cause", "code"]);
const demijohnProperties: ReadonlySet<string> = new Set([
  "chain",
  "column",
  "details",
  "excerpt",
  "faults",
  "headers",
  "line",
  "publicText",
  "status",
  "summary",
  "template",
]);

// Getters are left alone: reading them runs code.
function describeProperties(error: object, { secrets }: DescribeTools): Pair[] {
  const isOurs = error instanceof DemijohnError;
  const pairs: Pair[] = [];
  let keys: readonly string[] = [];
  try {
    keys = Object.keys(error);
  } catch {
    // A proxy may refuse; then nothing is shown.
  }
  for (const key of keys) {
    if (knownProperties.has(key) || (isOurs && demijohnProperties.has(key))) continue;
    if (pairs.length >= mostProperties) break;
    const value = Object.getOwnPropertyDescriptor(error, key)?.value as unknown;
    if (value === undefined || typeof value === "function") continue;
    if (key === "errors" && Array.isArray(value) && value.some(isErrorLike)) continue;
    const printed = typeof value === "string" ? shownText(value, 2000) : secrets.inspected(inspectValue(value, 500));
    pairs.push([shownLine(key, 100), shownText(secrets.named(key, printed), 2000)]);
  }
  return pairs;
}

// Masked before it is cut, or half a secret might be left at the end.
function maskedText(text: string, limit: number, secrets: SecretMask): string {
  const masked = secrets.text(text.length > limit + 2000 ? text.slice(0, limit + 2000) : text);
  if (text.length <= limit) return shownText(masked, limit * 2);
  return `${shownText(masked.slice(0, limit), limit)}… (${text.length - limit} more characters)`;
}
