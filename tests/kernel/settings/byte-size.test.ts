// Tests which texts are sizes, and how sizes are written for people.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { describeByteSize, parseByteSize } from "#kernel";

test("a number is bytes, MB is a million and MiB is 1024 × 1024", () => {
  const sizes: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["512", 512],
    ["512 B", 512],
    ["1 byte", 1],
    ["16 MB", 16_000_000],
    ["16MiB", 16_777_216],
    ["64 kB", 64_000],
    ["64 KiB", 65_536],
    ["1.5 gb", 1_500_000_000],
    ["2 TiB", 2_199_023_255_552],
  ];
  for (const [text, bytes] of sizes) assert.equal(parseByteSize(text), bytes, text);
});

test("other texts are no sizes", () => {
  for (const text of ["", "MB", "-1", "16 M", "1 XB", "1e6", "16 MB max", "1 constructor", "1,5 MB"]) {
    assert.equal(parseByteSize(text), undefined, text);
  }
});

test("sizes are written in the shortest unit that loses nothing", () => {
  assert.equal(describeByteSize(0), "0 bytes");
  assert.equal(describeByteSize(999), "999 bytes");
  assert.equal(describeByteSize(16_000_000), "16 MB");
  assert.equal(describeByteSize(1_048_576), "1 MiB");
  assert.equal(describeByteSize(1_500_000_000), "1.5 GB");
  assert.equal(describeByteSize(1_234_567), "1234567 bytes");
});

test("what is written reads as the same size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (bytes) => assert.equal(parseByteSize(describeByteSize(bytes)), bytes)),
  );
});
