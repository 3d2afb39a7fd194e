// Renders a report as plain text: for terminals, and for pasting into a message to somebody else.
import {
  type DebugReport,
  type Pair,
  placeText,
  type ReportedError,
  type ReportedFrame,
  type ReportedPlace,
} from "../report/debug-report.ts";
import { groupFrames } from "./frame-groups.ts";

/** Renders the whole report. */
export function renderText(report: DebugReport): string {
  const { request } = report;
  const blocks = [
    `${request.method} ${request.url} failed with status 500`,
    ...report.errors.map(errorText),
    report.omittedErrors > 0 ? `More errors are not shown: at least ${report.omittedErrors}.` : "",
    requestText(report),
    section(
      "Settings",
      report.settings?.map(({ name, value, from }) => [name, `${value || "(none)"}  from ${from}`]),
    ),
    section("Versions", [...report.versions, ["Time", report.time]]),
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function errorText(error: ReportedError): string {
  const title = [error.relation && `${error.relation}:`, error.name, error.code && `[${error.code}]`]
    .filter(Boolean)
    .join(" ");
  const lines = [title, indent(error.message || error.headline, 2)];
  if (error.wrote) lines.push(indent(`You wrote: ${error.wrote}`, 2));
  if (error.where) lines.push(indent(`At: ${error.where}`, 2));
  for (const fact of error.facts) lines.push(indent(fact, 2));
  if (error.cure) lines.push(indent(`What to do: ${error.cure}`, 2));
  for (const place of error.places) lines.push("", `  ${place.relation} ${placeText(place)}`, ...excerptLines(place));
  if (error.frames.length > 0) lines.push("", ...framesText(error));
  if (error.properties.length > 0) lines.push("", pairsText(error.properties));
  return lines.join("\n");
}

function framesText({ frames, omittedFrames }: ReportedError): string[] {
  const lines: string[] = [];
  let isFirst = true;
  for (const { own, folded, title } of groupFrames(frames)) {
    if (own === undefined) {
      lines.push(`  ${title}`);
      const [shown] = folded.filter(({ excerpt }) => excerpt !== undefined);
      if (shown !== undefined) lines.push(frameLine(shown), ...excerptLines(shown));
      continue;
    }
    lines.push(frameLine(own));
    if (isFirst) lines.push(...excerptLines(own));
    isFirst = false;
  }
  if (omittedFrames > 0) lines.push(`  ${omittedFrames} more frames are not shown`);
  return lines;
}

function frameLine(frame: ReportedFrame): string {
  return `  at ${frame.name === "" ? placeText(frame) : `${frame.name} (${placeText(frame)})`}`;
}

function excerptLines({ excerpt }: ReportedPlace): string[] {
  if (excerpt === undefined) return [];
  const width = String(excerpt.first + excerpt.lines.length - 1).length;
  return excerpt.lines.flatMap((text, i) => {
    const number = excerpt.first + i;
    const isFault = number === excerpt.line;
    const line = `    ${isFault ? ">" : " "} ${String(number).padStart(width)} | ${text}`.trimEnd();
    if (!isFault || excerpt.mark < 0) return [line];
    return [line, `      ${" ".repeat(width)} | ${text.slice(0, excerpt.mark).replace(/[^\t]/g, " ")}^`];
  });
}

function requestText({ request }: DebugReport): string {
  const { route, pattern, handler, blueprints, client } = request;
  const facts: Pair[] = [["Address", `${request.method} ${request.url}`]];
  if (route !== "") facts.push(["Route", pattern === route ? route : `${route}  ${pattern}`]);
  if (handler !== "") facts.push(["Handler", handler]);
  if (blueprints.length > 0) facts.push(["Blueprint", blueprints.join(", in ")]);
  facts.push(["Client", client]);
  return [
    section("Request", facts),
    section("Parameters", request.params),
    section("Query", request.query),
    section("Headers", request.headers),
    section("Cookies", request.cookies),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function section(title: string, pairs: readonly Pair[] | undefined): string {
  return pairs === undefined || pairs.length === 0 ? "" : `${title}\n${pairsText(pairs)}`;
}

function pairsText(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => indent(`${name}: ${value}`, 2)).join("\n");
}

function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}
