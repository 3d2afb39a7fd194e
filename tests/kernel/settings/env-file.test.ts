// Tests how .env files are read: quotes, comments, lines, replacement and faults; and that nothing in them is run.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is what .env files write
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseEnvFile } from "#kernel";

function read(text: string, environment: Record<string, string> = {}): Record<string, string> {
  const { variables, faults } = parseEnvFile(text, environment);
  assert.deepEqual(faults, []);
  return Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
}

test("a line gives a variable; blanks around name and value do not count", () => {
  assert.deepEqual(read("A=1\n  B =  two words  \nC=\n\n D=x=y\n"), { A: "1", B: "two words", C: "", D: "x=y" });
});

test("export is allowed, and a variable may be called export", () => {
  assert.deepEqual(read("export A=1\n  export\tB=2\nexport=3"), { A: "1", B: "2", export: "3" });
});

test("comments begin a line or follow a blank", () => {
  assert.deepEqual(read("# one\n  # two\nA=1 # three\nB=a#b\nC=#d\nD= # nothing\nE='a # b' # five\n#F=1"), {
    A: "1",
    B: "a#b",
    C: "#d",
    D: "",
    E: "a # b",
  });
});

test("single quotes and backticks keep every character", () => {
  assert.deepEqual(read('A=\'a "b" \\n ${B} $C\'\nB=`it\'s "so"`'), { A: 'a "b" \\n ${B} $C', B: `it's "so"` });
});

test("double quotes know escapes", () => {
  assert.deepEqual(read('A="a\\nb\\tc\\r\\"d\\" \\\\ \\$ \\x \\${B}"'), { A: 'a\nb\tc\r"d" \\ $ \\x ${B}' });
});

test("quoted values span lines", () => {
  const { variables } = parseEnvFile(`KEY="-----BEGIN\nabc # no comment\n\n-----END"\nNEXT='x\ny'\nLAST=1`);
  assert.deepEqual(
    [...variables],
    [
      ["KEY", { value: "-----BEGIN\nabc # no comment\n\n-----END", line: 1 }],
      ["NEXT", { value: "x\ny", line: 5 }],
      ["LAST", { value: "1", line: 7 }],
    ],
  );
});

test("${NAME} is replaced from the environment first and then from the lines above", () => {
  const text = 'HOST=db\nURL=postgres://${HOST}:${PORT}/x\nQUOTED="<${HOST}>"\nHOST2=${HOST}';
  assert.deepEqual(read(text, { PORT: "5432" }).URL, "postgres://db:5432/x");
  assert.deepEqual(read(text, { PORT: "1", HOST: "other" }).QUOTED, "<other>");
  assert.equal(read(text, { PORT: "1" }).HOST2, "db");
});

test("${NAME:-text} has a text for what is missing or empty", () => {
  assert.deepEqual(read("A=${NONE:-x y}\nB=\nC=${B:-z}\nD=${A:-no}\nE=${NONE:-}\nF=${B}"), {
    A: "x y",
    B: "",
    C: "z",
    D: "x y",
    E: "",
    F: "",
  });
});

test("a replaced text is not replaced again", () => {
  assert.equal(read("A='${B}'\nB=x\nC=${A}").C, "${B}");
});

test("a dollar without a brace, a command and a backtick run nothing", () => {
  assert.deepEqual(read("A=pa$$word$HOME\nB=$(touch /tmp/x)\nC=a`id`"), {
    A: "pa$$word$HOME",
    B: "$(touch /tmp/x)",
    C: "a`id`",
  });
});

test("of two lines with one name the later wins", () => {
  const { variables } = parseEnvFile("A=1\nA=2");
  assert.deepEqual(variables.get("A"), { value: "2", line: 2 });
});

test("Windows line ends and a byte order mark do no harm", () => {
  assert.deepEqual(read("\uFEFFA=1\r\nB='x\r\ny'\r\n"), { A: "1", B: "x\ny" });
});

test("names of the prototype are ordinary names", () => {
  assert.deepEqual(
    [...parseEnvFile("__proto__=1\nconstructor=${toString:-2}").variables.keys()],
    ["__proto__", "constructor"],
  );
  assert.equal(parseEnvFile("constructor=2").variables.get("constructor")?.value, "2");
});

test("lines that cannot be read are faults with their numbers, and do not show their text", () => {
  const { variables, faults } = parseEnvFile(
    ["A=1", "sk_live_secret", "B='x' y", 'C="never', "ends", "1D=2", "E=${NOT_SET}", "F=${a b}", "G=ok"].join("\n"),
  );
  assert.deepEqual(faults, [
    { line: 2, problem: "This is not a NAME=value line.", cure: "Write NAME=value, or begin the line with #." },
    {
      line: 3,
      problem: "Text follows the closing quote of B.",
      cure: "Put the whole value in quotes, and a comment after # only.",
    },
    { line: 4, problem: 'The value of C begins with " and never ends.', cure: 'Close it with ".' },
    { line: 5, problem: "This is not a NAME=value line.", cure: "Write NAME=value, or begin the line with #." },
    { line: 6, problem: "This is not a NAME=value line.", cure: "Write NAME=value, or begin the line with #." },
    {
      line: 7,
      problem: "E uses ${NOT_SET}, and NOT_SET is not set.",
      cure: "Set NOT_SET above, or write ${NOT_SET:-default}.",
    },
    {
      line: 8,
      problem: "${a b} in F names no variable.",
      cure: "Write ${NAME}, or '…' in single quotes for the text itself.",
    },
  ]);
  assert.deepEqual([...variables.keys()], ["A", "E", "F", "G"]);
});

test("any value written in double quotes with escapes comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const text = value.replace(/\r\n?/g, "\n");
      assert.equal(read(`A="${text.replace(/["\\$]/g, "\\$&")}"`).A, text);
    }),
  );
});

test("no text makes the reader throw or hang", () => {
  const pieces = fc.constantFrom(
    "A=",
    "B",
    "=",
    "'",
    '"',
    "`",
    "${",
    "}",
    "$",
    "\\",
    "#",
    " ",
    "\n",
    "export ",
    ":-",
    "x",
    "\0",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      parseEnvFile(parts.join(""));
    }),
    { numRuns: 500 },
  );
});
