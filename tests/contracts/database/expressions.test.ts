// Tests that every expression gives the same value on all databases: functions, arithmetic, moments, JSON, conditions.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import * as sql from "../../../src/orm/sql/node.ts";
import { temporal } from "../../../src/orm/temporal.ts";
import { databaseCases, decoded, type OpenedDatabase, run } from "../databases.ts";

const int: ColumnType = { kind: "integer" };
const big: ColumnType = { kind: "bigInt" };
const float: ColumnType = { kind: "float" };
const text: ColumnType = { kind: "text" };
const boolean: ColumnType = { kind: "boolean" };
const dateTime: ColumnType = { kind: "dateTime" };
const date: ColumnType = { kind: "date" };
const time: ColumnType = { kind: "time" };
const duration: ColumnType = { kind: "duration" };
const json: ColumnType = { kind: "json" };
const money: ColumnType = { kind: "decimal", maxDigits: 10, decimalPlaces: 2 };

const c = sql.constant;
/** A parameter with its value: parameters are numbered when the expression is run. */
interface Case {
  readonly name: string;
  readonly expression: sql.SqlExpression;
  readonly type: ColumnType;
  readonly expected: unknown;
  readonly values?: readonly (readonly [ColumnType, unknown])[];
  /** The databases that cannot say it. */
  readonly not?: readonly ("sqlite" | "postgres" | "mysql")[];
}
const cases: Case[] = [];
function gives(name: string, expected: unknown, rest: Omit<Case, "name" | "expected">): void {
  cases.push({ name, expected, ...rest });
}
const call = (
  name: sql.FunctionName,
  args: sql.SqlExpression[],
  type: ColumnType,
): Pick<Case, "expression" | "type"> => ({
  expression: sql.call(name, args, type),
  type,
});
const one = (
  operator: sql.ArithmeticOperator,
  a: sql.SqlExpression,
  b: sql.SqlExpression,
  type: ColumnType,
): Pick<Case, "expression" | "type"> => ({
  expression: sql.binary(operator, a, b, { type }),
  type,
});
const moment = sql.slot(0, dateTime);
const at = new Date("2024-02-29T23:45:12.345Z");
const withMoment = { values: [[dateTime, at]] as const };

// Constants and parameters of each type.
for (const [type, value] of [
  [int, 42],
  [{ kind: "smallInt" }, -3],
  [{ kind: "bigInt", safe: true }, 9007199254740991],
  [big, 9007199254740993n],
  [big, -9223372036854775808n],
  [float, 1.5],
  [float, 1e300],
  [text, 'O\'Neill \\ "x" % _ 😀\n'],
  [{ kind: "char", maxLength: 20 }, "ünïcode"],
  [boolean, true],
  [boolean, false],
  [money, "12345678.90"],
  [money, "-0.01"],
  [dateTime, at],
  [dateTime, new Date("1969-12-31T23:59:59.001Z")],
  [dateTime, new Date("0050-01-02T03:04:05.000Z")],
  [json, { a: [1, "two", null, { b: true }], 'ä"': 1.5 }],
  [json, "plain"],
  [json, []],
  [{ kind: "uuid" }, "0191e6b6-7d0c-7c3e-8f6a-0242ac120002"],
  [{ kind: "inet" }, "192.168.1.7"],
] as [ColumnType, unknown][]) {
  const shown = typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
  gives(`a parameter of type ${type.kind}: ${shown}`, value, {
    expression: sql.slot(0, type),
    type,
    values: [[type, value]],
  });
}
gives("a parameter that is null", null, { expression: sql.slot(0, int), type: int, values: [[int, null]] });
gives("binary values keep every byte", Uint8Array.from([0, 1, 92, 39, 255]), {
  expression: sql.slot(0, { kind: "binary" }),
  type: { kind: "binary" },
  values: [[{ kind: "binary" }, Uint8Array.from([0, 1, 92, 39, 255])]],
});
gives("a text constant with quotes and backslashes", "it's \\n", { expression: c("it's \\n"), type: text });
gives("a negative constant", -5, { expression: sql.binary("-", c(-2), c(3), { type: int }), type: int });
gives("TRUE", true, { expression: c(true), type: boolean });
gives("NULL", null, { expression: c(null), type: int });

// Arithmetic.
gives("7 + 2", 9, one("+", c(7), c(2), int));
gives("7 - 2", 5, one("-", c(7), c(2), int));
gives("7 * 2", 14, one("*", c(7), c(2), int));
gives("whole numbers divide to a whole number", 3, one("/", sql.cast(c(7), int), sql.cast(c(2), int), int));
gives("a parameter divides as a whole number", 3, {
  ...one("/", sql.cast(c(7), int), sql.slot(0, int), int),
  values: [[int, 2]],
});
gives("floats divide to a float", 3.5, one("/", sql.cast(c(7), float), sql.cast(c(2), float), float));
gives("7 % 4", 3, one("%", c(7), c(4), int));
gives("2 ^ 10", 1024, one("^", c(2), c(10), float));
gives("6 & 3", 2, one("&", c(6), c(3), int));
gives("6 | 3", 7, one("|", c(6), c(3), int));
gives("6 xor 3", 5, one("#", c(6), c(3), int));
gives("1 << 4", 16, one("<<", c(1), c(4), int));
gives("16 >> 2", 4, one(">>", c(16), c(2), int));
gives("text is joined", "ab", one("||", c("a"), c("b"), text));
gives("a parameter joined to text is text of a whole number", "n5", {
  ...one("||", c("n"), sql.slot(0, int), text),
  values: [[int, 5]],
});
gives("a minus sign", -5, { expression: sql.unary("-", sql.cast(c(5), int)), type: int });

// Choice.
gives("CASE takes the first true branch", "b", {
  expression: sql.caseWhen(
    [sql.branch(sql.compare("=", c(1), c(2)), c("a")), sql.branch(sql.compare("=", c(1), c(1)), c("b"))],
    c("z"),
    text,
  ),
  type: text,
});
gives("CASE without ELSE is null", null, {
  expression: sql.caseWhen([sql.branch(sql.compare("=", c(1), c(2)), c("a"))], undefined, text),
  type: text,
});
gives("COALESCE", "x", call("coalesce", [c(null), c("x"), c("y")], text));
gives("NULLIF", null, call("nullIf", [c("x"), c("x")], text));
gives("GREATEST", 3, call("greatest", [c(1), c(3), c(2)], int));
gives("LEAST", 1, call("least", [c(3), c(1), c(2)], int));

// Text.
gives("concat takes nulls as nothing", "ab", call("concat", [c("a"), sql.cast(c(null), text), c("b")], text));
gives("lower knows Unicode", "äss", call("lower", [c("ÄSS")], text));
gives("upper knows Unicode", "ÄÉ", call("upper", [c("äé")], text));
gives("length counts characters", 4, call("length", [c("aä😀z")], int));
gives("substr from a place", "cd", call("substr", [c("abcd"), c(3)], text));
gives("substr with a length", "bc", call("substr", [c("abcd"), c(2), c(2)], text));
gives("replace", "axcx", call("replace", [c("abcb"), c("b"), c("x")], text));
gives("trim", "a", call("trim", [c("  a ")], text));
gives("ltrim", "a ", call("ltrim", [c("  a ")], text));
gives("rtrim", "  a", call("rtrim", [c("  a ")], text));
gives("left", "ab", call("left", [c("abcd"), c(2)], text));
gives("right", "cd", call("right", [c("abcd"), c(2)], text));
gives("right of more than there is", "abcd", call("right", [c("abcd"), c(9)], text));
gives("right of nothing", "", call("right", [c("abcd"), c(0)], text));
gives("strIndex", 3, call("strIndex", [c("abcb"), c("cb")], int));
gives("strIndex of what is not there", 0, call("strIndex", [c("abc"), c("x")], int));
gives("lpad", "xyx5", call("lpad", [c("5"), c(4), c("xy")], text));
gives("rpad", "5xyx", call("rpad", [c("5"), c(4), c("xy")], text));
gives("lpad cuts", "ab", call("lpad", [c("abcd"), c(2), c("x")], text));
gives("repeat", "ababab", call("repeat", [c("ab"), c(3)], text));
gives("reverse", "cba", call("reverse", [c("abc")], text));
gives("chr", "A", call("chr", [c(65)], text));
gives("ord", 65, call("ord", [c("ABC")], int));
gives("md5", "900150983cd24fb0d6963f7d28e17f72", call("md5", [c("abc")], text));
gives("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", call("sha256", [c("abc")], text));
gives("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d", { ...call("sha1", [c("abc")], text), not: ["postgres"] });
gives("sha512 has 128 digits", 128, call("length", [sql.call("sha512", [c("abc")], text)], int));

// Numbers.
gives("abs", 5, call("abs", [c(-5)], int));
gives("ceil", 2, call("ceil", [sql.cast(c(1.2), float)], float));
gives("floor", -2, call("floor", [sql.cast(c(-1.2), float)], float));
gives("round", 3, call("round", [sql.cast(c(2.6), float)], float));
gives("round to places", 2.68, call("round", [sql.cast(c(2.678), float), c(2)], float));
gives("mod of fractions", 1.5, call("mod", [c(5.5), c(2)], float));
gives("power", 8, call("power", [c(2), c(3)], float));
gives("sign", -1, call("sign", [c(-9)], float));
gives("sqrt", 3, call("sqrt", [c(9)], float));
gives("log to a base", 3, call("log", [c(2), c(8)], float));
gives("ln of e", 1, call("round", [sql.call("ln", [sql.call("exp", [c(1)], float)], float)], float));
gives("cos 0", 1, call("cos", [c(0)], float));
gives("sin 0", 0, call("sin", [c(0)], float));
gives("degrees of pi", 180, call("round", [sql.call("degrees", [sql.call("pi", [], float)], float)], float));
gives("radians and cot", 1, call("round", [sql.call("cot", [sql.call("radians", [c(45)], float)], float)], float));
gives("atan2", 0, call("atan2", [c(0), c(1)], float));
gives("random is from 0 to 1", true, {
  expression: sql.between(sql.call("random", [], float), c(0), c(1)),
  type: boolean,
});
gives("uuid4 has 36 characters", 36, call("length", [sql.cast(sql.call("uuid4", [], { kind: "uuid" }), text)], int));
gives("now is later than 2024", true, {
  expression: sql.compare(">", sql.call("now", [], dateTime), moment),
  type: boolean,
  ...withMoment,
});
gives("a cast from text to a number", 12, { expression: sql.cast(c("12"), int), type: int });
gives("a cast from a number to text", "12", { expression: sql.cast(sql.cast(c(12), int), text), type: text });
gives("a cast from text to a moment", new Date("2024-01-02T03:04:05.000Z"), {
  expression: sql.cast(c("2024-01-02 03:04:05"), dateTime),
  type: dateTime,
});

// Parts of moments: a Thursday, the 60th day, ISO week 9.
for (const [part, expected] of [
  ["year", 2024],
  ["isoYear", 2024],
  ["quarter", 1],
  ["month", 2],
  ["week", 9],
  ["day", 29],
  ["weekDay", 5],
  ["isoWeekDay", 4],
  ["yearDay", 60],
  ["hour", 23],
  ["minute", 45],
  ["second", 12],
  ["microsecond", 345000],
] as [sql.DatePart, number][]) {
  gives(`extract ${part}`, expected, {
    expression: sql.extract(part, moment, { type: dateTime }),
    type: int,
    ...withMoment,
  });
}
gives("extract epoch", 1709250312.345, {
  expression: sql.call("round", [sql.extract("epoch", moment, { type: dateTime }), c(3)], float),
  type: float,
  ...withMoment,
});
gives("the ISO year of a first of January", 2020, {
  expression: sql.extract("isoYear", moment, { type: dateTime }),
  type: int,
  values: [[dateTime, new Date("2021-01-01T00:00:00Z")]],
});
gives("a Sunday is weekday 1 and ISO weekday 7", 17, {
  expression: sql.binary(
    "+",
    sql.binary("*", sql.extract("weekDay", moment, { type: dateTime }), c(10), { type: int }),
    sql.extract("isoWeekDay", moment, { type: dateTime }),
    { type: int },
  ),
  type: int,
  values: [[dateTime, new Date("2024-03-03T12:00:00Z")]],
});
gives("the day in another time zone", 1, {
  expression: sql.extract("day", moment, { type: dateTime, timeZone: "+05:00" }),
  type: int,
  ...withMoment,
  not: ["postgres"],
});
for (const [unit, expected] of [
  ["year", "2024-01-01T00:00:00.000Z"],
  ["quarter", "2024-01-01T00:00:00.000Z"],
  ["month", "2024-02-01T00:00:00.000Z"],
  ["week", "2024-02-26T00:00:00.000Z"],
  ["day", "2024-02-29T00:00:00.000Z"],
  ["hour", "2024-02-29T23:00:00.000Z"],
  ["minute", "2024-02-29T23:45:00.000Z"],
  ["second", "2024-02-29T23:45:12.000Z"],
] as [sql.TruncUnit, string][]) {
  gives(`trunc to the ${unit}`, new Date(expected), {
    expression: sql.trunc(unit, moment, { type: dateTime, to: "dateTime" }),
    type: dateTime,
    ...withMoment,
  });
}
gives("trunc of a moment to the quarter, from its last month", new Date("2023-10-01T00:00:00Z"), {
  expression: sql.trunc("quarter", moment, { type: dateTime, to: "dateTime" }),
  type: dateTime,
  values: [[dateTime, new Date("2023-12-31T23:59:59Z")]],
});
gives("the date of a moment, as text", "2024-02-29", {
  expression: sql.cast(sql.trunc("day", moment, { type: dateTime, to: "date" }), text),
  type: text,
  ...withMoment,
});
gives("the hour of a moment as a time, as text", "23:00:00", {
  expression: sql.call("left", [sql.cast(sql.trunc("hour", moment, { type: dateTime, to: "time" }), text), c(8)], text),
  type: text,
  ...withMoment,
});
gives("moments compare", true, {
  expression: sql.compare("<", moment, sql.slot(1, dateTime)),
  type: boolean,
  values: [
    [dateTime, at],
    [dateTime, new Date(at.getTime() + 1)],
  ],
});

// JSON.
const data = sql.slot(0, json);
const document = { a: { b: [10, "x", null] }, n: null, t: true, "k y": "v" };
const withData = { values: [[json, document]] as const };
gives("a JSON path to a number", 10, { expression: sql.jsonPath(data, ["a", "b", 0]), type: json, ...withData });
gives("a JSON path to a text", "x", { expression: sql.jsonPath(data, ["a", "b", 1]), type: json, ...withData });
gives(
  "a JSON path to an object",
  { b: [10, "x", null] },
  { expression: sql.jsonPath(data, ["a"]), type: json, ...withData },
);
gives("a JSON path to true", true, { expression: sql.jsonPath(data, ["t"]), type: json, ...withData });
gives("a JSON path to nothing", null, { expression: sql.jsonPath(data, ["no"]), type: json, ...withData });
gives("a JSON path with a space", "v", { expression: sql.jsonPath(data, ["k y"], "text"), type: text, ...withData });
gives("a JSON path as text", "x", { expression: sql.jsonPath(data, ["a", "b", 1], "text"), type: text, ...withData });
gives("a JSON null as text is null", null, { expression: sql.jsonPath(data, ["n"], "text"), type: text, ...withData });
gives("a JSON key that is there", true, { expression: sql.jsonHasKey(data, ["a"]), type: boolean, ...withData });
gives("a JSON key that holds null is there", true, {
  expression: sql.jsonHasKey(data, ["n"]),
  type: boolean,
  ...withData,
});
gives("a JSON path that is not there", false, {
  expression: sql.jsonHasKey(data, ["a", "c"]),
  type: boolean,
  ...withData,
});
gives("a JSON path that is there", true, {
  expression: sql.jsonHasKey(data, ["a", "b", 2]),
  type: boolean,
  ...withData,
});
gives("a JSON value at a path equals", true, {
  expression: sql.compare("=", sql.jsonPath(data, ["a", "b", 1]), sql.slot(1, json)),
  type: boolean,
  values: [
    [json, document],
    [json, "x"],
  ],
});
gives("a JSON object equals one of the same text", true, {
  expression: sql.compare("=", sql.jsonPath(data, ["a"]), sql.slot(1, json)),
  type: boolean,
  values: [
    [json, document],
    [json, { b: [10, "x", null] }],
  ],
});
gives("a JSON number is less", true, {
  expression: sql.compare("<", sql.jsonPath(data, ["a", "b", 0]), sql.slot(1, json)),
  type: boolean,
  values: [
    [json, document],
    [json, 11],
  ],
});
for (const [part, expected] of [
  [{ t: true }, true],
  [{ t: false }, false],
  [{ a: { b: ["x"] } }, true],
  [{ a: { b: ["y"] } }, false],
] as [object, boolean][]) {
  gives(`JSON contains ${JSON.stringify(part)}`, expected, {
    expression: sql.jsonContains(data, sql.slot(1, json)),
    type: boolean,
    values: [
      [json, document],
      [json, part],
    ],
  });
}
gives(
  "jsonObject",
  { a: 1, b: "x" },
  { expression: sql.call("jsonObject", [c("a"), c(1), c("b"), c("x")], json), type: json },
);
gives("jsonArray nests JSON and booleans", [1, [2], true], {
  expression: sql.call("jsonArray", [c(1), sql.slot(0, json), sql.cast(c(1), boolean)], json),
  type: json,
  values: [[json, [2]]],
  not: ["mysql"],
});

// Conditions.
const yes = sql.compare("=", c(1), c(1));
const no = sql.compare("=", c(1), c(2));
const unknown = sql.compare("=", c(1), sql.cast(c(null), int));
for (const [name, expression, expected] of [
  ["and", sql.and(yes, yes), true],
  ["and with a false one", sql.and(yes, no), false],
  ["and with an unknown one", sql.and(yes, unknown), null],
  ["no condition is true", sql.and(), true],
  ["or", sql.or(no, yes), true],
  ["or of nothing is false", sql.or(), false],
  ["xor of two", sql.logical("xor", [yes, yes]), false],
  ["xor of three", sql.logical("xor", [yes, yes, yes]), true],
  ["xor with an unknown one", sql.logical("xor", [yes, unknown]), null],
  ["not", sql.not(no), true],
  ["not unknown", sql.not(unknown), null],
  ["is null", sql.isNull(c(null)), true],
  ["is not null", sql.isNull(c(null), true), false],
  ["is takes two nulls as equal", sql.compare("is", sql.cast(c(null), int), sql.cast(c(null), int)), true],
  ["is takes null and a value as different", sql.compare("is", c(1), sql.cast(c(null), int)), false],
  ["is not", sql.compare("is not", c(1), sql.cast(c(null), int)), true],
  ["between", sql.between(c(2), c(1), c(3)), true],
  ["in", sql.inList(c(2), [c(1), c(2)]), true],
  ["not in", sql.inList(c(2), [c(1), c(2)], true), false],
  ["in nothing", sql.inList(c(2), []), false],
  ["not in nothing", sql.inList(c(2), [], true), true],
  ["tuples compare", sql.compare("<", sql.tuple([c(1), c(2)]), sql.tuple([c(1), c(3)])), true],
  ["exists", sql.exists(sql.select({ columns: [sql.selected(c(1))] })), true],
  ["not exists", sql.exists(sql.select({ columns: [sql.selected(c(1))] }), true), false],
] as [string, sql.SqlExpression, boolean | null][]) {
  gives(`condition: ${name}`, expected, { expression, type: boolean });
}
for (const [list, negated, expected] of [
  [[1, 2], false, true],
  [[1, 3], false, false],
  [[], false, false],
  [[1, 3], true, true],
  [[], true, true],
] as [number[], boolean, boolean][]) {
  gives(`2 ${negated ? "not " : ""}in the parameter [${list}]`, expected, {
    expression: sql.inList(sql.cast(c(2), int), sql.listSlot(0, int), negated),
    type: boolean,
    values: [[int, list]],
  });
}
gives("text with quotes in a list parameter", true, {
  expression: sql.inList(c('a"b\\c,{}'), sql.listSlot(0, text)),
  type: boolean,
  values: [[text, ["x", 'a"b\\c,{}']]],
});
gives("a large number in a list parameter", true, {
  expression: sql.inList(sql.cast(c(9007199254740993n), big), sql.listSlot(0, big)),
  type: boolean,
  values: [[big, [9007199254740993n]]],
});

// Patterns, with the search text as a parameter and as an expression.
for (const [lookup, value, search, expected] of [
  ["contains", "Straße 50%_a", "0%_", true],
  ["contains", "Straße", "STR", false],
  ["contains", "abc", "_", false],
  ["contains", "a*c", "*", true],
  ["contains", "abc", "*", false],
  ["contains", "a[b]c", "[b]", true],
  ["contains", "a\\b", "\\", true],
  ["icontains", "Straße", "STRA", true],
  ["icontains", "ÄPFEL", "äpf", true],
  ["icontains", "100%", "0%", true],
  ["icontains", "100x", "0%", false],
  ["startsWith", "abc", "ab", true],
  ["startsWith", "Abc", "ab", false],
  ["istartsWith", "Éclair", "é", true],
  ["endsWith", "abc", "bc", true],
  ["endsWith", "abc", "ab", false],
  ["iendsWith", "abC", "Bc", true],
  ["iexact", "ÄB", "äb", true],
  ["iexact", "a%", "ab", false],
] as [sql.MatchLookup, string, string, boolean][]) {
  gives(`${lookup} of ${JSON.stringify(search)} in ${JSON.stringify(value)}, an expression`, expected, {
    expression: sql.match(lookup, c(value), sql.cast(c(search), text)),
    type: boolean,
  });
  gives(`${lookup} of ${JSON.stringify(search)} in ${JSON.stringify(value)}, a constant`, expected, {
    expression: sql.match(lookup, c(value), c(search)),
    type: boolean,
  });
}
for (const [lookup, value, pattern, expected] of [
  ["regex", "abc12", "^[a-c]+[0-9]+$", true],
  ["regex", "ABC", "b", false],
  ["iregex", "ABC", "b", true],
  ["like", "a%c", "a\\%_", true],
  ["like", "ABC", "a%", false],
  ["like", "a.c", "a_c", true],
  ["ilike", "ABC", "a_c", true],
] as [sql.MatchLookup, string, string, boolean][]) {
  gives(`${lookup} of ${JSON.stringify(pattern)} on ${JSON.stringify(value)}`, expected, {
    expression: sql.match(lookup, c(value), sql.slot(0, text)),
    type: boolean,
    values: [[text, pattern]],
  });
}

describe("expressions give the same on every database", () => {
  for (const database of databaseCases) {
    describe(database.name, { skip: database.skip }, () => {
      let opened: OpenedDatabase;
      before(async () => {
        opened = await database.open();
      });
      after(() => opened.remove());
      for (const { name, expression, type, values, expected, not } of cases) {
        test(name, async (t) => {
          const db = opened.database;
          if (not?.includes(db.dialect.name)) {
            t.skip(`${db.dialect.name} says it otherwise`);
            return;
          }
          const { rows } = await run(db, sql.select({ columns: [sql.selected(expression, "x")] }), values);
          assert.deepEqual(decoded(db, type, rows[0]![0]), expected);
        });
      }
      test("the search text of a parameter is taken as it is", async () => {
        const db = opened.database;
        for (const [lookup, value, search] of [
          ["contains", "100%_*", "%_*"],
          ["icontains", "ÄPFEL%", "äpfel%"],
          ["startsWith", "[a]bc", "[a]"],
          ["iendsWith", "x\\Y", "\\y"],
          ["iexact", "Ab%", "aB%"],
        ] as [sql.MatchLookup, string, string][]) {
          const node = sql.select({ columns: [sql.selected(sql.match(lookup, c(value), sql.slot(0, text)), "x")] });
          const { rows } = await run(db, node, [[text, db.dialect.encodePattern(lookup, search)]]);
          assert.equal(decoded(db, boolean, rows[0]![0]), true, `${lookup} ${search}`);
        }
      });
      test("moments and durations add up", async () => {
        const db = opened.database;
        const span = temporal().Duration.from({ minutes: 1, seconds: 30 });
        const sum = sql.binary("+", moment, sql.slot(1, duration), { type: dateTime });
        const added = await run(db, sql.select({ columns: [sql.selected(sum, "x")] }), [
          [dateTime, at],
          [duration, span],
        ]);
        assert.deepEqual(decoded(db, dateTime, added.rows[0]![0]), new Date(at.getTime() + 90_000));
        const difference = sql.binary("-", sql.slot(1, dateTime), moment, { type: duration });
        const between = await run(db, sql.select({ columns: [sql.selected(difference, "x")] }), [
          [dateTime, at],
          [dateTime, new Date(at.getTime() + 90_000)],
        ]);
        assert.equal((decoded(db, duration, between.rows[0]![0]) as Temporal.Duration).total("seconds"), 90);
      });
      test("dates and times of day travel both ways", async () => {
        const db = opened.database;
        const { PlainDate, PlainTime, Duration } = temporal();
        for (const [type, value] of [
          [date, PlainDate.from("2024-02-29")],
          [time, PlainTime.from("23:59:58.123456")],
          [duration, Duration.from({ days: 3, hours: 4, minutes: 5, seconds: 6, milliseconds: 7 })],
          [duration, Duration.from({ days: -3, hours: -4 })],
        ] as [ColumnType, object][]) {
          const { rows } = await run(db, sql.select({ columns: [sql.selected(sql.slot(0, type), "x")] }), [
            [type, value],
          ]);
          assert.equal(String(decoded(db, type, rows[0]![0])), String(value));
        }
      });
    });
  }
});
