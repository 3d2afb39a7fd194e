// Tests the completion of words, and that each shell takes the script that is made for it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { App } from "demijohn";
import { invokeCommand } from "demijohn/cli";

async function complete(...words: string[]): Promise<string[]> {
  const { output } = await invokeCommand(new App({ mode: "test" }), ["completion", "words", "--", ...words]);
  return output.split("\n").filter(Boolean);
}

test("commands, options and choices are completed", async () => {
  assert.deepEqual(await complete("s"), ["secret", "serve", "settings", "shell"]);
  assert.deepEqual(await complete("routes", "--"), ["--all-methods", "--help", "--json", "--sort"]);
  assert.deepEqual(await complete("routes", "--sort", ""), ["match", "name", "pattern", "methods"]);
  assert.deepEqual(await complete("completion", ""), ["bash", "zsh", "fish"]);
  assert.deepEqual(await complete("nothing"), []);
  assert.ok(!(await complete("")).some((word) => word.startsWith(":")));
});

for (const [shell, check] of [
  ["bash", "-n"],
  ["zsh", "-n"],
  ["fish", "--no-execute"],
] as const) {
  const isThere = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  test(`the script for ${shell} is one`, { skip: isThere ? false : `${shell} is not installed` }, async () => {
    const { status, output } = await invokeCommand(undefined, ["completion", shell]);
    assert.equal(status, 0);
    const parsed = spawnSync(shell, [check], { input: output, encoding: "utf8" });
    assert.equal(parsed.stderr, "");
    assert.equal(parsed.status, 0);
  });
}

test("bash completes with what the program says", {
  skip: spawnSync("bash", ["-c", "exit 0"]).status !== 0,
}, async () => {
  const { output } = await invokeCommand(undefined, ["completion", "bash"]);
  const script = `demijohn() { echo "asked: $*" >&2; printf 'routes\\nrun\\n'; }\n${output}
COMP_WORDS=(demijohn r); COMP_CWORD=1; _demijohn; printf '%s\\n' "\${COMPREPLY[@]}"\n`;
  const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  assert.equal(stdout, "routes\nrun\n");
});
