// Tests sets of forms: counts, adding without scripts, deleting, ordering, and sets of rows saved in one transaction.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Form, field, formSet, inlineFormSet, modelForm, modelFormSet } from "#forms";
import { closeDatabases, createTables, defineDatabases, f, Model } from "#orm";

class JarForm extends Form({ name: field.char({ maxLength: 10 }), litres: field.integer({ minValue: 1 }) }) {}

const counts = (total: number, initial = 0, prefix = "form") => ({
  [`${prefix}-TOTAL_FORMS`]: String(total),
  [`${prefix}-INITIAL_FORMS`]: String(initial),
});

test("forms that nobody touched are no part of a set", async () => {
  class Jars extends formSet(JarForm) {}
  const jars = await Jars.from({
    ...counts(2),
    "form-0-name": "red",
    "form-0-litres": "5",
    "form-1-name": "",
    "form-1-litres": "",
  });
  assert.equal(jars.isValid(), true);
  assert.deepEqual(jars.cleanedData, [{ name: "red", litres: 5 }]);
  const bad = await Jars.from({
    ...counts(2),
    "form-0-name": "red",
    "form-0-litres": "0",
    "form-1-name": "",
    "form-1-litres": "x",
  });
  assert.deepEqual([bad.isValid(), bad.status], [false, 422]);
  assert.deepEqual(JSON.parse(JSON.stringify(bad.errors)), [
    { litres: ["Ensure this value is greater than or equal to 1."] },
    { name: ["This field is required."], litres: ["Enter a whole number."] },
  ]);
  assert.match(String(bad.errorSummary), /href="#id_form-1-name"/);
});

test("the fewest and the most forms", async () => {
  class Jars extends formSet(JarForm, { minNum: 1, maxNum: 2, validateMin: true, validateMax: true, extra: 5 }) {}
  assert.equal(new Jars().length, 2);
  const none = await Jars.from({ ...counts(0) });
  assert.deepEqual([...none.nonFormErrors], ["Please submit at least 1 form."]);
  const row = (index: number) => ({ [`form-${index}-name`]: "a", [`form-${index}-litres`]: "1" });
  const many = await Jars.from({ ...counts(3), ...row(0), ...row(1), ...row(2) });
  assert.deepEqual([...many.nonFormErrors], ["Please submit at most 2 forms."]);
  const flood = await Jars.from({ ...counts(999_999_999) });
  assert.equal(flood.length, 1002);
  assert.equal(flood.hasChanged(), false);
  assert.deepEqual(flood.nonFormErrors.codes, ["too_many_forms", "too_few_forms"]);
});

test("counts that were tampered with are refused", async () => {
  class Jars extends formSet(JarForm) {}
  for (const data of [{}, counts(-1), { ...counts(1), "form-TOTAL_FORMS": "1e9" }]) {
    const set = await Jars.from(data);
    assert.equal(set.isValid(), false);
    assert.deepEqual(set.nonFormErrors.codes, ["missing_management_form"]);
  }
});

test("the button for one more works without scripts and keeps what was typed", async () => {
  class Jars extends formSet(JarForm, { extra: 1, addText: "One more jar" }) {}
  const first = new Jars();
  assert.match(
    String(first),
    /<button type="submit" class="form-add" name="form-ADD" value="1" formnovalidate>One more jar<\/button>/,
  );
  assert.match(
    String(first),
    /<template><fieldset class="form-row"><legend>Entry __number__<\/legend>.*name="form-__prefix__-name"/s,
  );
  const more = await Jars.from({ ...counts(1), "form-0-name": "red", "form-ADD": "1" });
  assert.deepEqual([more.isValid(), more.status, more.length], [false, 200, 2]);
  assert.match(String(more), /name="form-TOTAL_FORMS" value="2"/);
  assert.match(String(more), /name="form-0-name" value="red"/);
  assert.doesNotMatch(String(more), /form-errors/);
});

test("forms are deleted and ordered", async () => {
  class Jars extends formSet(JarForm, { canDelete: true, canOrder: true }) {}
  const initial = [
    { name: "a", litres: 1 },
    { name: "b", litres: 2 },
    { name: "c", litres: 3 },
  ];
  assert.match(String(new Jars({ initial })), /name="form-1-ORDER" value="2"/);
  const row = (index: number, name: string, order: string, more = {}) => ({
    [`form-${index}-name`]: name,
    [`form-${index}-litres`]: "1",
    [`form-${index}-ORDER`]: order,
    ...more,
  });
  const set = await Jars.from(
    {
      ...counts(4, 3),
      ...row(0, "a", "3"),
      ...row(1, "", "1", { "form-1-DELETE": "on" }),
      ...row(2, "c", "1"),
      ...row(3, "d", ""),
    },
    { initial },
  );
  assert.equal(set.isValid(), true);
  assert.deepEqual(
    set.orderedForms.map((form) => form.cleanedData.name),
    ["c", "a", "d"],
  );
  assert.deepEqual(set.deletedForms.length, 1);
  assert.equal(set.cleanedData.length, 3);
});

test("a set checks its forms together", async () => {
  class Jars extends formSet(JarForm) {
    override clean() {
      const names = this.cleanedData.map((jar) => jar.name);
      if (new Set(names).size < names.length) this.addError({ code: "twice", message: "Each jar needs its own name." });
    }
  }
  const set = await Jars.from({
    ...counts(2),
    "form-0-name": "a",
    "form-0-litres": "1",
    "form-1-name": "a",
    "form-1-litres": "2",
  });
  assert.deepEqual([set.isValid(), [...set.nonFormErrors]], [false, ["Each jar needs its own name."]]);
});

class Shelf extends Model("fs.Shelf", () => Shelf, { place: f.char({ maxLength: 20 }) }) {}
class Bottle extends Model(
  "fs.Bottle",
  () => Bottle,
  {
    label: f.char({ maxLength: 20 }),
    code: f.char({ maxLength: 5, unique: true }),
    shelf: f.foreignKey(() => Shelf, { relatedName: "bottles" }),
  },
  { unique: [["label", "shelf"]] },
) {}
class BottleForm extends modelForm(Bottle, { fields: ["label", "code"] }) {}
class ShelfForm extends modelForm(Shelf, { fields: ["place"] }) {}
class Shelves extends modelFormSet(ShelfForm, { canDelete: true }) {}
class Bottles extends inlineFormSet(Shelf, BottleForm, { canDelete: true, extra: 2 }) {}

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([Shelf, Bottle]);
});
after(() => closeDatabases());

const get = { method: "GET", header: () => undefined, form: () => undefined } as never;

test("rows are changed, added and deleted in one transaction", async () => {
  const [a, b] = [await Shelf.objects.create({ place: "left" }), await Shelf.objects.create({ place: "right" })];
  const shown = await Shelves.from(get);
  assert.match(String(shown), new RegExp(`<input type="hidden" name="form-1-id" value="${b.id}"`));
  const set = await Shelves.from({
    ...counts(3, 2),
    "form-0-id": String(a.id),
    "form-0-place": "middle",
    "form-1-id": String(b.id),
    "form-1-place": "right",
    "form-1-DELETE": "on",
    "form-2-id": "",
    "form-2-place": "top",
  });
  const saved = await set.save();
  assert.deepEqual(
    saved?.changed.map(({ changedData }) => changedData),
    [["place"]],
  );
  assert.deepEqual([saved?.created.length, saved?.deleted.length], [1, 1]);
  assert.deepEqual(
    (await Shelf.objects.orderBy("id")).map((shelf) => shelf.place),
    ["middle", "top"],
  );
});

test("rows outside of the query cannot be reached by their keys", async () => {
  const mine = await Shelf.objects.create({ place: "mine" });
  const other = await Shelf.objects.create({ place: "other" });
  const set = await Shelves.from(
    { ...counts(1, 1), "form-0-id": String(other.id), "form-0-place": "stolen" },
    { queryset: Shelf.objects.filter({ id: mine.id }) },
  );
  assert.equal(set.isValid(), false);
  assert.equal(await set.save(), undefined);
  await other.refresh();
  assert.equal(other.place, "other");
});

test("related rows get their parent, and are unique among each other and within it", async () => {
  const shelf = await Shelf.objects.create({ place: "cellar" });
  const set = await Bottles.from(
    {
      ...counts(2, 0, "bottle"),
      "bottle-0-label": "Rioja",
      "bottle-0-code": "r1",
      "bottle-1-label": "Port",
      "bottle-1-code": "p1",
    },
    { instance: shelf },
  );
  assert.deepEqual(JSON.parse(JSON.stringify(set.errors)), [{}, {}]);
  assert.equal((await set.save())?.created.length, 2);
  assert.equal(await Bottle.objects.filter({ shelf }).count(), 2);
  const twice = await Bottles.from(
    {
      ...counts(2, 0, "bottle"),
      "bottle-0-label": "A",
      "bottle-0-code": "x",
      "bottle-1-label": "B",
      "bottle-1-code": "x",
    },
    { instance: shelf },
  );
  assert.deepEqual([...twice.nonFormErrors], ["Please correct the duplicate data for code."]);
  const alike = await Bottles.from(
    {
      ...counts(2, 0, "bottle"),
      "bottle-0-label": "A",
      "bottle-0-code": "x",
      "bottle-1-label": "A",
      "bottle-1-code": "y",
    },
    { instance: shelf },
  );
  assert.deepEqual([...alike.nonFormErrors], ["Please correct the duplicate data for label."]);
  const taken = await Bottles.from(
    { ...counts(1, 0, "bottle"), "bottle-0-label": "Rioja", "bottle-0-code": "r2" },
    { instance: shelf },
  );
  assert.deepEqual([...taken.forms[0]!.nonFieldErrors], ["Another bottle has this label and shelf already."]);
});

test("a failure among several undoes them all", async () => {
  const shelf = await Shelf.objects.create({ place: "attic" });
  const set = await Bottles.from(
    {
      ...counts(2, 0, "bottle"),
      "bottle-0-label": "A",
      "bottle-0-code": "a9",
      "bottle-1-label": "B",
      "bottle-1-code": "b9",
    },
    { instance: shelf },
  );
  assert.equal(set.isValid(), true);
  await Bottle.objects.create({ label: "Z", code: "b9", shelf });
  assert.equal(await set.save(), undefined);
  assert.equal(set.status, 422);
  assert.equal(await Bottle.objects.filter({ code: "a9" }).count(), 0);
});
