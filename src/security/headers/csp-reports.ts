// Takes the reports of browsers about what a policy stopped, in both forms that browsers send, and passes them on.
import { type Request, Response } from "#http";

/** What a policy stopped in one visitor's browser. All of it comes from outside: trust none of it. */
export interface CspReport {
  /** The page. */
  readonly documentUrl: string;
  /** The directive that was broken: `script-src-elem`. */
  readonly directive: string;
  /** What was stopped: an address, `inline` or `eval`. */
  readonly blocked: string;
  /** Where in the page's code, as far as the browser says it. */
  readonly source: string | undefined;
  /** `enforce`, or `report` where nothing was stopped. */
  readonly disposition: string;
}

const mostBytes = 64 * 1024;
const mostReports = 20;
const longestText = 500;

/** Makes the handler of the reporting address. What is no report is answered with 204 as well: nobody reads the answer. */
export function takeReports(
  take: (report: CspReport, request: Request) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    request.limit({ body: mostBytes });
    const value = await request.json({ force: true });
    for (const report of readReports(value).slice(0, mostReports)) take(report, request);
    return new Response(null, { status: 204 });
  };
}

function readReports(value: unknown): readonly CspReport[] {
  if (Array.isArray(value))
    return value.flatMap((item) =>
      isRecord(item) && item["type"] === "csp-violation" && isRecord(item["body"]) ? [modern(item["body"])] : [],
    );
  if (isRecord(value) && isRecord(value["csp-report"])) return [old(value["csp-report"])];
  return [];
}

function modern(body: Readonly<Record<string, unknown>>): CspReport {
  return {
    documentUrl: textOf(body["documentURL"]),
    directive: textOf(body["effectiveDirective"]),
    blocked: textOf(body["blockedURL"]),
    source: placeOf(body["sourceFile"], body["lineNumber"]),
    disposition: textOf(body["disposition"]),
  };
}

function old(body: Readonly<Record<string, unknown>>): CspReport {
  return {
    documentUrl: textOf(body["document-uri"]),
    directive: textOf(body["effective-directive"] ?? body["violated-directive"]),
    blocked: textOf(body["blocked-uri"]),
    source: placeOf(body["source-file"], body["line-number"]),
    disposition: textOf(body["disposition"]),
  };
}

function placeOf(file: unknown, line: unknown): string | undefined {
  if (typeof file !== "string" || file === "") return undefined;
  return typeof line === "number" ? `${textOf(file)}:${line}` : textOf(file);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, longestText) : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
