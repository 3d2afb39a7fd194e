// States the text of server-sent events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatServerSentEvent } from "demijohn/http";

test("an event has its fields, one a line, and a blank line at its end", () => {
  assert.equal(
    formatServerSentEvent({ event: "jar", id: 7, retry: 1500.4, comment: "hi", data: "full" }),
    ": hi\nevent: jar\nid: 7\nretry: 1500\ndata: full\n\n",
  );
});

test("each line of the data is a field of its own, whatever ends it", () => {
  assert.equal(formatServerSentEvent({ data: "a\nb\r\nc\rd" }), "data: a\ndata: b\ndata: c\ndata: d\n\n");
  assert.equal(formatServerSentEvent({ data: "" }), "data: \n\n");
  assert.equal(formatServerSentEvent({ comment: "a\nevent: evil" }), ": a\n: event: evil\n\n");
});

test("data that is no text is sent as JSON", () => {
  assert.equal(formatServerSentEvent({ data: { a: "x\ny" } }), 'data: {"a":"x\\ny"}\n\n');
  assert.equal(formatServerSentEvent({ data: null }), "data: null\n\n");
  assert.equal(formatServerSentEvent({ data: () => 1 }), "data: null\n\n");
});

test("a type or id with a line break is refused", () => {
  assert.throws(() => formatServerSentEvent({ event: "a\ndata: evil" }), {
    message: `HTTP_BAD_EVENT: The event of a server-sent event has a line break.
  You wrote "a\\ndata: evil"
  Write a single line: { event: "jar-7" }.`,
  });
  assert.throws(() => formatServerSentEvent({ id: "a\0" }), { code: "HTTP_BAD_EVENT" });
});
