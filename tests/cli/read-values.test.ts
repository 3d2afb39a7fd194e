// Tests the values of options that are ports, durations, sizes and counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { invokeCommand } from "demijohn/cli";
import { makeFolder } from "./program-process.ts";

test("values that make no sense are refused with status 2 before anything starts", async (t) => {
  const folder = makeFolder(t, { "app.ts": "" });
  const refusals: [string[], string][] = [
    [
      ["run", "--port", "70000"],
      "CLI_BAD_VALUE: --port takes a number from 0 to 65535, not 70000.\n  0 takes any free port.\n",
    ],
    [
      ["serve", "--port", "-1"],
      "CLI_BAD_VALUE: --port takes a number from 0 to 65535, not -1.\n  0 takes any free port.\n",
    ],
    [
      ["serve", "--grace", "soon"],
      'CLI_BAD_VALUE: --grace takes a duration, not "soon".\n  Write seconds, or a text such as 30s or 2m.\n',
    ],
    [
      ["serve", "--max-memory", "much"],
      'CLI_BAD_VALUE: --max-memory takes a size, not "much".\n  Write bytes, or a text such as 512MiB.\n',
    ],
    [
      ["serve", "--workers", "0"],
      "CLI_BAD_VALUE: --workers takes a number of at least 1, not 0.\n  demijohn serve --help says more.\n",
    ],
  ];
  for (const [words, text] of refusals) {
    assert.deepEqual(await invokeCommand(undefined, words, { folder }), { status: 2, output: "", errors: text });
  }
});
