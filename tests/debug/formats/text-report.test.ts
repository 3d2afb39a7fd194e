// Tests the report as plain text, whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderText } from "../../../src/debug/formats/text-report.ts";
import type { DebugReport, ReportedError, ReportedFrame } from "../../../src/debug/report/debug-report.ts";

const own: ReportedFrame = {
  name: "pour",
  origin: "own",
  owner: "",
  path: "src/jar.ts",
  file: "/app/src/jar.ts",
  line: 10,
  column: 10,
  excerpt: { first: 9, lines: ["function pour() {", "\treturn jar.size;", "}"], line: 10, mark: 12 },
};
const other: ReportedFrame = { ...own, name: "run", origin: "demijohn", owner: "Demijohn", excerpt: undefined };
const first: ReportedError = {
  relation: "",
  parent: undefined,
  name: "DemijohnError",
  code: "JAR_FULL",
  headline: "The jar is full.",
  message: "",
  wrote: "pour(\n  jar)",
  where: "Jar.pour",
  facts: ["Jars: a, b."],
  cure: "Pour some out.",
  places: [],
  frames: [own, other, { ...own, name: "", line: 20, column: 0, excerpt: undefined }],
  omittedFrames: 3,
  properties: [["errno", "-2"]],
};
const report: DebugReport = {
  errors: [
    first,
    {
      ...first,
      relation: "Cause",
      parent: 0,
      name: "Error",
      code: "",
      wrote: "",
      where: "",
      facts: [],
      cure: "",
      frames: [],
      omittedFrames: 0,
      properties: [],
      message: "two\nlines",
    },
  ],
  omittedErrors: 2,
  request: {
    method: "GET",
    url: "http://localhost/jars/7",
    route: "jar",
    pattern: "/jars/<int:id>",
    handler: "showJar",
    blueprints: ["shop.jars", "shop"],
    params: [["id", "7"]],
    query: [],
    cookies: [],
    headers: [["Host", "localhost"]],
    client: "::1",
  },
  settings: [{ name: "server.port", value: "", from: "none" }],
  versions: [["Node", "24.9.0"]],
  time: "2026-01-02T03:04:05.678Z",
};

test("the text holds everything in the order of reading", () => {
  assert.equal(
    renderText(report),
    `GET http://localhost/jars/7 failed with status 500

DemijohnError [JAR_FULL]
  The jar is full.
  You wrote: pour(
    jar)
  At: Jar.pour
  Jars: a, b.
  What to do: Pour some out.

  at pour (src/jar.ts:10:10)
       9 | function pour() {
    > 10 | \treturn jar.size;
         | \t           ^
      11 | }
  1 frame of Demijohn
  at src/jar.ts:20
  3 more frames are not shown

  errno: -2

Cause: Error
  two
  lines

More errors are not shown: at least 2.

Request
  Address: GET http://localhost/jars/7
  Route: jar  /jars/<int:id>
  Handler: showJar
  Blueprint: shop.jars, in shop
  Client: ::1

Parameters
  id: 7

Headers
  Host: localhost

Settings
  server.port: (none)  from none

Versions
  Node: 24.9.0
  Time: 2026-01-02T03:04:05.678Z
`,
  );
});
