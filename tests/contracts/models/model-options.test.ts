// Asserts on every database what the options of models do: rows in an order of their own, default names and managers.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { modelForm } from "demijohn/forms";
import { assertQueries, atomic, count, defineModels, f, Model, QuerySet } from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Quiz extends Model("opt.Quiz", () => Quiz, {
  title: f.char({ maxLength: 20 }),
  questions: f.reverse(() => Question, "quiz", { queryName: "question" }),
  steps: f.reverse(() => Step, "quiz"),
  badge: f.reverseOne(() => Badge, "quiz", { queryName: "badgeOfQuiz" }),
  topics: f.manyToMany(() => Topic, {
    relatedName: "quizzes",
    limitChoicesTo: { quizzes__title__ne: "Hard", live: true },
    blank: true,
  }),
}) {}
class Question extends Model(
  "opt.Question",
  () => Question,
  {
    text: f.char({ maxLength: 20 }),
    quiz: f.foreignKey(() => Quiz, { relatedName: "questions", relatedQueryName: "question", null: true }),
  },
  { orderWithRespectTo: "quiz" },
) {}
class Step extends Model(
  "opt.Step",
  () => Step,
  { name: f.char({ maxLength: 20 }), quiz: f.foreignKey(() => Quiz) },
  { defaultRelatedName: "{model}s" },
) {}
class Badge extends Model(
  "opt.Badge",
  () => Badge,
  { name: f.char({ maxLength: 20 }), quiz: f.oneToOne(() => Quiz) },
  { defaultRelatedName: "badge" },
) {}
class TopicQuerySet extends QuerySet<Topic> {
  named(name: string) {
    return this.filter({ name });
  }
}
class Topic extends Model(
  "opt.Topic",
  () => Topic,
  {
    name: f.char({ maxLength: 20 }),
    live: f.boolean({ default: true }),
    above: f.foreignKey(() => Topic, { null: true, relatedName: "below" }),
    below: f.reverse(() => Topic, "above"),
    quizzes: f.reverse(() => Quiz, "topics"),
  },
  { ordering: ["name"], defaultManagerName: "everything", baseManagerName: "real" },
) {
  static override readonly objects = new TopicQuerySet(this).filter({ live: true });
  static readonly everything = new TopicQuerySet(this);
  static readonly real = new TopicQuerySet(this).filter({ name__ne: "ghost" });
}
class TopicForm extends modelForm(Topic, { fields: ["above"] }) {}
class QuizForm extends modelForm(Quiz, { fields: ["title", "topics"] }) {}
const models = [Topic, Quiz, Question, Step, Badge];
defineModels({ Topic, Quiz, Question, Step, Badge });

async function fill(): Promise<void> {
  const easy = await Quiz.objects.create({ title: "Easy" });
  const hard = await Quiz.objects.create({ title: "Hard" });
  for (const text of ["one", "two", "three"]) await easy.questions.create({ text });
  await Question.objects.bulkCreate([
    { text: "uno", quiz: hard },
    { text: "four", quiz: easy },
    { text: "due", quiz: hard },
  ]);
  await Step.objects.create({ name: "start", quiz: easy });
  await Badge.objects.create({ name: "gold", quiz: easy });
  const root = await Topic.objects.create({ name: "root", live: false });
  const ghost = await Topic.objects.create({ name: "ghost" });
  await Topic.objects.bulkCreate([
    { name: "a", above: root },
    { name: "b", above: ghost },
  ]);
  await easy.topics.add(...(await Topic.objects.filter({ name: "a" })));
  await hard.topics.add(...(await Topic.objects.filter({ name: "b" })));
}

const easyQuiz = () => Quiz.objects.get({ title: "Easy" });
const texts = async (rows: PromiseLike<readonly { text: string }[]>) => (await rows).map((row) => row.text);
const places = () => Question.objects.orderBy("id").valuesList("text", "_order" as "text");

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];

const cases: readonly Case[] = [
  [
    "new rows come last within their foreign key, made one by one or many at once",
    places,
    [
      ["one", 0],
      ["two", 1],
      ["three", 2],
      ["uno", 0],
      ["four", 3],
      ["due", 1],
    ],
  ],
  ["the places of many rows are found by one query", () => assertQueries(4, addTwo), ["four", "five", "six"]],
  [
    "rows without the foreign key have an order as well",
    async () => {
      await Question.objects.create({ text: "x" });
      await Question.objects.create({ text: "y" });
      return Question.objects.filter({ quiz: null }).flat("_order" as "text");
    },
    [0, 1],
  ],
  [
    "a place that was given stays",
    async () => {
      const quiz = await easyQuiz();
      const row = new Question({ text: "far", quiz });
      Object.assign(row, { _order: 40 });
      await row.fullClean();
      await row.save();
      return texts(quiz.questions.orderBy("-_order" as "text").limit(2));
    },
    ["far", "four"],
  ],
  [
    "an instance that was assigned before it was saved places its rows",
    async () => {
      const quiz = new Quiz({ title: "New" });
      const row = new Question({ text: "n", quiz });
      await quiz.save();
      await row.save();
      return (await quiz.questions.getOrder()).length;
    },
    1,
  ],
  ["the rows come in their order", async () => texts((await easyQuiz()).questions), ["one", "two", "three", "four"]],
  [
    "the order is read and written by keys or instances",
    async () => {
      const quiz = await easyQuiz();
      const before = await quiz.questions.getOrder();
      const rows = await quiz.questions.all();
      await quiz.questions.setOrder([rows[3]!, rows[0]!.pk, rows[2]!, rows[1]!]);
      const after = await quiz.questions.getOrder();
      return [
        before.map((key) => before.indexOf(key)),
        after.map((key) => before.indexOf(key)),
        await texts(quiz.questions),
      ];
    },
    [
      [0, 1, 2, 3],
      [3, 0, 2, 1],
      ["four", "one", "three", "two"],
    ],
  ],
  [
    "a neighbour in the order has the same foreign key",
    async () => {
      const first = await Question.objects.get({ text: "one" });
      const last = await Question.objects.get({ text: "due" });
      return [
        (await first.findNextInOrder())?.text,
        (await first.findPreviousInOrder())?.text,
        (await last.findPreviousInOrder())?.text,
        (await last.findNextInOrder())?.text,
      ];
    },
    ["two", undefined, "uno", undefined],
  ],
  [
    "a row of another relation has no place in it",
    async () => {
      const other = await Question.objects.get({ text: "uno" });
      return (await easyQuiz()).questions
        .setOrder([other])
        .catch((error: Error) => error.message.split("\n")[0]!.replace(/\d+/, "n"));
    },
    "ORM_NOT_ORDERED: The Question n is not in Quiz.questions, and has no place there.",
  ],
  [
    "rows without an order of their own say so",
    async () => (await easyQuiz()).steps.getOrder().catch((error: Error) => error.message.replace(/\n {2}At .*/g, "")),
    'ORM_NOT_ORDERED: The rows of Quiz.steps have no order of their own.\n  Give Step the option { orderWithRespectTo: "quiz" }.',
  ],
  [
    "a relation has a name of its own in paths",
    () =>
      Quiz.objects
        .filter({ question__text: "uno" })
        .annotate({ n: count("question") })
        .valuesList("title", "n", "question__text"),
    [["Hard", 1, "uno"]],
  ],
  [
    "both names lead over one join",
    () => Quiz.objects.filter({ question__text: "one", questions__text: "two" }).count(),
    0,
  ],
  [
    "relations without a relatedName take that of their model",
    async () => {
      const quiz = await easyQuiz();
      return [
        await quiz.steps.flat("name"),
        (await quiz.badge)?.name,
        await Quiz.objects.filter({ steps__name: "start", badgeOfQuiz__name: "gold" }).count(),
      ];
    },
    [["start"], "gold", 1],
  ],
  [
    "relations to many start from the default manager",
    async () => {
      const topic = await Topic.everything.get({ name: "root" });
      await Topic.everything.filter({ name: "a" }).update({ live: false });
      return [await topic.below.flat("name"), await topic.below.named("a").count(), await topic.below.all().exists()];
    },
    [["a"], 1, true],
  ],
  [
    "the base manager loads what a foreign key leads to",
    async () => {
      const [a, b] = await Topic.objects.filter({ above__isnull: false });
      return [(await a!.above)?.name, await b!.above];
    },
    ["root", null],
  ],
  [
    "a form offers the rows of the default manager",
    async () => {
      const form = new TopicForm();
      await form.load();
      return [...String(form.asP).matchAll(/<option[^>]*>([^<]*)/g)].map(([, label]) => label!.replace(/\d+/, "n"))
        .length;
    },
    5,
  ],
  [
    "a form admits the rows that limitChoicesTo means alone",
    async () => {
      const [a, b] = await Topic.everything.filter({ name__in: ["a", "b"] });
      const good = await QuizForm.from({ title: "x", topics: [String(a!.pk)] });
      const bad = await QuizForm.from({ title: "x", topics: [String(a!.pk), String(b!.pk)] });
      return [good.isValid(), bad.isValid(), [...(bad.errors.topics ?? [])].length];
    },
    [true, false, 1],
  ],
];

async function addTwo(): Promise<string[]> {
  const quiz = await easyQuiz();
  await Question.objects.bulkCreate([
    { text: "five", quiz },
    { text: "six", quiz },
  ]);
  return (await texts(quiz.questions.all())).slice(3);
}

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
