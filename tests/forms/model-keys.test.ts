// Tests forms of models with keys of several fields, and of foreign keys to other unique fields.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { modelForm, modelFormSet } from "#forms";
import { closeDatabases, createTables, defineDatabases, f, Model } from "#orm";

class Country extends Model("mkf.Country", () => Country, {
  iso: f.char({ maxLength: 2, unique: true }),
  name: f.char({ maxLength: 20 }),
}) {
  override toString() {
    return this.name;
  }
}
class Stay extends Model(
  "mkf.Stay",
  () => Stay,
  { country: f.foreignKey(() => Country, { toField: "iso" }), year: f.integer(), nights: f.integer({ default: 1 }) },
  { primaryKey: ["country", "year"], ordering: ["pk"] },
) {}

class StayForm extends modelForm(Stay, { fields: ["country", "year", "nights"] }) {}
class NightsForm extends modelForm(Stay, { fields: ["nights"] }) {}
class Stays extends modelFormSet(NightsForm, { canDelete: true, extra: 0 }) {}

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([Country, Stay]);
  await Country.objects.bulkCreate([
    { iso: "at", name: "Austria" },
    { iso: "ch", name: "Switzerland" },
  ]);
  await Stay.objects.bulkCreate([
    { country: "at", year: 2025 },
    { country: "ch", year: 2026, nights: 3 },
  ]);
});
after(() => closeDatabases());

test("a choice stands for the field that the foreign key points at", async () => {
  const form = await StayForm.from({ country: "ch", year: "2024", nights: "2" });
  const stay = (await form.save())!;
  assert.deepEqual(stay.pk, ["ch", 2024]);
  await form.load();
  assert.match(String(form), /<option value="ch" selected>Switzerland<\/option>/);
  const edited = await StayForm.from({ country: "ch", year: "2024", nights: "9" }, { instance: stay });
  await edited.save();
  assert.equal((await Stay.objects.get({ pk: ["ch", 2024] })).nights, 9);
  await stay.delete();
});

test("a key of several fields that is taken is refused", async () => {
  const form = await StayForm.from({ country: "at", year: "2025", nights: "2" });
  assert.equal(form.isValid(), false);
  assert.deepEqual(JSON.parse(JSON.stringify(form.errors)), {
    "": ["Another stay has this country and year already."],
  });
});

test("a set of forms finds its rows by keys of several fields", async () => {
  const shown = String(await Stays.from({ method: "GET", header: () => undefined, form: () => undefined } as never));
  assert.match(shown, /<input type="hidden" name="form-0-pk" value="at,2025"/);
  const set = await Stays.from({
    "form-TOTAL_FORMS": "2",
    "form-INITIAL_FORMS": "2",
    "form-0-pk": "at,2025",
    "form-0-nights": "5",
    "form-1-pk": "ch,2026",
    "form-1-nights": "3",
    "form-1-DELETE": "on",
  });
  const saved = (await set.save())!;
  assert.deepEqual([saved.changed.length, saved.deleted.length], [1, 1]);
  assert.deepEqual(await Stay.objects.valuesList("pk", "nights"), [[["at", 2025], 5]]);
});
