// Tests operations on states: what they change, what they say, what two of them amount to, and what they refuse.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addConstraint,
  addField,
  addIndex,
  alterConstraint,
  alterField,
  alterModelComment,
  alterModelManagers,
  alterModelOptions,
  alterModelTable,
  alterOrderWithRespectTo,
  alterUnique,
  createCollation,
  createExtension,
  createModel,
  deleteModel,
  emptyState,
  MigrationError,
  moveModel,
  type Operation,
  optimizeOperations,
  type ProjectState,
  removeConstraint,
  removeField,
  removeIndex,
  renameField,
  renameIndex,
  renameModel,
  runCode,
  runSql,
  separateDatabaseAndState,
  validateConstraint,
} from "demijohn/migrations";

const id = { type: "auto" };
const name = { type: "char", maxLength: 20 };
const author = createModel("Author", { id, name });
const book = createModel("Book", { id, title: name, author: { type: "foreignKey", to: "shop.Author" } });

function stateOf(...operations: readonly Operation[]): ProjectState {
  return operations.reduce((state, operation) => operation.stateForwards("shop", state), emptyState);
}

function optimized(...operations: readonly Operation[]): unknown[] {
  return optimizeOperations(operations, "shop").map(({ written }) => [written.name, ...written.args]);
}

test("every operation says what it does", () => {
  const index = { name: "by_name", fields: ["name"] };
  const check = { kind: "check", name: "some", condition: { id__gt: 0 } };
  const said = [
    author,
    createModel("View", {}, { proxy: true, bases: ["shop.Author"] }),
    deleteModel("Author"),
    renameModel("Author", "Writer"),
    moveModel("Author", "old"),
    addField("Author", "age", { type: "integer" }),
    removeField("Author", "age"),
    alterField("Author", "age", { type: "bigInt" }),
    renameField("Author", "age", "years"),
    addIndex("Author", index),
    addIndex("Author", index, { concurrently: true }),
    removeIndex("Author", "by_name"),
    removeIndex("Author", "by_name", { concurrently: true }),
    renameIndex("Author", "by_name", "names"),
    addConstraint("Author", check),
    addConstraint("Author", check, { notValid: true }),
    validateConstraint("Author", "some"),
    alterConstraint("Author", "some", check),
    removeConstraint("Author", "some"),
    alterModelTable("Author", "writers"),
    alterModelTable("Author", undefined),
    alterModelComment("Author", "People"),
    alterUnique("Author", [["name", "age"]]),
    alterUnique("Author", []),
    alterOrderWithRespectTo("Author", "mentor"),
    alterModelOptions("Author", { ordering: ["name"] }),
    alterModelManagers("Author", []),
    runSql("SELECT 1\n, 2"),
    runSql([]),
    runCode({ name: "fill", forwards: () => {} }),
    separateDatabaseAndState({ database: [runSql("SELECT 1")] }),
    createExtension("pg_trgm"),
    createCollation("nocase", { locale: "und" }),
  ].map((operation) => `${operation.category} ${operation.describe()}`);
  assert.deepEqual(said, [
    "+ Create model Author",
    "+ Create proxy model View",
    "- Delete model Author",
    "~ Rename model Author to Writer",
    "~ Move model Author here from old",
    "+ Add field age to Author",
    "- Remove field age from Author",
    "~ Alter field age on Author",
    "~ Rename field age on Author to years",
    "+ Create index by_name on name of Author",
    "+ Concurrently create index by_name on name of Author",
    "- Remove index by_name from Author",
    "- Concurrently remove index by_name from Author",
    "~ Rename index by_name on Author to names",
    "+ Create constraint some on Author",
    "+ Create constraint some on Author, for new rows",
    "~ Validate constraint some on Author",
    "~ Alter constraint some on Author",
    "- Remove constraint some from Author",
    "~ Rename table of Author to writers",
    "~ Rename table of Author to the default",
    "~ Alter table comment of Author",
    "~ Alter unique fields of Author ((name, age))",
    "~ Alter unique fields of Author (none)",
    "~ Set the order of Author with respect to mentor",
    "~ Change options of Author",
    "~ Change managers of Author",
    "s Run SQL: SELECT 1",
    "s Run SQL: nothing",
    "p Run code: fill",
    "? In the database: Run SQL: SELECT 1. In the state: nothing",
    "+ Create extension pg_trgm",
    "+ Create collation nocase",
  ]);
});

test("a renamed model takes along what leads to it", () => {
  const state = stateOf(author, book, renameModel("Author", "Writer"));
  assert.deepEqual(Object.keys(state.models), ["shop.book", "shop.writer"]);
  assert.equal(state.models["shop.book"]!.fields["author"]!.to, "shop.Writer");
});

test("a moved model takes along what leads to it", () => {
  const state = moveModel("Author", "shop").stateForwards("people", stateOf(author, book));
  assert.deepEqual(Object.keys(state.models), ["shop.book", "people.author"]);
  assert.equal(state.models["shop.book"]!.fields["author"]!.to, "people.Author");
});

test("a renamed field is renamed wherever it is named", () => {
  const model = createModel(
    "Shelf",
    { id, size: { type: "integer" }, double: { type: "generated", as: { type: "integer" }, expression: sizeTwice() } },
    {
      ordering: ["-size"],
      unique: [["size", "id"]],
      indexes: [{ name: "by_size", fields: ["-size"], where: { size__gt: 1 } }],
      constraints: [{ kind: "check", name: "some", condition: { size__gte: 0 } }],
    },
  );
  const { fields, options } = stateOf(model, renameField("Shelf", "size", "width")).models["shop.shelf"]!;
  assert.deepEqual(Object.keys(fields), ["id", "width", "double"]);
  assert.match(JSON.stringify(fields["double"]), /"path":"width"/);
  assert.deepEqual(options, {
    ordering: ["-width"],
    unique: [["width", "id"]],
    indexes: [{ name: "by_size", fields: ["-width"], where: { width__gt: 1 } }],
    constraints: [{ kind: "check", name: "some", condition: { width__gte: 0 } }],
  });
});

function sizeTwice(): unknown {
  const left = { kind: "leaf", leaf: { kind: "path", path: "size" } };
  return { "~expression": { kind: "binary", operator: "*", left, right: { kind: "value", param: { "~param": 2 } } } };
}

test("what happens to a new model is folded into its creation", () => {
  const made = optimized(
    author,
    addField("Author", "age", { type: "integer" }),
    alterField("Author", "age", { type: "bigInt" }),
    renameField("Author", "age", "years"),
    alterUnique("Author", [["name", "years"]]),
    addIndex("Author", { name: "by_name", fields: ["name"] }),
    addConstraint("Author", { kind: "check", name: "some", condition: { years__gt: 0 } }),
    removeField("Author", "name"),
    alterModelTable("Author", "writers"),
    alterModelOptions("Author", { verboseName: "writer" }),
    renameModel("Author", "Writer"),
  );
  assert.deepEqual(made, [
    [
      "createModel",
      "Writer",
      { id, years: { type: "bigInt" } },
      {
        unique: [["years"]],
        indexes: [{ name: "by_name", fields: ["name"] }],
        constraints: [{ kind: "check", name: "some", condition: { years__gt: 0 } }],
        table: "writers",
        verboseName: "writer",
      },
    ],
  ]);
});

test("pairs of operations amount to less", () => {
  const field = { type: "integer" };
  const index = { name: "one", fields: ["age"] };
  const check = { kind: "check", name: "some", condition: { age__gt: 0 } };
  const pairs: readonly (readonly [readonly Operation[], readonly unknown[]])[] = [
    [[author, deleteModel("Author")], []],
    [[renameModel("A", "B"), renameModel("B", "C")], [["renameModel", "A", "C"]]],
    [[addField("A", "age", field), removeField("A", "age")], []],
    [
      [addField("A", "age", field, { fill: 1 }), renameField("A", "age", "b")],
      [["addField", "A", "b", field, { fill: 1 }]],
    ],
    [[alterField("A", "age", field), removeField("A", "age")], [["removeField", "A", "age"]]],
    [
      [alterField("A", "age", field), alterField("A", "age", { type: "bigInt" })],
      [["alterField", "A", "age", { type: "bigInt" }]],
    ],
    [[removeField("A", "age"), deleteModel("A")], [["deleteModel", "A"]]],
    [[renameField("A", "a", "b"), renameField("A", "b", "c")], [["renameField", "A", "a", "c"]]],
    [[addIndex("A", index), removeIndex("A", "one")], []],
    [[addIndex("A", index), renameIndex("A", "one", "two")], [["addIndex", "A", { ...index, name: "two" }]]],
    [[renameIndex("A", "a", "b"), renameIndex("A", "b", "c")], [["renameIndex", "A", "a", "c"]]],
    [[addConstraint("A", check), removeConstraint("A", "some")], []],
    [[alterUnique("A", [["a"]]), alterUnique("A", [["b"]])], [["alterUnique", "A", [["b"]]]]],
    [[alterModelTable("A", "a"), deleteModel("A")], [["deleteModel", "A"]]],
    [[runSql("SELECT 1", { elidable: true }), addField("A", "age", field)], [["addField", "A", "age", field]]],
  ];
  for (const [operations, expected] of pairs)
    assert.deepEqual(optimized(...operations), expected, operations.map((each) => each.describe()).join(", "));
});

test("an operation does not pass the rename of a model that it names", () => {
  assert.deepEqual(optimized(author, book, renameModel("Author", "Writer"), removeField("Writer", "name")).length, 4);
});

test("only what says how is undone", () => {
  const reversible = [
    runSql("SELECT 1"),
    runSql("SELECT 1", { reverse: [] }),
    runCode({ name: "x", forwards: () => {} }),
    runCode({ name: "x", forwards: () => {}, backwards: () => {} }),
    separateDatabaseAndState({ database: [runSql("SELECT 1")] }),
    removeField("A", "b"),
  ].map((operation) => operation.reversible);
  assert.deepEqual(reversible, [false, true, false, true, false, true]);
});

test("what no transaction may enclose says so", () => {
  const atomic = [
    addIndex("A", { name: "x", fields: ["b"] }, { concurrently: true }),
    runSql("VACUUM", { atomic: false }),
    addField("A", "b", { type: "text" }),
  ].map((operation) => operation.atomic);
  assert.deepEqual(atomic, [false, false, true]);
});

function refusal(operation: Operation): string {
  try {
    operation.stateForwards("shop", stateOf(author));
  } catch (error) {
    assert.ok(error instanceof MigrationError);
    return error.message;
  }
  return "";
}

test("a model that is not there is refused", () => {
  assert.equal(
    refusal(removeField("Autor", "name")),
    `MIGRATIONS_UNKNOWN_MODEL: At this point of the history there is no model shop.Autor.
  Models: shop.Author.
  Name a model that an earlier operation creates, or depend on the migration that does. Did you mean "shop.Author"?`,
  );
});

test("a field that is not there is refused", () => {
  assert.equal(
    refusal(renameField("Author", "nam", "title")),
    `MIGRATIONS_UNKNOWN_FIELD: At this point of the history shop.Author has no field "nam".
  Fields: id, name.
  Name a field that the model has before this operation. Did you mean "name"?`,
  );
});

test("an index or constraint that is not there is refused", () => {
  assert.equal(
    refusal(removeIndex("Author", "by_name")),
    `MIGRATIONS_UNKNOWN_INDEX: At this point of the history shop.Author has no index "by_name".
  It has: none.
  Name one that an earlier operation adds.`,
  );
});
