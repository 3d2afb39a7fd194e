// Tests what an app's own logger writes, and that no message can pass for another one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "demijohn";

function written(level: Parameters<typeof createLogger>[0], ...messages: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const logger = createLogger(level, (line) => void lines.push(line));
  for (const message of messages) {
    logger.debug(message);
    logger.info(message);
    logger.warn(message);
    logger.error(message);
  }
  return lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /, ""));
}

test("messages below the level are left out, and info is the level if none is given", () => {
  const all = ["DEBUG full\n", "INFO full\n", "WARN full\n", "ERROR full\n"];
  assert.deepEqual(written("debug", "full"), all);
  assert.deepEqual(written("info", "full"), all.slice(1));
  assert.deepEqual(written(undefined, "full"), all.slice(1));
  assert.deepEqual(written("warn", "full"), all.slice(2));
  assert.deepEqual(written("error", "full"), all.slice(3));
});

test("a line begins with the time", () => {
  const lines: string[] = [];
  const before = Date.now();
  createLogger("info", (line) => void lines.push(line)).info("full");
  const [time = ""] = lines[0]!.split(" ");
  assert.ok(Date.parse(time) >= before && Date.parse(time) <= Date.now(), time);
});

test("later lines are indented, so that none looks like a message of its own", () => {
  assert.deepEqual(written("error", "one\n2026-01-01T00:00:00.000Z ERROR two"), [
    "ERROR one\n  2026-01-01T00:00:00.000Z ERROR two\n",
  ]);
});

test("control characters are written as escapes, tabs stay", () => {
  assert.deepEqual(written("error", "\x1b[31mred\x1b[0m\r\0\x7f\x9b\tend"), [
    "ERROR \\x1b[31mred\\x1b[0m\\x0d\\x00\\x7f\\x9b\tend\n",
  ]);
});
