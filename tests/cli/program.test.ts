// Tests the program as a whole: help, versions, unknown words, statuses, an app's own commands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { App, Blueprint, defineCommand, NotFound, SetupError } from "demijohn";
import { invokeCommand } from "demijohn/cli";

function makeApp(): App {
  const app = new App({ mode: "test", name: "cellar" });
  const jars = new Blueprint("jars");
  jars.command(
    defineCommand({
      name: "jars count",
      summary: "Counts the jars.",
      description:
        "Counts all jars that stand in the cellar, in the rooms above it and in the garden, one after the other.",
      options: { room: { help: "Only this room.", default: "all" }, hiddenOne: { hidden: true } },
      run: ({ app, print }) => print(`${(app as App).name}: 12`),
    }),
  );
  app.use(jars);
  app.command(
    defineCommand({
      name: "break",
      summary: "Fails.",
      run: () => Promise.reject(new SetupError("JAR_BROKEN", "It broke.", { cure: "Glue it." })),
    }),
  );
  app.command(
    defineCommand({
      name: "throw",
      summary: "Throws.",
      hidden: true,
      run: () => {
        throw new TypeError("thrown", { cause: new Error("why") });
      },
    }),
  );
  return app;
}

test("without words, the commands of Demijohn and of the app are listed", async () => {
  const { status, output } = await invokeCommand(makeApp(), []);
  assert.equal(status, 0);
  assert.match(output, /^Usage: demijohn \[--app FILE\[:NAME\]\] \[--env-file FILE\] COMMAND \[OPTIONS\]\n/);
  assert.match(output, /\nCommands of the app:\n {2}break {7}Fails\.\n {2}jars count {2}Counts the jars\.\n\n/);
  assert.doesNotMatch(output, /throw|:develop|:work/);
  for (const name of ["check", "completion", "new", "routes", "run", "secret", "serve", "settings", "shell"]) {
    assert.match(output, new RegExp(`\\n  ${name} +[A-Z]`));
  }
  for (const words of [["--help"], ["-h"], ["help"]])
    assert.equal((await invokeCommand(makeApp(), words)).output, output);
});

test("a command's help shows its usage, wrapped to the terminal, and hides what is hidden", async () => {
  const page = `Usage: demijohn jars count [OPTIONS]

Counts the jars.

Counts all jars that stand in the cellar, in
the rooms above it and in the garden, one
after the other.

Options:
  --room ROOM  Only this room. Default: all.
  -h, --help   Show this page.
`;
  for (const words of [
    ["jars", "count", "--help"],
    ["jars", "count", "-h"],
    ["help", "jars", "count"],
  ]) {
    const { status, output } = await invokeCommand(makeApp(), words, { width: 46 });
    assert.equal(status, 0);
    assert.equal(output, page);
  }
});

test("help of a command needs none of its arguments, and no app", async () => {
  const { status, output } = await invokeCommand(undefined, ["new", "--help"], { folder: "/" });
  assert.equal(status, 0);
  assert.match(output, /^Usage: demijohn new \[OPTIONS\] NAME\n/);
});

test("no line of a help page is wider than the terminal", async () => {
  for (const name of ["run", "serve", "routes", "completion", "new"]) {
    for (const width of [60, 80, 120]) {
      const { output } = await invokeCommand(undefined, [name, "--help"], { width });
      const wide = output.split("\n").filter((line) => line.length > width);
      assert.deepEqual(wide, [], `${name} at ${width}`);
    }
  }
});

test("the versions are those of the package and of the runtime", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  for (const word of ["--version", "-V"]) {
    const { status, output } = await invokeCommand(undefined, [word]);
    assert.equal(status, 0);
    assert.equal(output, `Demijohn ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  }
});

test("an app's command gets the app and ends with status 0", async () => {
  const result = await invokeCommand(makeApp(), ["jars", "count"]);
  assert.deepEqual(result, { status: 0, output: "cellar: 12\n", errors: "" });
});

test("a command that throws ends with status 1, with the error's own text or its stack and cause", async () => {
  const broken = await invokeCommand(makeApp(), ["break"]);
  assert.deepEqual(broken, { status: 1, output: "", errors: "JAR_BROKEN: It broke.\n  Glue it.\n" });
  const thrown = await invokeCommand(makeApp(), ["throw"]);
  assert.equal(thrown.status, 1);
  assert.match(
    thrown.errors,
    /^TypeError: thrown\n {4}at .*program\.test\.ts:\d+:\d+\)?\n[\s\S]*\ncaused by Error: why\n/,
  );
});

test("an unknown command suggests the near one", async () => {
  const { status, errors } = await invokeCommand(makeApp(), ["rutes"]);
  assert.equal(status, 2);
  assert.equal(
    errors,
    'CLI_UNKNOWN_COMMAND: There is no command "rutes". Did you mean "routes"?\n  demijohn --help lists the commands.\n',
  );
  const far = await invokeCommand(makeApp(), ["xyzzy"]);
  assert.equal(
    far.errors,
    'CLI_UNKNOWN_COMMAND: There is no command "xyzzy".\n  demijohn --help lists the commands.\n',
  );
});

test("a command of models says where it comes from, while the app has none", async () => {
  const { status, errors } = await invokeCommand(makeApp(), ["makemigrations"]);
  assert.equal(status, 2);
  assert.equal(
    errors,
    `CLI_UNKNOWN_COMMAND: There is no command "makemigrations".
  It comes with models, and the app has none: app.models([Film]), or blueprint.models([Film]).
  demijohn --help lists the commands.
`,
  );
});

test("an option of a command before its name, and --app and --env-file without a value, are refused", async () => {
  const early = await invokeCommand(makeApp(), ["--sort", "name", "routes"]);
  assert.equal(early.status, 2);
  assert.equal(
    early.errors,
    "CLI_UNKNOWN_OPTION: demijohn has no option --sort.\n  Options of a command stand after its name. demijohn --help lists the commands.\n",
  );
  const near = await invokeCommand(makeApp(), ["--ap", "x"]);
  assert.match(near.errors, /Did you mean "--app"\?/);
  assert.equal(
    (await invokeCommand(makeApp(), ["--app"])).errors,
    "CLI_MISSING_VALUE: --app needs a value.\n  Write --app FILE, or --app FILE:NAME.\n",
  );
  assert.equal(
    (await invokeCommand(makeApp(), ["--env-file"])).errors,
    "CLI_MISSING_VALUE: --env-file needs a value.\n  Write --env-file FILE.\n",
  );
});

test("routes are listed in order or sorted, with all methods, and as JSON", async () => {
  const app = new App({ mode: "test", serverName: "example.org" });
  app.get("/b", { name: "b" }, () => "");
  app.post("/a/<int:id>", { name: "a" }, () => "");
  app.get("/c", { name: "c", subdomain: "api" }, () => {
    throw new NotFound();
  });
  const { output } = await invokeCommand(app, ["routes"]);
  assert.equal(
    output,
    `name  methods  host  pattern
----  -------  ----  -------
b     GET            /b
a     POST           /a/<int:id>
c     GET      api.  /c
`,
  );
  const sorted = await invokeCommand(app, ["routes", "--sort", "name", "--all-methods"]);
  assert.match(sorted.output, /\na +POST, OPTIONS +\/a.*\nb +GET, HEAD, OPTIONS +\/b\n/);
  const json = JSON.parse((await invokeCommand(app, ["routes", "--json"])).output);
  assert.deepEqual(json[0], { name: "b", methods: "GET", place: "", pattern: "/b" });
  assert.equal((await invokeCommand(new App({ mode: "test" }), ["routes"])).output, "The app has no routes.\n");
});

test("settings are listed with their sources, and secrets are masked", async () => {
  const app = new App({
    mode: "test",
    secretKey: "a secret that nobody may see",
    settings: { server: { port: 1234 } },
  });
  const { output } = await invokeCommand(app, ["settings"], { width: 200 });
  assert.match(output, /server\.port +1234 +code/);
  assert.match(output, /secret\.key +\*\*\* +code/);
  assert.doesNotMatch(output, /nobody/);
  const json = JSON.parse((await invokeCommand(app, ["settings", "--json"])).output);
  assert.equal(json[0].value, "1234");
});

test("a secret is made anew each time and is long enough", async () => {
  const [one, other] = [await invokeCommand(undefined, ["secret"]), await invokeCommand(undefined, ["secret"])];
  assert.match(one.output, /^[\w-]{43}\n$/);
  assert.notEqual(one.output, other.output);
});

test("check prints what the app's checks say, and fails for errors", async () => {
  const app = new App({ mode: "test", allowedHosts: ["example.org"] });
  app.check({
    name: "jar",
    check: () => [
      { level: "warning", code: "JAR_OPEN", message: "The jar is open.", where: "the shelf", cure: "Close it." },
    ],
  });
  app.check({
    name: "deep",
    deploy: true,
    check: () => [{ level: "error", code: "JAR_EMPTY", message: "It is empty." }],
  });
  const usual = await invokeCommand(app, ["check"]);
  assert.deepEqual(usual, {
    status: 0,
    errors: "",
    output: "WARNING JAR_OPEN: The jar is open.\n  At the shelf\n  Close it.\n0 errors, 1 warning.\n",
  });
  assert.equal((await invokeCommand(app, ["check", "--fail-on", "warning"])).status, 1);
  const deploy = await invokeCommand(app, ["check", "--deploy"]);
  assert.equal(deploy.status, 1);
  assert.match(deploy.output, /ERROR JAR_EMPTY: It is empty\.\n/);
  assert.match(
    deploy.output,
    /WARNING APP_NOT_PRODUCTION: The app was checked in test mode, where settings are looser\./,
  );
  assert.doesNotMatch(deploy.output, /APP_ANY_HOST/);
  assert.equal((await invokeCommand(new App({ mode: "test" }), ["check"])).output, "Everything is in order.\n");
});

test("check reports settings that are wrong", async () => {
  const app = new App({ mode: "test", settings: { server: { port: -1 } } });
  const { status, output } = await invokeCommand(app, ["check"]);
  assert.equal(status, 1);
  assert.match(output, /^ERROR KERNEL_BAD_SETTINGS: 1 setting is wrong\.\n {2}server\.port: -1 is out of range\./);
});
