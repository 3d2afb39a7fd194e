// Renders a report as one HTML page that needs nothing else: every value in it is escaped by the html tag.
import { html, type Safe, safe } from "#kernel";
import {
  type DebugReport,
  type Pair,
  placeText,
  type ReportedError,
  type ReportedFrame,
  type ReportedPlace,
} from "../report/debug-report.ts";
import type { EditorLink } from "./editor-link.ts";
import { type FrameGroup, groupFrames } from "./frame-groups.ts";
import { highlightLine } from "./highlight.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { renderText } from "./text-report.ts";

/** What the page needs besides the report. */
export interface PageOptions {
  readonly nonce: string;
  readonly editor: EditorLink | undefined;
}

// More own frames than these of one error are closed at first.
const openFrames = 3;

/** Renders the page. */
export function renderPage(report: DebugReport, { nonce, editor }: PageOptions): string {
  const [error] = report.errors;
  const title = `${error!.name}: ${error!.headline}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title.length > 120 ? `${title.slice(0, 120)}…` : title}</title><link rel="icon" href="data:,">
<style nonce="${nonce}">${safe(pageStyle)}</style></head>
<body><a class="skip" href="#errors">Skip to the code</a>
${pageHeader(report, editor)}
<main id="errors" tabindex="-1">
${report.errors.map((_error, i) => errorSection(report.errors, i, editor))}
${report.omittedErrors > 0 && html`<p class="note">More errors are not shown: at least ${report.omittedErrors}.</p>`}
${contextSection(report)}
</main>
<footer>Shown because the app runs in development and this request came from this machine. Secrets are masked by their names; read the report before you pass it on.</footer>
<script nonce="${nonce}">${safe(pageScript)}</script>
</body></html>
`;
  return page.toString();
}

function pageHeader(report: DebugReport, editor: EditorLink | undefined): Safe {
  const error = report.errors[0]!;
  const { request } = report;
  const place = mainPlace(error);
  const link = place === undefined ? undefined : linkTo(place, editor);
  return html`<header>
<p class="request"><b>${request.method}</b> <span>${request.url}</span>${request.pattern !== "" && html` <span>route ${request.pattern}</span>`}</p>
<p class="kind"><span>${error.name}</span>${error.code !== "" && html` <span class="code">${error.code}</span>`}</p>
<h1${error.headline.length > 110 && safe(' class="long"')}>${error.headline}</h1>
${place !== undefined && html`<p class="at">${placeLink(place, editor)}${"name" in place && place.name !== "" && html` in ${place.name}`}</p>`}
${becauseList(report.errors)}
<div class="tools"><button type="button" class="main" data-copy="report" hidden>Copy as text</button>
${link !== undefined && html`<a class="button" href="${link}">Open in editor</a>`}
<span role="status"></span></div>
</header>`;
}

function becauseList(errors: readonly ReportedError[]): Safe | false {
  const shown = errors.slice(1, 4);
  if (shown.length === 0) return false;
  return html`<ul class="because">${shown.map(
    (error, i) =>
      html`<li>${error.relation === "Cause" ? "caused by" : error.relation} <a href="#error-${i + 1}"><b>${error.name}</b></a>: ${error.headline}</li>`,
  )}${errors.length > 4 && html`<li>and ${errors.length - 4} more below</li>`}</ul>`;
}

/** The place to look at first: the template's, the user's own frame, else the innermost. */
export function mainPlace(error: ReportedError): ReportedPlace | ReportedFrame | undefined {
  return (
    error.places[0] ??
    error.frames.find(({ origin }) => origin === "own") ??
    error.frames.find(({ file }) => file !== undefined)
  );
}

function errorSection(errors: readonly ReportedError[], index: number, editor: EditorLink | undefined): Safe {
  const error = errors[index]!;
  const isFirst = index === 0;
  const parts = partsOf(error, index);
  const heading = isFirst
    ? html`<h2>What went wrong, and where</h2>`
    : html`<h2>${relationTo(errors, index)} <small>${error.name}${error.code !== "" && ` ${error.code}`}</small></h2>
<p class="headline">${error.headline}</p>`;
  return html`<section${!isFirst && safe(' class="cause"')} id="error-${index}">
${heading}
${parts.length > 0 && html`<div class="parts">${parts}</div>`}
${error.places.length > 0 && html`<div class="frames">${error.places.map((place, i) => frameDetails({ ...place, name: place.relation }, { isOpen: i === 0, editor }))}</div>`}
${error.places.length > 0 && error.frames.length > 0 && html`<h3>How the program came there</h3>`}
${error.frames.length > 0 && html`<div class="frames">${framesOf(error, { editor, isFirst })}</div>`}
${error.properties.length > 0 && html`<h3>The error also carries</h3>${pairsTable(error.properties)}`}
</section>`;
}

// What follows what it caused needs no name to refer to.
function relationTo(errors: readonly ReportedError[], index: number): Safe {
  const { relation, parent = 0 } = errors[index]!;
  if (relation === "Cause" && parent === index - 1) return html`Caused by`;
  return html`${relation} of <a href="#error-${parent}">${errors[parent]!.name}</a>`;
}

function partsOf(error: ReportedError, index: number): Safe[] {
  const parts: Safe[] = [];
  const add = (title: string, text: string): void => {
    if (text === "") return;
    // What scrolls must be reachable by keyboard; what does not, would only be one more stop.
    const isTall = text.length > 1500 || text.split("\n").length > 12;
    parts.push(html`<div><h3>${title}</h3><pre class="box"${isTall && safe(' tabindex="0"')}>${text}</pre></div>`);
  };
  add("The whole message", error.message);
  add("You wrote", error.wrote);
  add("Where", error.where);
  add("What is known", error.facts.join("\n"));
  if (error.cure !== "") {
    parts.push(html`<div><div class="row"><h3>What to do</h3><button type="button" data-copy="cure-${index}" hidden>Copy</button></div>
<pre class="box cure" id="cure-${index}">${error.cure}</pre></div>`);
  }
  return parts;
}

function framesOf(
  error: ReportedError,
  { editor, isFirst }: { readonly editor: EditorLink | undefined; readonly isFirst: boolean },
): Safe[] {
  let own = 0;
  const limit = isFirst && error.places.length === 0 ? openFrames : 1;
  const rows = groupFrames(error.frames).map((group) =>
    group.own === undefined ? foldedFrames(group, editor) : frameDetails(group.own, { isOpen: own++ < limit, editor }),
  );
  if (error.omittedFrames > 0) rows.push(html`<p class="note">${error.omittedFrames} more frames are not shown.</p>`);
  return rows;
}

function frameDetails(
  frame: ReportedPlace & { readonly name: string },
  { isOpen, editor }: { readonly isOpen: boolean; readonly editor: EditorLink | undefined },
): Safe {
  const head = html`<span class="name">${frame.name || "(anonymous)"}</span> <span class="place">${placeLink(frame, editor)}</span>`;
  if (frame.excerpt === undefined) return html`<div class="bare">${head}</div>`;
  return html`<details class="frame"${isOpen && safe(" open")}><summary>${head}</summary>${sourceLines(frame)}</details>`;
}

function foldedFrames({ folded, title }: FrameGroup, editor: EditorLink | undefined): Safe {
  // Where nothing is the user's own, one of these has an excerpt and is shown open.
  const best = folded.find(({ excerpt }) => excerpt !== undefined);
  const rows = folded.map(
    (frame) => html`<li>${frame.name !== "" && html`<b>${frame.name}</b> `}${placeLink(frame, editor)}</li>`,
  );
  return html`${best !== undefined && frameDetails(best, { isOpen: true, editor })}<details class="fold"><summary>${title}</summary><ol>${rows}</ol></details>`;
}

function sourceLines({ excerpt, path }: ReportedPlace): Safe {
  const { first, lines, line, mark } = excerpt!;
  const isScript = /\.[cm]?[jt]sx?$/.test(path);
  const rows = lines.map((text, i) => {
    const isHit = first + i === line;
    return html`<li${isHit && safe(' class="hit" aria-current="true"')}><span>${first + i}</span><code>${safe(highlightLine(text, isHit ? mark : -1, isScript))}</code></li>`;
  });
  return html`<div class="source" tabindex="0" role="region" aria-label="${`${path}, lines ${first} to ${first + lines.length - 1}`}"><ol>${rows}</ol></div>`;
}

function placeLink(place: ReportedPlace, editor: EditorLink | undefined): Safe {
  const link = linkTo(place, editor);
  return link === undefined ? html`${placeText(place)}` : html`<a href="${link}">${placeText(place)}</a>`;
}

function linkTo({ file, line, column }: ReportedPlace, editor: EditorLink | undefined): string | undefined {
  return file === undefined ? undefined : editor?.(file, line, column);
}

function contextSection(report: DebugReport): Safe {
  const { request, settings, versions, time } = report;
  const facts: Pair[] = [
    ["Address", `${request.method} ${request.url}`],
    ["Route", request.route || "none matched"],
  ];
  if (request.pattern !== "" && request.pattern !== request.route) facts.push(["Pattern", request.pattern]);
  if (request.handler !== "") facts.push(["Handler", request.handler]);
  if (request.blueprints.length > 0) facts.push(["Blueprint", request.blueprints.join(", in ")]);
  facts.push(["Client", request.client]);
  return html`<section><h2>What was going on</h2>
${folder("Request", "address and route", { pairs: facts, isOpen: true })}
${folder("Parameters", "", { pairs: request.params, isOpen: true })}
${folder("Query", "", { pairs: request.query, isOpen: true })}
${folder("Headers", "", { pairs: request.headers })}
${folder("Cookies", "", { pairs: request.cookies })}
${
  settings === undefined
    ? html`<p class="note">The settings cannot be read.</p>`
    : folder("Settings", "", {
        pairs: settings.map(({ name, value }) => [name, value]),
        notes: settings.map(({ from }) => from),
      })
}
${folder("Versions", "", { pairs: [...versions, ["Time", time]] })}
<details class="more" id="as-text"><summary>The report as text</summary><div><textarea id="report" readonly spellcheck="false" aria-label="The report as text">
${renderText(report)}</textarea></div></details></section>`;
}

function folder(
  title: string,
  note: string,
  {
    pairs,
    notes,
    isOpen = false,
  }: { readonly pairs: readonly Pair[]; readonly notes?: readonly string[]; readonly isOpen?: boolean },
): Safe | false {
  if (pairs.length === 0) return false;
  return html`<details class="more"${isOpen && safe(" open")}><summary>${title} <small>${note || pairs.length}</small></summary><div>${pairsTable(pairs, notes)}</div></details>`;
}

function pairsTable(pairs: readonly Pair[], notes: readonly string[] = []): Safe {
  return html`<table>${pairs.map(
    ([name, value], i) =>
      html`<tr><th scope="row">${name}</th><td>${value === "***" ? html`<span class="masked" title="masked">***</span>` : value || "—"}${notes[i] !== undefined && html`<small>${notes[i]}</small>`}</td></tr>`,
  )}</table>`;
}
