// States which ranges are valid and what they mean for a resource.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatContentRange, formatRange, parseContentRange, parseRange, resolveRanges } from "demijohn/http";

test("ranges are parsed and written", () => {
  assert.deepEqual(parseRange("bytes=0-99"), { unit: "bytes", ranges: [{ start: 0, end: 100 }] });
  assert.deepEqual(parseRange(" Bytes = 0-1 , 5- "), {
    unit: "bytes",
    ranges: [
      { start: 0, end: 2 },
      { start: 5, end: undefined },
    ],
  });
  assert.deepEqual(parseRange("bytes=-5")?.ranges, [{ suffix: 5 }]);
  for (const header of ["bytes=0-99", "bytes=0-1,5-", "bytes=-5", "items=3-"])
    assert.equal(formatRange(parseRange(header)!), header);
});

test("malformed ranges, and those that overlap or descend, are none", () => {
  for (const header of [
    undefined,
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=a-1",
    "bytes=1-a",
    "bytes=5-2",
    "bytes=0-5,3-9",
    "bytes=5-9,0-1",
    "bytes=-5,0-1",
    "bytes=1-,5-6",
    "bytes=1",
    "bytes=+1-2",
    "bytes=1_0-20",
    "bytes=٣-5",
    "bytes=- 5",
  ]) {
    assert.equal(parseRange(header), undefined, header);
  }
});

test("ranges are cut to the resource", () => {
  const resolve = (header: string, length: number): [number, number][] | undefined =>
    resolveRanges(parseRange(header), length)?.map(({ start, end }) => [start, end]);
  assert.deepEqual(resolve("bytes=0-3", 10), [[0, 4]]);
  assert.deepEqual(resolve("bytes=8-99", 10), [[8, 10]]);
  assert.deepEqual(resolve("bytes=-3", 10), [[7, 10]]);
  assert.deepEqual(resolve("bytes=-30", 10), [[0, 10]]);
  assert.deepEqual(resolve("bytes=0-0,5-,99-", 10), undefined);
  assert.deepEqual(resolve("bytes=0-0,5-6,99-100", 10), [
    [0, 1],
    [5, 7],
  ]);
  assert.deepEqual(resolve("bytes=10-", 10), []);
  assert.deepEqual(resolve("bytes=-0", 10), []);
  assert.deepEqual(resolve("bytes=0-", 0), []);
  assert.deepEqual(resolve("items=0-3", 10), undefined);
  const many = Array.from({ length: 51 }, (_, i) => `${i * 2}-${i * 2}`).join(",");
  assert.equal(resolve(`bytes=${many}`, 1000), undefined);
});

test("Content-Range is parsed and written", () => {
  assert.deepEqual(parseContentRange("bytes 0-98/99"), { unit: "bytes", range: { start: 0, end: 99 }, length: 99 });
  for (const header of ["bytes 0-98/99", "bytes 0-98/*", "bytes */99", "bytes */*"]) {
    assert.equal(formatContentRange(parseContentRange(header)!), header);
  }
  for (const header of [
    undefined,
    "",
    "bytes",
    "bytes 0-98",
    "bytes 0-98/*x",
    "bytes 5-2/10",
    "bytes 10-11/10",
    "bytes 1-+2/3",
    "bytes 1_2-5/*",
  ]) {
    assert.equal(parseContentRange(header), undefined, header);
  }
});

test("a long hostile header takes linear time", () => {
  for (const unit of ["0-1,", "-,", " ", "0-"] as const) {
    const start = process.hrtime.bigint();
    parseRange(`bytes=${unit.repeat(200_000)}`);
    parseContentRange(`bytes ${unit.repeat(200_000)}/`);
    assert.ok(Number(process.hrtime.bigint() - start) < 2e9, unit);
  }
});
