// Defines the report that the page, the text and the JSON are made of: all data, bounded and masked already.
import type { SourceExcerpt } from "./source-excerpt.ts";
import type { FrameOrigin } from "./stack-frames.ts";

/** Everything a developer is told about a failed request. */
export interface DebugReport {
  /** The error first, then its causes and the errors it gathers, in the order of reading. */
  readonly errors: readonly ReportedError[];
  /** How many more errors there are at least: those behind them are not looked for. */
  readonly omittedErrors: number;
  readonly request: ReportedRequest;
  /** The app's settings; undefined where they cannot be read. */
  readonly settings: readonly ReportedSetting[] | undefined;
  /** Name and version of app, framework, runtime and system. */
  readonly versions: readonly Pair[];
  /** When, in ISO 8601. */
  readonly time: string;
}

/** A name and its value. */
export type Pair = readonly [name: string, value: string];

/** One error, or one value that was thrown. */
export interface ReportedError {
  /** How it came about: empty for the first, else `Cause`, `Error 2 of 5`. */
  readonly relation: string;
  /** Position in the report of the error it belongs to; undefined for the first. */
  readonly parent: number | undefined;
  /** Name of the class. */
  readonly name: string;
  /** Permanent code: `ORM_UNKNOWN_FIELD`, `ENOENT`; empty for none. */
  readonly code: string;
  /** The sentence to read first, on one line. */
  readonly headline: string;
  /** The whole message where it says more than the headline and the parts. */
  readonly message: string;
  /** What was written. */
  readonly wrote: string;
  /** The place that the error names, where it is none of `places`. */
  readonly where: string;
  readonly facts: readonly string[];
  /** What to do next. */
  readonly cure: string;
  /** The places that the error itself names: in templates, innermost first, or where its text says. */
  readonly places: readonly NamedPlace[];
  readonly frames: readonly ReportedFrame[];
  readonly omittedFrames: number;
  /** What else the error carries. */
  readonly properties: readonly Pair[];
}

/** A place in a source file. */
export interface ReportedPlace {
  /** As short as it is clear: relative to the project where it lies in it. */
  readonly path: string;
  /** Absolute; undefined where there is no file. */
  readonly file: string | undefined;
  /** From 1; 0 when unknown. */
  readonly line: number;
  /** From 1; 0 when unknown. */
  readonly column: number;
  readonly excerpt: SourceExcerpt | undefined;
}

/** A place that an error names. */
export interface NamedPlace extends ReportedPlace {
  /** What it has to do with the error: `template`, `included from`. */
  readonly relation: string;
}

/** One frame of a stack. */
export interface ReportedFrame extends ReportedPlace {
  readonly name: string;
  readonly origin: FrameOrigin;
  readonly owner: string;
}

/** The request. */
export interface ReportedRequest {
  readonly method: string;
  readonly url: string;
  /** The route's name; empty where none matched. */
  readonly route: string;
  readonly pattern: string;
  readonly handler: string;
  /** Innermost first. */
  readonly blueprints: readonly string[];
  readonly params: readonly Pair[];
  readonly query: readonly Pair[];
  readonly cookies: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly client: string;
}

/** A setting. */
export interface ReportedSetting {
  /** `server.port`. */
  readonly name: string;
  readonly value: string;
  /** Where the value comes from. */
  readonly from: string;
}

/** `src/app.ts:12:24`, without what is not known. */
export function placeText({ path, line, column }: ReportedPlace): string {
  return `${path}${line > 0 ? `:${line}` : ""}${line > 0 && column > 0 ? `:${column}` : ""}`;
}
