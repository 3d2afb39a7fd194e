// What inlines of the admin know of their models: what must compile and what must not.

import { type InlineFormset, inline, modelAdmin } from "demijohn/admin";
import { f, Model } from "demijohn/orm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Equal<A, B>): void {}

class Question extends Model("polls.Question", () => Question, {
  text: f.char(),
  choices: f.reverse(() => Choice, "question"),
}) {}
class Other extends Model("polls.Other", () => Other, { text: f.char() }) {}
class Choice extends Model("polls.Choice", () => Choice, {
  question: f.foreignKey(() => Question, { relatedName: "choices", onDelete: "cascade" }),
  text: f.char(),
  slug: f.slug(),
  place: f.integer(),
}) {}
class Remark extends Model("polls.Remark", () => Remark, {
  choice: f.oneToOne(() => Choice, { onDelete: "cascade" }),
  text: f.text(),
}) {}
class Tag extends Model("polls.Tag", () => Tag, {
  word: f.char(),
  targetType: f.char(),
  targetId: f.char(),
  target: f.generic("targetType", "targetId"),
}) {}
class Link extends Model("polls.Link", () => Link, {
  from: f.foreignKey(() => Question, { relatedName: "from", onDelete: "cascade" }),
  to: f.foreignKey(() => Question, { relatedName: "to", onDelete: "cascade" }),
}) {}

// Every option of an inline, by its right names.
modelAdmin(Question, {
  inlines: [
    inline(Choice, {
      kind: "stacked",
      fkName: "question",
      fields: ["text", ["slug", "place"], { name: "loud", value: (choice) => choice.text.toUpperCase() }],
      exclude: ["slug"],
      readonlyFields: ["place"],
      prepopulatedFields: { slug: ["text"] },
      ordering: ["-place", "question__text"],
      sortable: "place",
      extra: 3,
      minNum: 1,
      maxNum: 9,
      canDelete: false,
      showChangeLink: true,
      collapsed: true,
      verboseName: "answer",
      verboseNamePlural: "answers",
      classes: ["wide"],
      template: "choices.html",
      formset: {
        clean: (formset) => {
          same<typeof formset, InlineFormset<Choice>>(true);
          if (formset.created.some((choice) => choice.text === "")) formset.addError("Name them.");
        },
      },
      getQueryset: () => Choice.objects.exclude({ text: "" }),
      getExtra: (_request, question) => {
        same<typeof question, Question | undefined>(true);
        return question === undefined ? 3 : 0;
      },
      getMinNum: async () => 1,
      getMaxNum: () => 9,
      getFields: () => ["text"],
      getReadonlyFields: (_request, question) => (question?.text === "" ? ["text"] : []),
      hasAddPermission: (request, question) => question?.text !== request.path,
      hasChangePermission: async () => true,
      hasViewPermission: () => true,
      hasDeletePermission: () => false,
      inlines: [inline(Remark), inline(Tag)],
    }),
    inline(Link, { fkName: "from" }),
  ],
  getInlines: (_request, question) => (question === undefined ? [] : [inline(Tag, { extra: 0 })]),
  saveFormset: (formset, _request, question) => {
    for (const row of formset.created) if (row instanceof Choice) row.text += question.text;
  },
  saveRelated: async (question, _request, isNew) => void (isNew && (await question.save())),
});

// @ts-expect-error: a choice does not point at the other model
modelAdmin(Other, { inlines: [inline(Choice)] });
// @ts-expect-error: nothing points from the other model
modelAdmin(Question, { inlines: [inline(Other)] });
// @ts-expect-error: a hook is held to the same
modelAdmin(Other, { getInlines: () => [inline(Choice)] });
// @ts-expect-error: a remark points at a choice, not at a link
inline(Link, { inlines: [inline(Remark)] });
// @ts-expect-error: "text" points at nothing
inline(Choice, { fkName: "text" });
// @ts-expect-error: there is no field "txet"
inline(Choice, { fields: ["txet"] });
// @ts-expect-error: there is no field "txet"
inline(Choice, { readonlyFields: ["txet"] });
// @ts-expect-error: there is no field "palce"
inline(Choice, { sortable: "palce" });
// @ts-expect-error: there is no field "palce"
inline(Choice, { ordering: ["-palce"] });
// @ts-expect-error: there is no field "txet"
inline(Choice, { prepopulatedFields: { slug: ["txet"] } });
// @ts-expect-error: an inline is a table or cards
inline(Choice, { kind: "grid" });
// @ts-expect-error: there is no option "maxnum"
inline(Choice, { maxnum: 3 });
// @ts-expect-error: a row has no property "txet"
inline(Choice, { formset: { clean: (formset) => void formset.created.map((choice) => choice.txet) } });
// @ts-expect-error: an object has no property "txet"
inline(Choice, { getExtra: (_request, question) => question?.txet.length ?? 0 });
