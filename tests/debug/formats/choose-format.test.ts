// Tests which client reads the report as a page, as JSON or as plain text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { chooseFormat } from "../../../src/debug/formats/choose-format.ts";

const app = new App({ mode: "test" });
app.route("/", { methods: ["GET", "POST"] }, (request) => chooseFormat(request as never));

const rows: readonly (readonly [what: string, headers: Record<string, string>, format: string])[] = [
  ["a browser", { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" }, "html"],
  ["a client that says nothing", {}, "html"],
  ["an unknown client that takes anything", { Accept: "*/*", "User-Agent": "Mozilla/5.0" }, "html"],
  ["curl", { Accept: "*/*", "User-Agent": "curl/8.5.0" }, "text"],
  ["wget", { "User-Agent": "Wget/1.21" }, "text"],
  ["HTTPie", { Accept: "*/*", "User-Agent": "HTTPie/3.2.2" }, "text"],
  ["HTTPie that sends JSON", { Accept: "application/json, */*;q=0.5", "User-Agent": "HTTPie/3.2.2" }, "json"],
  ["a client of JSON", { Accept: "application/json" }, "json"],
  ["a sender of JSON that takes anything", { Accept: "*/*", "Content-Type": "application/json" }, "json"],
  ["a script's fetch", { Accept: "*/*", "Sec-Fetch-Dest": "empty", "User-Agent": "Mozilla/5.0" }, "text"],
  ["a reader of plain text", { Accept: "text/plain" }, "text"],
  ["curl that asks for a page", { Accept: "text/html", "User-Agent": "curl/8.5.0" }, "html"],
  ["a client of images", { Accept: "image/png" }, "html"],
];

for (const [what, headers, format] of rows) {
  test(`${what} gets ${format}`, async () => {
    assert.equal(await (await app.request("/", { headers })).text(), format);
  });
}
