// Tests that a command's arguments and options arrive in `run` with the types of their declarations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CommandCall, defineCommand } from "#kernel";

test("defineCommand returns the record that it was given", async () => {
  const lines: string[] = [];
  const greet = defineCommand({
    name: "greet",
    summary: "Greets somebody.",
    args: { who: { required: true }, others: { many: true } },
    options: { times: { type: "integer", default: 1 }, tone: { type: ["soft", "loud"] }, shout: { type: "boolean" } },
    run({ args, options, print }) {
      const who: string = args.who;
      const others: string[] = args.others;
      const times: number = options.times;
      const tone: "soft" | "loud" | undefined = options.tone;
      const shout: boolean = options.shout;
      for (let i = 0; i < times; i++) print([who, ...others, tone, shout].join(" "));
      return 3;
    },
  });
  const call: CommandCall<Record<string, never>, Record<string, never>> = {
    args: { who: "Ada", others: ["Grace"] } as never,
    options: { times: 2, tone: "soft", shout: false } as never,
    app: undefined,
    print: (text = "") => lines.push(text),
    warn: () => assert.fail("nothing to warn of"),
  };
  assert.equal(await greet.run(call), 3);
  assert.deepEqual(lines, ["Ada Grace soft false", "Ada Grace soft false"]);
  assert.equal(greet.name, "greet");
});

test("a value that may be missing is typed as such", () => {
  defineCommand({
    name: "x",
    summary: "X.",
    options: { level: { type: "number" } },
    run({ options }) {
      // @ts-expect-error: without a default, the option may be undefined
      const level: number = options.level;
      return level;
    },
  });
});
