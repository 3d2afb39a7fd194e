// Tests how errors become data: parts, order, bounds and what else an error carries.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DemijohnError } from "demijohn";
import type { ReportedError } from "../../../src/debug/report/debug-report.ts";
import { describeErrors } from "../../../src/debug/report/describe-errors.ts";
import { SecretMask } from "../../../src/debug/report/secret-mask.ts";
import { SourceReader } from "../../../src/debug/report/source-excerpt.ts";

async function describe(error: unknown): Promise<{ errors: readonly ReportedError[]; omitted: number }> {
  return describeErrors(error, {
    secrets: new SecretMask(),
    sources: new SourceReader(),
    folders: { root: process.cwd(), demijohn: [] },
    templateFolders: [],
    findTemplateFrames: () => [],
    shortenPath: (file) => file,
  });
}

async function relations(error: unknown): Promise<unknown> {
  return (await describe(error)).errors.map(({ relation, parent, headline }) => [relation, parent, headline]);
}

test("a cause follows what it caused, before the next gathered error", async () => {
  const first = new Error("first", { cause: new Error("why first") });
  assert.deepEqual(await relations(new AggregateError([first, new Error("second")], "both", { cause: "why both" })), [
    ["", undefined, "both"],
    ["Cause", 0, "A string was thrown: 'why both'"],
    ["Error 1 of 2", 0, "first"],
    ["Cause", 2, "why first"],
    ["Error 2 of 2", 0, "second"],
  ]);
});

test("an error that stands in its own chain is described once", async () => {
  const error = new Error("a");
  error.cause = new AggregateError([error, new Error("b", { cause: error })], "c");
  assert.deepEqual(await relations(error), [
    ["", undefined, "a"],
    ["Cause", 0, "c"],
    ["Error 2 of 2", 1, "b"],
  ]);
});

test("at most 20 errors are described, and the others counted where they are known", async () => {
  const { errors, omitted } = await describe(
    new AggregateError(
      Array.from({ length: 30 }, (_, i) => new Error(`${i}`)),
      "many",
    ),
  );
  assert.deepEqual([errors.length, omitted], [20, 11]);
});

test("a list of plain issues is a property, not a list of errors", async () => {
  const { errors } = await describe(
    Object.assign(new Error("invalid"), { errors: [{ path: "size", message: "too small" }] }),
  );
  assert.equal(errors.length, 1);
  assert.deepEqual(errors[0]!.properties, [["errors", "[ { path: 'size', message: 'too small' } ]"]]);
});

test("the class's name is shown where the error's own is only Error", async () => {
  class JarError extends Error {}
  assert.equal((await describe(new JarError("x"))).errors[0]!.name, "JarError");
  assert.equal((await describe(Object.assign(new Error("x"), { name: "Own" }))).errors[0]!.name, "Own");
});

test("properties are shown without calling getters, and by name without secrets", async () => {
  let calls = 0;
  const error = Object.assign(new Error("x"), {
    code: "EJAR",
    errno: -2,
    password: "hunter2",
    pour: () => 1,
    nothing: undefined,
  });
  Object.defineProperty(error, "lazy", { enumerable: true, get: () => calls++ });
  const [described] = (await describe(error)).errors;
  assert.equal(described!.code, "EJAR");
  assert.deepEqual(described!.properties, [
    ["errno", "-2"],
    ["password", "***"],
  ]);
  assert.equal(calls, 0);
});

test("a message of one line is not repeated, a longer one is kept whole", async () => {
  assert.equal((await describe(new Error("one"))).errors[0]!.message, "");
  const [long] = (await describe(new Error("one\ntwo"))).errors;
  assert.deepEqual([long!.headline, long!.message], ["one", "one\ntwo"]);
});

test("the parts of Demijohn's errors are taken apart", async () => {
  const error = new DemijohnError("JAR_FULL", "Full.", {
    wrote: "pour()",
    where: "Jar",
    facts: ["a", "b"],
    cure: "Stop.",
  });
  const { code, headline, message, wrote, where, facts, cure, properties } = (await describe(error)).errors[0]!;
  assert.deepEqual(
    { code, headline, message, wrote, where, facts, cure, properties },
    {
      code: "JAR_FULL",
      headline: "Full.",
      message: "",
      wrote: "pour()",
      where: "Jar",
      facts: ["a", "b"],
      cure: "Stop.",
      properties: [],
    },
  );
});

test("a secret at the place where a long message is cut is masked whole", async () => {
  const tools = new SecretMask();
  tools.add("0123456789abcdef");
  const { errors } = await describeErrors(new Error(`${"x".repeat(9_995)}0123456789abcdef${"y".repeat(5000)}`), {
    secrets: tools,
    sources: new SourceReader(),
    folders: { root: "/", demijohn: [] },
    templateFolders: [],
    findTemplateFrames: () => [],
    shortenPath: (file) => file,
  });
  assert.ok(!errors[0]!.message.includes("01234"));
});
