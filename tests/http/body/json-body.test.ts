// States what JSON bodies give, where their faults are said to lie, and which keys are refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJsonBytes, parseJsonText } from "demijohn/http";

test("JSON is parsed from bytes, by charset", () => {
  assert.deepEqual(parseJsonBytes(Buffer.from('\ufeff{"é":[1,null]}')), { é: [1, null] });
  assert.equal(parseJsonBytes(Buffer.from('"\xe9"', "latin1"), "ISO-8859-1"), "é");
  assert.equal(parseJsonBytes(Buffer.from('"é"', "utf16le"), "utf-16le"), "é");
});

test("a fault is told by line, column and excerpt", () => {
  assert.throws(() => parseJsonText('{\n  "jar": 7,\n}'), {
    status: 400,
    publicText: 'The JSON body is not valid: "}" at line 3, column 1 is not expected.',
    message: `HTTP_BAD_JSON: The JSON body is not valid: "}" at line 3, column 1 is not expected.
  You wrote "{\\n  \\"jar\\": 7,\\n}"
  Check quotes, commas and brackets there; JSON has no trailing commas, comments or single quotes.`,
  });
});

test("the place of every kind of fault is found", () => {
  const cases: [string, number][] = [
    ["[1,2", 5],
    ["{", 2],
    ['{"a" 1}', 6],
    ['{"a":1 "b":2}', 8],
    ["{a:1}", 2],
    ["['a']", 2],
    ["[1,]", 4],
    ["[,1]", 2],
    ["01", 2],
    ["1.", 2],
    ["- 1", 1],
    ["tru", 1],
    ["nulll", 5],
    ['"\\x"', 3],
    ['"\\u12g4"', 6],
    ['"a\nb"', 3],
    ['"abc', 5],
    ["1 2", 3],
    ["]", 1],
    ["[1}", 3],
    ["// x\n1", 1],
  ];
  for (const [text, column] of cases) {
    assert.throws(() => parseJsonText(text), new RegExp(`column ${column} is not expected`), text);
  }
});

test("an empty body says so", () => {
  assert.throws(() => parseJsonText(" \n"), {
    message: "HTTP_BAD_JSON: The JSON body is empty.\n  Send at least null.",
  });
});

test("keys that could reach a prototype are refused, spelled in any way", () => {
  for (const text of [
    '{"__proto__": {"admin": true}}',
    '[{"a": {"\\u005f_proto__": 1}}]',
    '{"constructor": {"prototype": {}}}',
    '{"constr\\u0075ctor": {"prototype": {}}}',
  ]) {
    assert.throws(() => parseJsonText(text), { code: "HTTP_UNSAFE_JSON", status: 400 }, text);
  }
  assert.throws(() => parseJsonText('{"__proto__":1}'), {
    message: 'HTTP_UNSAFE_JSON: The JSON body has the key "__proto__", which is not accepted.\n  Rename the key.',
  });
});

test("words that only look dangerous pass", () => {
  assert.deepEqual(parseJsonText('{"text": "__proto__", "constructor": "Ferrari", "a": "\\u00e9"}'), {
    text: "__proto__",
    constructor: "Ferrari",
    a: "é",
  });
});

test("text that is not valid UTF-8 is refused", () => {
  assert.throws(() => parseJsonBytes(Buffer.from([0x22, 0xff, 0x22])), {
    message: `HTTP_BAD_TEXT: The body is not valid UTF-8.
  Send it as UTF-8, or name its charset in Content-Type.`,
  });
});

test("brackets nested a hundred thousand deep neither overflow nor pass unseen", () => {
  const deep = "[".repeat(100_000);
  assert.throws(() => parseJsonText(deep), { code: "HTTP_BAD_JSON" });
  assert.throws(() => parseJsonText(`${deep}{"__proto__":1}${"]".repeat(100_000)}`), { code: "HTTP_UNSAFE_JSON" });
});
