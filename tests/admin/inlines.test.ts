// Tests inlines over real requests: rows that point at an object are added, changed, moved and deleted in its form, and rows of those.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, inline, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, syncPermissions } from "demijohn/auth";
import { captureQueries, createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { ValidationError } from "demijohn/validate";
import { type Fields, fieldsOf } from "./form-fields.ts";

class Topic extends Model("polls.Topic", () => Topic, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Question extends Model("polls.Question", () => Question, {
  text: f.char({ maxLength: 200 }),
  choices: f.reverse(() => Choice, "question"),
}) {
  override toString(): string {
    return this.text;
  }
}
class Choice extends Model(
  "polls.Choice",
  () => Choice,
  {
    question: f.foreignKey(() => Question, { relatedName: "choices", onDelete: "cascade" }),
    text: f.char({ maxLength: 200 }),
    votes: f.integer({ default: 0 }),
    topic: f.foreignKey(() => Topic, { null: true, blank: true, onDelete: "setNull" }),
    position: f.integer({ default: 0 }),
    remarks: f.reverse(() => Remark, "choice"),
  },
  { unique: [["question", "text"]] },
) {
  override toString(): string {
    return this.text;
  }
}
class Remark extends Model("polls.Remark", () => Remark, {
  choice: f.foreignKey(() => Choice, { relatedName: "remarks", onDelete: "cascade" }),
  text: f.char({ maxLength: 200 }),
  about: f.foreignKey(() => Topic, { null: true, blank: true, relatedName: "aboutRemarks", onDelete: "setNull" }),
  topics: f.manyToMany(() => Topic, { blank: true, relatedName: "remarks" }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Tag extends Model("polls.Tag", () => Tag, {
  word: f.char({ maxLength: 30 }),
  targetType: f.char({ maxLength: 100 }),
  targetId: f.char({ maxLength: 40 }),
  target: f.generic("targetType", "targetId"),
}) {
  override toString(): string {
    return this.word;
  }
}
class Setting extends Model("polls.Setting", () => Setting, {
  question: f.oneToOne(() => Question, { relatedName: "setting", onDelete: "cascade" }),
  color: f.char({ maxLength: 30, blank: true }),
}) {
  override toString(): string {
    return this.color;
  }
}
class Clerk extends Model("people.Clerk", () => Clerk, {}, { mixins: [Account] }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.use(auth({ user: Clerk as never }));
const told: string[] = [];
app.use(
  admin({
    models: [
      modelAdmin(Question, {
        inlines: [
          inline(Choice, {
            sortable: "position",
            extra: 2,
            showChangeLink: true,
            inlines: [inline(Remark, { kind: "stacked", autocompleteFields: ["about"] })],
            formset: {
              clean: (formset) => {
                if (formset.created.some(({ text }) => text === "none") && formset.deleted.length > 0)
                  throw new ValidationError("Not while others go.");
              },
            },
          }),
          inline(Tag, { extra: 0 }),
          inline(Setting, { kind: "stacked" }),
        ],
        saveFormset: (formset, _request, question) => {
          told.push(
            `${formset.model} ${formset.created.length}/${formset.changed.length}/${formset.deleted.length} ${question}`,
          );
          for (const row of formset.created)
            if (row instanceof Choice && row.text === "refused") throw new ValidationError("The hook refuses it.");
        },
        saveRelated: async (question) => {
          told.push(`${question} has ${await Choice.objects.filter({ question }).count()}`);
        },
      }),
      Choice,
      Topic,
    ],
  }),
  { prefix: "/admin" },
);

const password = "poured by the river";
const clients = new Map<string, TestClient>();
async function clientOf(email: string): Promise<TestClient> {
  const known = clients.get(email);
  if (known !== undefined) return known;
  const client = new TestClient(app);
  const answer = await post(client, "/accounts/login", { login: email, password });
  assert.equal(answer.status, 303, email);
  clients.set(email, client);
  return client;
}
type Answer = Awaited<ReturnType<TestClient["get"]>>;
function post(client: TestClient, path: string, form: Fields = {}): Promise<Answer> {
  return client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
}
async function page(path: string, email = "boss@example.org"): Promise<string> {
  const answer = await (await clientOf(email)).get(path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text.slice(0, 2000)}`);
  return text;
}
const send = async (path: string, form: Fields, email = "boss@example.org"): Promise<Answer> =>
  post(await clientOf(email), path, form);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Clerk as never), Topic, Question, Choice, Remark, Tag, Setting, LogEntry]);
  await syncPermissions();
  const account = (email: string, values: object) => createUser(Clerk, { email, password, ...values } as never);
  await account("boss@example.org", { isStaff: true, isSuperuser: true });
  await Topic.objects.bulkCreate([{ name: "Wine" }, { name: "Cheese" }]);
});

async function makeQuestion(text: string, ...choices: readonly string[]): Promise<Question> {
  const question = await Question.objects.create({ text });
  for (const [i, each] of choices.entries()) await Choice.objects.create({ question, text: each, position: i + 1 });
  return question;
}
const choicesOf = (question: Question): Promise<string[]> =>
  Choice.objects.filter({ question }).orderBy("position", "id").flat("text") as unknown as Promise<string[]>;
const pathOf = (question: { readonly id: number }): string => `/admin/polls/question/${question.id}/change`;

test("a form shows the rows that point at its object, empty ones, and those of the rows", async () => {
  const question = await makeQuestion("Which wine?", "Red", "White");
  await Remark.objects.create({ choice: (await Choice.objects.get({ question, text: "Red" })).id, text: "Dry." });
  await makeQuestion("Another?", "Yes");
  const html = await page(pathOf(question));
  const fields = fieldsOf(html);
  assert.deepEqual(fields["choice-TOTAL_FORMS"], ["4"]);
  assert.deepEqual(fields["choice-INITIAL_FORMS"], ["2"]);
  assert.deepEqual(
    [fields["choice-0-text"], fields["choice-1-text"], fields["choice-2-text"]],
    [["Red"], ["White"], [""]],
  );
  assert.deepEqual(fields["choice-0-remark-0-text"], ["Dry."]);
  assert.equal(fields["choice-0-question"], undefined);
  assert.equal(fields["choice-0-position"], undefined);
  assert.match(html, /<h2 id="id_choice-inline-title">Choices<\/h2>/);
  assert.match(html, /href="\/admin\/polls\/choice\/\d+\/change">Open/);
  assert.match(html, /name="choice-__prefix__-remark-__prefix__-text"/);
  assert.match(html, /<h2 id="id_setting-inline-title">Setting<\/h2>/);
});

test("an object is added with its rows and the rows of those, and the history tells them", async () => {
  const fields = fieldsOf(await page("/admin/polls/question/add"));
  const answer = await send("/admin/polls/question/add", {
    ...fields,
    text: "Which cheese?",
    "choice-0-text": "Brie",
    "choice-0-votes": "3",
    "choice-0-topic": "2",
    "choice-0-remark-0-text": "Soft.",
    "choice-1-remark-0-text": "Of a choice that must be named.",
    "tag-TOTAL_FORMS": "1",
    "tag-0-word": "food",
    "setting-0-color": "yellow",
  });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /<a href="#id_choice-1-text">New choice, Text: This field is required\.<\/a>/);
  assert.equal(await Question.objects.filter({ text: "Which cheese?" }).exists(), false);
  assert.equal(
    (
      await send("/admin/polls/question/add", {
        ...fields,
        text: "Which cheese?",
        "choice-0-text": "Brie",
        "choice-0-votes": "3",
        "choice-0-topic": "2",
        "choice-0-remark-0-text": "Soft.",
        "tag-TOTAL_FORMS": "1",
        "tag-0-word": "food",
        "setting-0-color": "yellow",
      })
    ).headers.get("location"),
    "/admin/polls/question/",
  );
  const question = await Question.objects.get({ text: "Which cheese?" });
  const choice = await Choice.objects.get({ question });
  assert.deepEqual([choice.text, choice.votes, choice.topicId, choice.position], ["Brie", 3, 2, 1]);
  assert.equal((await Remark.objects.get({ choice })).text, "Soft.");
  const tag = await Tag.objects.get({ word: "food" });
  assert.deepEqual([tag.targetType, tag.targetId], ["polls.Question", String(question.id)]);
  assert.equal((await Setting.objects.get({ question })).color, "yellow");
  const entry = await LogEntry.objects.get({ model: "polls.Question", objectKey: String(question.id) });
  assert.deepEqual(
    entry.changes.map(({ field, before: was, after }) => `${field}: ${was} > ${after}`),
    [
      "Choice “Brie”: Text: – > Brie",
      "Choice “Brie”: Votes: – > 3",
      "Choice “Brie”: Topic: – > Cheese",
      "Choice “Brie”: Position: – > 1",
      "Remark “Soft.”: Text: – > Soft.",
      "Tag “food”: Word: – > food",
      "Setting “yellow”: Color: – > yellow",
    ],
  );
});

test("rows are changed, added and deleted in one go, and a save that changes nothing is not logged", async () => {
  const question = await makeQuestion("Which bread?", "Rye", "Spelt", "Toast");
  const path = pathOf(question);
  const logged = (): Promise<LogEntry[]> =>
    LogEntry.objects.filter({ model: "polls.Question", objectKey: String(question.id) }) as unknown as Promise<
      LogEntry[]
    >;
  assert.equal((await send(path, fieldsOf(await page(path)))).status, 303);
  assert.equal((await logged()).length, 0);
  const fields = fieldsOf(await page(path));
  told.length = 0;
  const answer = await send(path, {
    ...fields,
    "choice-0-votes": "7",
    "choice-1-DELETE": "on",
    "choice-3-text": "Corn",
  });
  assert.equal(answer.status, 303);
  assert.deepEqual(await choicesOf(question), ["Rye", "Toast", "Corn"]);
  assert.equal((await Choice.objects.get({ question, text: "Rye" })).votes, 7);
  assert.deepEqual(told, ["polls.Choice 1/1/1 Which bread?", "Which bread? has 3"]);
  const [entry] = await logged();
  assert.deepEqual(
    entry!.changes.map(({ model, name, field, before: was, after }) => `${model}.${name} ${field}: ${was} > ${after}`),
    [
      "polls.Choice.votes Choice “Rye”: Votes: 0 > 7",
      "polls.Choice.text Choice “Spelt”: Text: Spelt > –",
      "polls.Choice.votes Choice “Spelt”: Votes: 0 > –",
      "polls.Choice.position Choice “Spelt”: Position: 2 > –",
      "polls.Choice.text Choice “Corn”: Text: – > Corn",
      "polls.Choice.votes Choice “Corn”: Votes: – > 0",
      "polls.Choice.position Choice “Corn”: Position: – > 4",
    ],
  );
  assert.match(await page(`/admin/polls/question/${question.id}/history`), /Choice “Rye”: Votes/);
});

test("faults are shown in their places with links to them, and leave all as it was", async () => {
  const question = await makeQuestion("Which tea?", "Green", "Black");
  const path = pathOf(question);
  const fields = fieldsOf(await page(path));
  const answer = await send(path, {
    ...fields,
    text: "Changed?",
    "choice-0-text": "Mint",
    "choice-1-votes": "many",
    "choice-1-remark-0-text": "x".repeat(201),
    "choice-2-text": "Mint",
  });
  const html = await answer.text();
  assert.equal(answer.status, 422);
  assert.match(html, /<a href="#id_choice-1-votes">Choice “Black”, Votes: Enter a whole number\.<\/a>/);
  assert.match(html, /<a href="#id_choice-1-remark-0-text">New remark, Text: Ensure this value has at most 200/);
  assert.match(html, /<a href="#id_choice-2-inline">New choice: Please correct the duplicate values below\.<\/a>/);
  assert.match(html, /name="choice-0-text" value="Mint"/);
  assert.match(html, /name="text" value="Changed\?"/);
  assert.deepEqual(await choicesOf(question), ["Green", "Black"]);
  assert.equal((await Question.objects.get({ id: question.id })).text, "Which tea?");
});

test("a hook that refuses rows undoes the whole save, of a new object too", async () => {
  const question = await makeQuestion("Which soup?", "Leek");
  const path = pathOf(question);
  const answer = await send(path, { ...fieldsOf(await page(path)), text: "Other?", "choice-1-text": "refused" });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /<a href="#id_choice-inline">Choices: The hook refuses it\.<\/a>/);
  assert.deepEqual(await choicesOf(question), ["Leek"]);
  assert.equal((await Question.objects.get({ id: question.id })).text, "Which soup?");
  const fields = fieldsOf(await page("/admin/polls/question/add"));
  const added = await send("/admin/polls/question/add", { ...fields, text: "Undone?", "choice-0-text": "refused" });
  const html = await added.text();
  assert.equal(added.status, 422);
  assert.match(html, /<h1>New question<\/h1>/);
  assert.doesNotMatch(html, /\/history"/);
  assert.equal(await Question.objects.filter({ text: "Undone?" }).exists(), false);
  const again = await send("/admin/polls/question/add", { ...fieldsOf(html), "choice-0-text": "taken" });
  assert.equal(again.status, 303);
  assert.deepEqual(await choicesOf(await Question.objects.get({ text: "Undone?" })), ["taken"]);
});

test("a check of rows together is said above them", async () => {
  const question = await makeQuestion("Which fish?", "Carp");
  const path = pathOf(question);
  const fields = { ...fieldsOf(await page(path)), "choice-0-DELETE": "on", "choice-1-text": "none" };
  const answer = await send(path, fields);
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /Choices: Not while others go\./);
  assert.deepEqual(await choicesOf(question), ["Carp"]);
});

test("rows are moved by their numbers, and new ones follow", async () => {
  const question = await makeQuestion("Which day?", "Mon", "Tue", "Wed");
  const path = pathOf(question);
  const moved = { "choice-0-ORDER": "3", "choice-1-ORDER": "1", "choice-2-ORDER": "2", "choice-3-ORDER": "" };
  assert.equal((await send(path, { ...fieldsOf(await page(path)), ...moved, "choice-3-text": "Thu" })).status, 303);
  assert.deepEqual(await choicesOf(question), ["Tue", "Wed", "Mon", "Thu"]);
  const html = await page(path);
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => fieldsOf(html)[`choice-${i}-text`]![0]),
    ["Tue", "Wed", "Mon", "Thu"],
  );
  // A number that was given to an empty row by a script adds none.
  assert.equal((await send(path, { ...fieldsOf(html), "choice-4-ORDER": "5", "choice-5-ORDER": "6" })).status, 303);
  assert.equal((await choicesOf(question)).length, 4);
});

test("without JavaScript, a button asks for one more row and keeps what was typed", async () => {
  const question = await makeQuestion("Which sea?", "North");
  const path = pathOf(question);
  const fields = fieldsOf(await page(path));
  const answer = await send(path, {
    ...fields,
    text: "",
    "choice-0-votes": "x",
    "choice-1-text": "Baltic",
    "choice-ADD": "1",
  });
  const html = await answer.text();
  assert.equal(answer.status, 200);
  assert.doesNotMatch(html, /aria-invalid|form-summary/);
  const shown = fieldsOf(html);
  assert.deepEqual(shown["choice-TOTAL_FORMS"], ["4"]);
  assert.deepEqual([shown["choice-0-votes"], shown["choice-1-text"]], [["x"], ["Baltic"]]);
  assert.deepEqual(shown["_version"], fields["_version"]);
  assert.deepEqual(shown["choice-0-_version"], fields["choice-0-_version"]);
  const nested = await send(path, { ...fields, "choice-0-remark-ADD": "1" });
  assert.deepEqual(fieldsOf(await nested.text())["choice-0-remark-TOTAL_FORMS"], ["2"]);
  assert.deepEqual(await choicesOf(question), ["North"]);
});

test("keys of rows of another object, and rows that were not sent, change nothing", async () => {
  const mine = await makeQuestion("Mine?", "A");
  const other = await makeQuestion("Other?", "B", "C");
  const [b, c] = await Choice.objects.filter({ question: other }).orderBy("id");
  const path = pathOf(mine);
  const fields = fieldsOf(await page(path));
  const forged = {
    ...fields,
    "choice-INITIAL_FORMS": "2",
    "choice-0-id": String(b!.id),
    "choice-0-text": "Stolen",
    "choice-1-id": String(c!.id),
    "choice-1-DELETE": "on",
  };
  assert.equal((await send(path, forged)).status, 409);
  assert.deepEqual(await choicesOf(other), ["B", "C"]);
  assert.deepEqual(await choicesOf(mine), ["A"]);
  // A form that names no inline leaves its rows alone.
  const bare = { text: "Mine still?", _version: fields["_version"]! };
  assert.equal((await send(path, bare)).status, 303);
  assert.deepEqual(await choicesOf(mine), ["A"]);
});

test("the second of two editors is told what the first did to rows, and loses nothing", async () => {
  const question = await makeQuestion("Which game?", "Chess", "Go", "Ludo");
  const path = pathOf(question);
  const fields = fieldsOf(await page(path));
  const first = {
    ...fields,
    "choice-0-text": "Blitz",
    "choice-0-votes": "1",
    "choice-1-DELETE": "on",
    "choice-3-text": "Mill",
  };
  assert.equal((await send(path, first)).status, 303);
  const second = { ...fields, "choice-0-votes": "9", "choice-1-votes": "4", "choice-3-text": "Dice" };
  const answer = await send(path, second);
  const html = await answer.text();
  assert.equal(answer.status, 409);
  assert.match(html, /Somebody else changed this while you were at it/);
  const panel = html.slice(html.indexOf("conflict"), html.indexOf("data-edit"));
  assert.match(panel, /<a href="#id_choice-0-inline">Choice “Blitz”<\/a>/);
  assert.match(panel, /<dt>Text<\/dt><dd>Blitz<\/dd>[\s\S]*<dt>Votes<\/dt><dd>1<\/dd>/);
  assert.match(panel, /Choice “Go”[\s\S]*It was deleted\./);
  assert.match(panel, /Choice “Mill”[\s\S]*It was added/);
  assert.deepEqual(await choicesOf(question), ["Blitz", "Ludo", "Mill"]);
  const shown = fieldsOf(html);
  const texts = [0, 1, 2, 3, 4].map((i) => shown[`choice-${i}-text`]?.[0]);
  assert.deepEqual(texts, ["Chess", "Ludo", "Mill", "Go", "Dice"]);
  assert.deepEqual(
    [shown["choice-0-votes"], shown["choice-3-votes"], shown["choice-3-DELETE"]],
    [["9"], ["4"], ["on"]],
  );
  // Saved again as it stands, what the other deleted stays so.
  assert.equal((await send(path, shown)).status, 303);
  assert.deepEqual(await choicesOf(question), ["Chess", "Ludo", "Mill", "Dice"]);
  const { "choice-3-DELETE": _mark, ...revived } = shown;
  assert.equal((await send(path, { ...revived, "choice-4-text": "Cards" })).status, 409);
});

test("a row that another has changed to a field that is not in the form is no conflict", async () => {
  const question = await makeQuestion("Which road?", "High");
  const path = `${pathOf(question)}`;
  const fields = fieldsOf(await page(path));
  await makeQuestion("No conflict?", "Low");
  await Choice.objects.create({ question, text: "New", position: 2 });
  assert.equal((await send(path, { ...fields, "choice-0-votes": "2" })).status, 303);
  assert.deepEqual(await choicesOf(question), ["High", "New"]);
});

test("a form with hundreds of rows is saved", async () => {
  const question = await makeQuestion("Large?", ...Array.from({ length: 250 }, (_, i) => `Row ${i}`));
  const fields = fieldsOf(await page(pathOf(question)));
  assert.ok(Object.keys(fields).length > 2000);
  assert.equal((await send(pathOf(question), { ...fields, "choice-249-votes": "5" })).status, 303);
  assert.equal((await Choice.objects.get({ question, text: "Row 249" })).votes, 5);
});

test("a form asks as many questions for fifty rows as for two", async () => {
  const few = await makeQuestion("Few?", "1", "2");
  const many = await makeQuestion("Many?", ...Array.from({ length: 50 }, (_, i) => `Row ${i}`));
  const rows = await Choice.objects.filter({ question: many });
  await Remark.objects.bulkCreate(rows.map(({ id }) => ({ choice: id, text: "Same.", about: 1 })));
  for (const remark of await Remark.objects.filter({ choice__question: many })) await remark.topics.add(1, 2);
  await Choice.objects.filter({ question: many }).update({ topic: 1 });
  const one = await Choice.objects.filter({ question: few }).first();
  await (await Remark.objects.create({ choice: one!.id, text: "One.", about: 1 })).topics.add(1);
  const opened = async (question: Question): Promise<number> =>
    (await captureQueries(() => page(pathOf(question)))).queries.length;
  await opened(few);
  assert.equal(await opened(many), await opened(few));
  const sent = async (question: Question): Promise<number> => {
    const fields = fieldsOf(await page(pathOf(question)));
    const { queries } = await captureQueries(async () => {
      assert.equal((await send(pathOf(question), fields)).status, 303);
    });
    return queries.length;
  };
  assert.equal(await sent(many), await sent(few));
});
