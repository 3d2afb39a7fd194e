// Asserts what the check of models finds: the message, the place and the cure of each fault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, checkModels, f, index, Model, Q, unique } from "#orm";

// biome-ignore lint/suspicious/noExplicitAny: these are the mistakes of code that no compiler has seen
const modelOf = Model as any;
const self = (): unknown => Good;

class Good extends Model(
  "ck.Good",
  () => Good,
  {
    name: f.char({ maxLength: 5, choices: ["a", "b"] }),
    other: f.foreignKey(() => Good, { null: true, onDelete: "setNull" }),
    price: f.decimal({ maxDigits: 4, decimalPlaces: 2 }),
  },
  {
    ordering: ["-other__name", "?"] as never,
    unique: [["name", "price"]],
    indexes: [["-price"], index(["name"], { include: ["price"] })],
    latestBy: "-price",
    constraints: [unique("x", ["name"]), check("y", new Q({ kind: "where", where: { price__gt: "1" } }))],
  },
) {}

const linesOf = (model: unknown): readonly string[] =>
  checkModels([model]).map(({ code, message, where, cure }) => `${code} ${message} | ${where} | ${cure}`);

test("sound models give no message", () => assert.deepEqual(checkModels([Good]), []));

test("faults of fields are found", () => {
  const faulty = modelOf("ck.Fields", self, {
    price: f.decimal({ maxDigits: 2, decimalPlaces: 3 }),
    size: f.char({ maxLength: 3, choices: ["small", "big"] }),
    key: f.uuid({ primaryKey: true, null: true }),
    a: f.foreignKey(() => Good, { onDelete: "setNull" }),
    b: f.foreignKey(() => Good, { onDelete: "setDefault" }),
    on: f.generic("kind", "price"),
  });
  assert.deepEqual(linesOf(faulty), [
    "ORM_BAD_DECIMAL Fields.price has 3 decimal places, and 2 digits in all. | ck.Fields.price | Make maxDigits at least as large as decimalPlaces.",
    "ORM_LONG_CHOICE Fields.size holds 3 characters, and one of its choices has 5. | ck.Fields.size | Set maxLength: 5, or shorten the choice.",
    "ORM_NULL_KEY Fields.key is the primary key, and may be null. | ck.Fields.key | Take null: true away.",
    'ORM_SET_NULL Fields.a has onDelete: "setNull", and cannot be null. | ck.Fields.a | Add null: true, or choose another onDelete.',
    'ORM_SET_DEFAULT Fields.b has onDelete: "setDefault", and no default. | ck.Fields.b | Give it a default, or choose another onDelete.',
    'ORM_BAD_OPTION Fields.on names "kind", which is no field. | ck.Fields | Fields: price, size, key, a, b.',
  ]);
});

test("faults of options are found", () => {
  const faulty = modelOf(
    "ck.Options",
    self,
    { name: f.char() },
    { ordering: ["-nmae"], unique: [["nam"]], indexes: [["-x"]], latestBy: "day", constraints: [unique("u", ["y"])] },
  );
  assert.deepEqual(linesOf(faulty), [
    'ORM_BAD_OPTION The ordering of Options names "-nmae", which there is not. | ck.Options | Did you mean "name"? Write "name".',
    'ORM_BAD_OPTION The option latestBy of Options names "day", which is no field. | ck.Options | Fields: id, name.',
    'ORM_BAD_OPTION The option unique of Options names "nam", which is no field. | ck.Options | Did you mean "name"?',
    'ORM_BAD_OPTION The option indexes of Options names "x", which is no field. | ck.Options | Fields: id, name.',
    'ORM_BAD_OPTION The option constraints of Options names "y", which is no field. | ck.Options | Fields: id, name.',
  ]);
});

test("faults of options that order rows and name managers are found", () => {
  class Rows extends modelOf(
    "ck.Rows",
    () => Rows,
    { name: f.char(), good: f.foreignKey(() => Good) },
    { orderWithRespectTo: "name", naturalKey: ["nmae"], defaultManagerName: "all", baseManagerName: "objects" },
  ) {}
  assert.deepEqual(linesOf(Rows), [
    'ORM_NO_MANAGER Rows has no static query set "all". | ck.Rows | Declare it in the class: static readonly all = new QuerySet(this).',
    'ORM_BAD_OPTION The option orderWithRespectTo of Rows names "name", which is no foreign key. | ck.Rows | Name one of: good.',
    'ORM_BAD_OPTION The option naturalKey of Rows names "nmae", which is no field. | ck.Rows | Did you mean "name"?',
  ]);
});

test("relations that lead nowhere are found", () => {
  const faulty = modelOf("ck.Lost", self, { to: f.foreignKey(() => Object), back: f.reverse(() => Good, "nothing") });
  assert.deepEqual(linesOf(faulty), [
    "ORM_NOT_A_MODEL ck.Lost.to does not lead to a model. | ck.Lost.to | Give a function that returns a model class: f.foreignKey(() => Author).",
    "ORM_NO_OTHER_SIDE ck.Lost.back names no relation of ck.Good to this model. | ck.Lost.back | Name the field of ck.Good that leads here.",
  ]);
});

test("two models in one table are found", () => {
  const first = modelOf("ck.First", self, {}, { table: "same" });
  const second = modelOf("ck.Second", self, {}, { table: "same" });
  assert.deepEqual(
    checkModels([first, second]).map(({ code, message }) => `${code} ${message}`),
    ['ORM_TABLE_CLASH ck.First and ck.Second are both kept in the table "same".'],
  );
});
