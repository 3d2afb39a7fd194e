// Tests that a command's words become its arguments and options, and that each mistake is named with its cure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, defineCommand } from "demijohn";
import { invokeCommand } from "demijohn/cli";

const app = new App({ mode: "test" });
app.command(
  defineCommand({
    name: "pour",
    summary: "Pours.",
    args: { jar: { required: true }, cups: { many: true } },
    options: {
      size: { type: "integer", default: 1, short: "s", env: "POUR_SIZE" },
      speed: { type: "number", short: "r" },
      loud: { type: "boolean", short: "l" },
      tidy: { type: "boolean", default: true },
      kind: { type: ["wine", "water"], help: "What is poured." },
      withLabel: { many: true, short: "w", env: "POUR_LABELS" },
    },
    run: ({ args, options, print }) => print(JSON.stringify({ ...args, ...options })),
  }),
);
app.command(
  defineCommand({ name: "db seed", summary: "Fills the cellar.", options: { from: { required: true } }, run: () => 3 }),
);
app.command(
  defineCommand({
    name: "ask",
    summary: "Asks.",
    options: { word: { prompt: { text: "Word", secret: true } } },
    run: () => undefined,
  }),
);

async function pour(...words: string[]): Promise<Record<string, unknown>> {
  const { status, output, errors } = await invokeCommand(app, ["pour", ...words]);
  assert.equal(errors, "");
  assert.equal(status, 0);
  return JSON.parse(output);
}

async function refused(words: string[], environment = {}): Promise<string> {
  const { status, output, errors } = await invokeCommand(app, words, { environment });
  assert.equal(status, 2);
  assert.equal(output, "");
  return errors;
}

test("arguments are placed in order and options take their defaults", async () => {
  assert.deepEqual(await pour("big", "a", "b"), {
    jar: "big",
    cups: ["a", "b"],
    size: 1,
    loud: false,
    tidy: true,
    withLabel: [],
  });
});

test("options are written long, short, with an equals sign, glued together, and between arguments", async () => {
  const wanted = {
    jar: "big",
    cups: ["a"],
    size: 3,
    loud: true,
    tidy: false,
    withLabel: ["x", "y"],
    kind: "water",
    speed: -1.5,
  };
  const tail = ["--speed", "-1.5", "--kind=water", "--no-tidy", "--with-label", "x", "-wy"];
  assert.deepEqual(await pour("big", "--size=3", "-l", "a", ...tail), wanted);
  assert.deepEqual(await pour("-ls3", "big", "a", ...tail), wanted);
  assert.deepEqual(await pour("-s", "3", "-l", ...tail, "--", "big", "a"), wanted);
});

test("what follows two hyphens is an argument, and so are one hyphen and a negative number", async () => {
  assert.deepEqual((await pour("--", "--size", "-l"))["cups"], ["-l"]);
  assert.deepEqual((await pour("-", "-5"))["cups"], ["-5"]);
});

test("a boolean takes a word after an equals sign", async () => {
  assert.equal((await pour("big", "--loud=yes"))["loud"], true);
  assert.equal((await pour("big", "--tidy=off"))["tidy"], false);
});

test("the environment gives what the line does not, lists between commas", async () => {
  const environment = { POUR_SIZE: "7", POUR_LABELS: "a,b" };
  const { output } = await invokeCommand(app, ["pour", "big"], { environment });
  assert.equal(JSON.parse(output).size, 7);
  assert.deepEqual(JSON.parse(output).withLabel, ["a", "b"]);
  const own = await invokeCommand(app, ["pour", "big", "-s2"], { environment });
  assert.equal(JSON.parse(own.output).size, 2);
});

test("a command's number is the exit status", async () => {
  assert.equal((await invokeCommand(app, ["db", "seed", "--from", "x"])).status, 3);
});

test("mistakes end with status 2, the word and its cure", async () => {
  assert.equal(
    await refused(["pour"]),
    "CLI_MISSING_ARGUMENT: pour needs the argument JAR.\n  demijohn pour --help shows what it takes.\n",
  );
  assert.equal(
    await refused(["db", "seed"]),
    "CLI_MISSING_ARGUMENT: db seed needs the option --from.\n  demijohn db seed --help shows what it takes.\n",
  );
  assert.equal(
    await refused(["db", "seed", "--from", "x", "y"]),
    'CLI_TOO_MANY_ARGUMENTS: db seed does not take "y".\n  demijohn db seed --help shows what it takes.\n',
  );
  assert.equal(
    await refused(["pour", "big", "--sise", "3"]),
    'CLI_UNKNOWN_OPTION: pour has no option --sise. Did you mean "--size"?\n  demijohn pour --help lists its options.\n',
  );
  assert.equal(
    await refused(["pour", "big", "-q"]),
    "CLI_UNKNOWN_OPTION: pour has no option -q.\n  demijohn pour --help lists its options.\n",
  );
  assert.equal(
    await refused(["pour", "big", "--size"]),
    "CLI_MISSING_VALUE: --size needs a value.\n  Write --size SIZE.\n",
  );
  assert.equal(
    await refused(["pour", "big", "--size", "many"]),
    'CLI_BAD_VALUE: --size takes a whole number, not "many".\n  demijohn pour --help says more.\n',
  );
  assert.equal(
    await refused(["pour", "big"], { POUR_SIZE: "1.5" }),
    'CLI_BAD_VALUE: POUR_SIZE takes a whole number, not "1.5".\n  demijohn pour --help says more.\n',
  );
  assert.equal(
    await refused(["pour", "big", "--speed", "x"]),
    'CLI_BAD_VALUE: --speed takes a number, not "x".\n  demijohn pour --help says more.\n',
  );
  assert.equal(
    await refused(["pour", "big", "--loud=maybe"]),
    'CLI_BAD_VALUE: --loud takes yes or no, not "maybe".\n  demijohn pour --help says more.\n',
  );
  assert.equal(
    await refused(["pour", "big", "--kind", "whine"]),
    'CLI_BAD_VALUE: --kind takes one of wine, water, not "whine". Did you mean "wine"?\n  demijohn pour --help says more.\n',
  );
});

test("an option that is to be asked for fails where there is no terminal", { skip: process.stdin.isTTY }, async () => {
  const { status, errors } = await invokeCommand(app, ["ask"]);
  assert.equal(status, 1);
  assert.equal(errors, "CLI_CANNOT_ASK: --word is missing, and there is no terminal to ask on.\n  Give it: --word …\n");
});
