// Tests that whatever a handler throws becomes one answer 500 and one entry of the log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";

const cyclic = new Error("round");
cyclic.cause = cyclic;
const deep = Array.from({ length: 50_000 }).reduce<Error>((cause) => new Error("deep", { cause }), new Error("bottom"));
const hostile = new Proxy(new Error("proxy"), {
  get() {
    throw new Error("Not even looking.");
  },
});
const values: readonly (readonly [string, unknown, RegExp])[] = [
  ["an error", new Error("plain"), /^GET \/\w+ failed\nError: plain\n {4}at /],
  ["text", "just text", /failed\njust text$/],
  ["nothing", undefined, /failed\n$/],
  ["null", null, /failed\nnull$/],
  ["a number", 7, /failed\n7$/],
  ["a symbol", Symbol("s"), /failed\nSymbol\(s\)$/],
  ["an object without prototype", Object.create(null), /failed\nan object of class null$/],
  ["a cycle of causes", cyclic, /failed\nError: round\n/],
  ["a chain of fifty thousand causes", deep, /caused by Error: deep/],
  ["an error with a long message", new Error("x".repeat(1_000_000)), /…$/],
  ["an error whose getters throw", hostile, /failed\nan error that cannot be described$/],
];
for (const [name, value, report] of values) {
  for (const kind of ["sync", "async"] as const) {
    test(`${name}, thrown ${kind}, is 500`, async () => {
      const log: string[] = [];
      const app = new App({
        mode: "production",
        logger: { debug() {}, info() {}, warn() {}, error: (line) => void log.push(line) },
      });
      app.get("/sync", () => {
        throw value;
      });
      app.get("/async", async () => {
        await Promise.resolve();
        throw value;
      });
      const response = await app.request(`/${kind}`);
      assert.equal(response.status, 500);
      assert.equal(log.length, 1);
      assert.match(log[0]!, report);
      assert.ok(log[0]!.length < 25_000);
    });
  }
}
