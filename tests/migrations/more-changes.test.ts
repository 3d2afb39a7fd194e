// Tests changes that touch several things at once: what they become, and that the operations can run in their order.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findChanges,
  type Migration,
  type ModelState,
  modelStateOf,
  type ProjectState,
  projectOf,
  type Questioner,
  silentQuestioner,
} from "demijohn/migrations";
import { type Database, openDatabase } from "demijohn/orm";
import { runMigration } from "#migrations/internals";
import { changes, model } from "./changes-between.ts";

const text = { type: "char", maxLength: 20 };
const number = { type: "integer" };
const key = (to: string) => ({ type: "foreignKey", to });
const one = (to: string) => ({ type: "oneToOne", to });
const many = (to: string, more = {}) => ({ type: "manyToMany", to, ...more });
const child = (label: string, name: string, parent: string, fields: ModelState["fields"] = {}): ModelState =>
  modelStateOf({
    label,
    name,
    fields: { parent_ptr: { ...one(parent), primaryKey: true, parentLink: true }, ...fields },
    bases: [parent.toLowerCase()],
  });
const twice = (path: string) => ({
  type: "generated",
  as: number,
  expression: {
    "~expression": {
      kind: "binary",
      operator: "*",
      left: { kind: "leaf", leaf: { kind: "path", path } },
      right: { kind: "value", param: { "~param": 2 } },
    },
  },
  stored: true,
});
const renames: Partial<Questioner> = { renameModel: () => true, renameField: () => true };
const tag = model("a", "Tag");
const NOTHING = projectOf([]);

type Case = readonly [
  name: string,
  before: readonly ModelState[],
  after: readonly ModelState[],
  expected: Record<string, string[][]>,
  answers?: Partial<Questioner>,
];

// What Django's autodetector finds, in its order.
const likeDjango: readonly Case[] = [
  [
    "a renamed field in an index",
    [model("a", "Book", { name: text }, { indexes: [{ name: "i", fields: ["name"] }] })],
    [model("a", "Book", { title: text }, { indexes: [{ name: "i", fields: ["title"] }] })],
    { a: [["Remove index i from Book", "Rename field name on Book to title", "Create index i on title of Book"]] },
    renames,
  ],
  [
    "a renamed field in a set of unique ones",
    [model("a", "Book", { name: text, n: number }, { unique: [["name", "n"]] })],
    [model("a", "Book", { title: text, n: number }, { unique: [["title", "n"]] })],
    { a: [["Rename field name on Book to title", "Alter unique fields of Book ((title, n))"]] },
    renames,
  ],
  [
    "a renamed field in a check",
    [model("a", "Book", { n: number }, { constraints: [{ kind: "check", name: "c", condition: { n__gt: 1 } }] })],
    [model("a", "Book", { m: number }, { constraints: [{ kind: "check", name: "c", condition: { m__gt: 1 } }] })],
    { a: [["Remove constraint c from Book", "Rename field n on Book to m", "Create constraint c on Book"]] },
    renames,
  ],
  [
    "a renamed field under a generated one",
    [model("a", "Book", { n: number, double: twice("n") })],
    [model("a", "Book", { m: number, double: twice("m") })],
    { a: [["Rename field n on Book to m", "Alter field double on Book"]] },
    renames,
  ],
  [
    "a generated field that goes with what it is made of",
    [model("a", "Book", { n: number, double: twice("n") })],
    [model("a", "Book")],
    { a: [["Remove field double from Book", "Remove field n from Book"]] },
  ],
  [
    "links that get a model of their own",
    [tag, model("a", "Book", { tags: many("a.Tag") })],
    [
      tag,
      model("a", "Book", { tags: many("a.Tag", { through: "a.Tagging" }) }),
      model("a", "Tagging", { book: key("a.Book"), tag: key("a.Tag") }),
    ],
    { a: [["Create model Tagging", "Alter field tags on Book"]] },
  ],
  [
    "links that lose their model",
    [
      tag,
      model("a", "Book", { tags: many("a.Tag", { through: "a.Tagging" }) }),
      model("a", "Tagging", { book: key("a.Book"), tag: key("a.Tag") }),
    ],
    [tag, model("a", "Book", { tags: many("a.Tag") })],
    { a: [["Alter field tags on Book", "Delete model Tagging"]] },
  ],
  [
    "a key that becomes links",
    [tag, model("a", "Book", { tags: key("a.Tag") })],
    [tag, model("a", "Book", { tags: many("a.Tag") })],
    { a: [["Remove field tags from Book", "Add field tags to Book"]] },
  ],
  [
    "a key that becomes one to one, and back",
    [tag, model("a", "Book", { up: key("a.Tag"), down: one("a.Tag") })],
    [tag, model("a", "Book", { up: one("a.Tag"), down: key("a.Tag") })],
    { a: [["Alter field down on Book", "Alter field up on Book"]] },
  ],
  [
    "a key to a new model while the old one goes",
    [tag, model("a", "Book", { tag: key("a.Tag") })],
    [model("a", "Word"), model("a", "Book", { tag: key("a.Word") })],
    { a: [["Create model Word", "Alter field tag on Book", "Delete model Tag"]] },
  ],
  [
    "a model in another blueprint that nobody says has moved",
    [model("a", "Tag", { name: text }), model("a", "Book", { tag: key("a.Tag") })],
    [model("b", "Tag", { name: text }), model("a", "Book", { tag: key("b.Tag") })],
    { a: [["b.auto_1", "Alter field tag on Book", "Delete model Tag"]], b: [["Create model Tag"]] },
  ],
  [
    "a ring of models that goes",
    [model("a", "X", { y: key("a.Y") }), model("a", "Y", { x: key("a.X") })],
    [],
    { a: [["Remove field x from Y", "Delete model X", "Delete model Y"]] },
  ],
  [
    "a ring over two blueprints that goes",
    [model("a", "X", { y: key("b.Y") }), model("b", "Y", { x: key("a.X") })],
    [],
    { a: [["Remove field y from X"], ["b.auto_1", "a.auto_1", "Delete model X"]], b: [["a.auto_1", "Delete model Y"]] },
  ],
  [
    "a ring over three blueprints",
    [],
    [model("a", "X", { y: key("b.Y") }), model("b", "Y", { z: key("c.Z") }), model("c", "Z", { x: key("a.X") })],
    {
      a: [["Create model X"], ["b.auto_1", "a.auto_1", "Add field y to X"]],
      b: [["c.auto_1", "Create model Y"]],
      c: [["a.auto_1", "Create model Z"]],
    },
  ],
  [
    "a renamed model with another table and comment",
    [model("a", "Book", {}, { table: "one" })],
    [model("a", "Volume", {}, { table: "two", comment: "x" })],
    { a: [["Rename model Book to Volume", "Alter table comment of Volume", "Rename table of Volume to two"]] },
    renames,
  ],
  [
    "a renamed model with a renamed field",
    [model("a", "Book", { name: text })],
    [model("a", "Volume", { title: text })],
    { a: [["Rename model Book to Volume", "Rename field name on Volume to title"]] },
    renames,
  ],
  [
    "a renamed model with another field is another model",
    [model("a", "Book", { name: text })],
    [model("a", "Volume", { name: { ...text, maxLength: 30 } })],
    { a: [["Create model Volume", "Delete model Book"]] },
    renames,
  ],
  [
    "a key of another type, with what leads to it",
    [model("a", "Book"), model("b", "Note", { book: key("a.Book") })],
    [
      modelStateOf({ label: "a", name: "Book", fields: { id: { type: "uuid", primaryKey: true } } }),
      model("b", "Note", { book: key("a.Book") }),
    ],
    { a: [["Alter field id on Book"]] },
  ],
  [
    "a key that becomes another field",
    [model("a", "Book", { code: { ...text, unique: true } })],
    [modelStateOf({ label: "a", name: "Book", fields: { code: { ...text, primaryKey: true } } })],
    { a: [["Remove field id from Book", "Alter field code on Book"]] },
  ],
  [
    "a field that moves from a model to the one that it extends",
    [model("a", "Base"), child("a", "Book", "a.Base", { title: { ...text, default: "" } })],
    [model("a", "Base", { title: { ...text, default: "" } }), child("a", "Book", "a.Base")],
    { a: [["Remove field title from Book", "Add field title to Base"]] },
  ],
  [
    "a proxy that becomes a model",
    [
      model("a", "Book"),
      modelStateOf({ label: "a", name: "Shown", fields: {}, options: { proxy: true }, bases: ["a.book"] }),
    ],
    [model("a", "Book"), child("a", "Shown", "a.Book")],
    { a: [["Delete model Shown", "Create model Shown"]] },
  ],
  [
    "an index and a check on a field that goes",
    [
      model(
        "a",
        "Book",
        { n: number },
        {
          indexes: [{ name: "i", fields: ["n"] }],
          constraints: [{ kind: "check", name: "c", condition: { n__gt: 1 } }],
        },
      ),
    ],
    [model("a", "Book")],
    { a: [["Remove constraint c from Book", "Remove index i from Book", "Remove field n from Book"]] },
  ],
  [
    "an order within a field that goes",
    [tag, model("a", "Book", { tag: key("a.Tag") }, { orderWithRespectTo: "tag" })],
    [tag, model("a", "Book")],
    { a: [["Set the order of Book with respect to nothing", "Remove field tag from Book"]] },
  ],
];

// Where Django's order cannot run, or leaves something to be found the next time.
const ownWay: readonly Case[] = [
  [
    "a deleted model whose key holds a foreign key to a deleted one",
    [
      model("a", "Author"),
      modelStateOf({
        label: "a",
        name: "Page",
        fields: { author: key("a.Author"), number: { type: "integer" } },
        options: { primaryKey: ["author", "number"] },
      }),
    ],
    [],
    { a: [["Delete model Page", "Delete model Author"]] },
  ],
  [
    "a new key to a model that is renamed in another blueprint waits for the new name",
    [model("a", "Note"), model("c", "Book", { n: number })],
    [model("a", "Note", { book: { ...key("c.Volume"), null: true } }), model("c", "Volume", { n: number })],
    { a: [["c.auto_1", "Add field book to Note"]], c: [["a.__first__", "Rename model Book to Volume"]] },
    renames,
  ],
  [
    "a key that changes over to a model that is renamed as well is altered",
    [tag, model("a", "Book", { n: number }), model("a", "Note", { of: key("a.Tag") })],
    [tag, model("a", "Volume", { n: number }), model("a", "Note", { of: key("a.Volume") })],
    { a: [["Rename model Book to Volume", "Alter field of on Note"]] },
    renames,
  ],
  [
    "a model that is extended goes after those that extend it",
    [model("a", "Base"), child("b", "Book", "a.Base")],
    [],
    { a: [["b.auto_1", "Delete model Base"]], b: [["Delete model Book"]] },
  ],
  [
    "a model goes after links to it lead elsewhere",
    [tag, model("a", "Word"), model("a", "Book", { tags: many("a.Tag") })],
    [model("a", "Word"), model("a", "Book", { tags: many("a.Word") })],
    { a: [["Alter field tags on Book", "Delete model Tag"]] },
  ],
  [
    "a ring goes with the sets of unique fields that it is in",
    [
      model("a", "X", { y: key("a.Y"), n: number }, { unique: [["y", "n"]] }),
      model("a", "Y", { x: key("a.X"), n: number }, { unique: [["x", "n"]] }),
    ],
    [],
    {
      a: [["Remove field x from Y", "Alter unique fields of Y (none)", "Delete model X", "Delete model Y"]],
    },
  ],
  [
    "a model that goes lets go of one that has moved",
    [model("c", "Author", { book: key("c.Book") }), model("c", "Book")],
    [model("b", "Author", { book: key("a.Book") }), model("a", "Book", { n: { ...number, default: 1 } })],
    {
      a: [["Create model Book"]],
      b: [["a.auto_1", "c.__first__", "Move model Author here from c", "Alter field book on Author"]],
      c: [["b.auto_1", "Delete model Book"]],
    },
    { moveModel: (before) => before.name === "Author" },
  ],
  [
    "the fields of a model that others manage are followed",
    [model("a", "Book", { name: text }, { managed: false })],
    [model("a", "Book", { name: text, tag: key("a.Book"), n: number }, { managed: false })],
    { a: [["Add field n to Book", "Add field tag to Book"]] },
  ],
  [
    "a model that migrations take over changes at once",
    [model("a", "Book", { name: text }, { managed: false, table: "old" })],
    [model("a", "Book", { name: { ...text, maxLength: 30 } }, { table: "new" })],
    { a: [["Change options of Book", "Alter field name on Book", "Rename table of Book to new"]] },
  ],
];

for (const [name, before, after, expected, answers] of [...likeDjango, ...ownWay])
  test(`${name}: the changes, there and back`, async () => {
    assert.deepEqual(await changes(before, after, answers), expected);
    await runBothWays(before, after, { ...silentQuestioner, ...answers });
  });

async function runBothWays(
  before: readonly ModelState[],
  after: readonly ModelState[],
  questioner: Questioner,
): Promise<void> {
  const database = openDatabase("changes", "sqlite::memory:");
  try {
    // Others have made the tables that they manage.
    const owned = before.map((each) => modelStateOf({ ...each, options: { ...each.options, managed: undefined } }));
    await run(database, await inOrder(NOTHING, projectOf(owned)), NOTHING);
    const start = projectOf(before);
    const found = await inOrder(start, projectOf(after), questioner);
    const end = await run(database, found, start);
    assert.equal((await findChanges({ from: end, to: projectOf(after) })).size, 0);
    let state = end;
    for (const migration of found.toReversed()) {
      const earlier = found.slice(0, found.indexOf(migration)).reduce(stateAfter, start);
      await runMigration(database, { migration, backwards: true, before: earlier });
      state = earlier;
    }
    assert.deepEqual(state, start);
  } finally {
    await database.close();
  }
}

async function inOrder(from: ProjectState, to: ProjectState, questioner?: Questioner): Promise<Migration[]> {
  const found = await findChanges({ from, to, questioner });
  const left = [...found].flatMap(([label, drafts]) => drafts.map((draft) => ({ label, ...draft })));
  const sorted: typeof left = [];
  const isDone = ([label, name]: readonly [string, string]) =>
    name === "__first__" || sorted.some((each) => each.label === label && each.name === name);
  while (left.length > 0) {
    const at = left.findIndex(({ dependencies }) => dependencies.every(isDone));
    assert.ok(at >= 0, "the migrations can be put in order");
    sorted.push(...left.splice(at, 1));
  }
  // What has the name of one that is applied would be left out.
  const phase = from === NOTHING ? "first" : "then";
  const rest = { runBefore: [], replaces: [], atomic: true };
  return sorted.map((each) => ({ ...each, ...rest, name: `${phase}_${each.name}` }));
}

function stateAfter(state: ProjectState, { label, operations }: Migration): ProjectState {
  return operations.reduce((at, operation) => operation.stateForwards(label, at), state);
}

async function run(database: Database, list: readonly Migration[], start: ProjectState): Promise<ProjectState> {
  let state = start;
  for (const migration of list) {
    await runMigration(database, { migration, backwards: false, before: state });
    state = stateAfter(state, migration);
  }
  return state;
}
