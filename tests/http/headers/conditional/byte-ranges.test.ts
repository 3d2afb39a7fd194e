// States what a 206 answer is made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MultipartParser, planPartial, RangeNotSatisfiable } from "demijohn/http";

test("no range, or one that is ignored, means the whole resource", () => {
  for (const header of [undefined, "items=0-1", "bytes=5-1", "nonsense"])
    assert.equal(planPartial(header, { length: 10 }), undefined);
});

test("a single range goes out by itself", () => {
  assert.deepEqual(planPartial("bytes=2-3", { length: 10, contentType: "text/plain" }), {
    headers: [
      ["Content-Type", "text/plain"],
      ["Content-Length", "2"],
      ["Content-Range", "bytes 2-3/10"],
    ],
    pieces: [{ start: 2, end: 4 }],
  });
});

test("several ranges go out as parts of known length", () => {
  const text = "0123456789";
  const plan = planPartial("bytes=0-1, -3", { length: 10, contentType: "text/plain" })!;
  const body = plan.pieces
    .map((piece) => (typeof piece === "string" ? piece : text.slice(piece.start, piece.end)))
    .join("");
  const headers = Object.fromEntries(plan.headers);
  assert.equal(headers["Content-Length"], String(body.length));
  const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(headers["Content-Type"]!)![1]!;
  const parser = new MultipartParser(boundary);
  const parts: [string | undefined, string][] = [];
  for (const event of [...parser.write(Buffer.from(body)), ...parser.finish()]) {
    if (event.kind === "part") parts.push([event.headers.get("content-range"), ""]);
    else if (event.kind === "data") parts.at(-1)![1] += event.bytes.toString();
  }
  assert.deepEqual(parts, [
    ["bytes 0-1/10", "01"],
    ["bytes 7-9/10", "789"],
  ]);
});

test("a range outside of the resource is a 416 that says how long it is", () => {
  assert.throws(
    () => planPartial("bytes=10-", { length: 10 }),
    (error: RangeNotSatisfiable) => {
      assert.ok(error instanceof RangeNotSatisfiable);
      assert.deepEqual(error.headers, [["Content-Range", "bytes */10"]]);
      return true;
    },
  );
});
