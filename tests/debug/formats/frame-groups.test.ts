// Tests that the user's own frames come first and those of others are folded together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupFrames } from "../../../src/debug/formats/frame-groups.ts";
import type { ReportedFrame } from "../../../src/debug/report/debug-report.ts";

function titles(...owners: readonly string[]): readonly string[] {
  const frames = owners.map((owner, i): ReportedFrame => {
    const origin = owner === "" ? "own" : "package";
    return { name: `f${i}`, origin, owner, path: "x", file: "/x", line: 1, column: 1, excerpt: undefined };
  });
  return groupFrames(frames).map(({ own, title }) => own?.name ?? title);
}

test("runs of others' frames are folded under one title", () => {
  assert.deepEqual(titles("", "pg", "", "Demijohn", "Demijohn", "Node"), [
    "f0",
    "1 frame of pg",
    "f2",
    "3 frames of Demijohn and Node",
  ]);
});

test("frames above the user's first come after it, as what it called", () => {
  assert.deepEqual(titles("Node", "Node", "", "Node"), ["f2", "called 2 frames of Node", "1 frame of Node"]);
});

test("a stack without own frames is one group, no frames are none", () => {
  assert.deepEqual(titles("a", "b", "c"), ["3 frames of a, b and c"]);
  assert.deepEqual(titles("a", "b", "c", "d", "e"), ["5 frames of a, b, c and 2 more"]);
  assert.deepEqual(titles(), []);
});
