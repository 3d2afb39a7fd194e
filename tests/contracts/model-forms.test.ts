// Tests on every database that of many visitors who save the same at once one wins, and the others get their forms back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inlineFormSet, modelForm } from "demijohn/forms";
import { closeDatabases, createTables, defineDatabases, dropTables, f, Model } from "demijohn/orm";
import { databaseCases } from "./databases.ts";

class Guest extends Model(
  "mfc.Guest",
  () => Guest,
  {
    email: f.email({ unique: true }),
    table: f.integer({ null: true }),
    seat: f.integer({ null: true }),
    friends: f.manyToMany(() => Guest, { relatedName: "friendOf", blank: true }),
    friendOf: f.reverse(() => Guest, "friends"),
  },
  { unique: [["table", "seat"]] },
) {}
class Gift extends Model("mfc.Gift", () => Gift, {
  what: f.char({ maxLength: 20, unique: true }),
  guest: f.foreignKey(() => Guest, { relatedName: "gifts" }),
}) {}
class GuestForm extends modelForm(Guest, { fields: ["email", "table", "seat", "friends"] }) {}
class GiftForm extends modelForm(Gift, { fields: ["what"] }) {}
class Gifts extends inlineFormSet(Guest, GiftForm) {}

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await each.open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      else await opened.database.close();
      defineDatabases({ default: opened.url });
      await createTables([Guest, Gift]);
    });
    after(async () => {
      await dropTables([Guest, Gift]);
      await closeDatabases();
      await remove();
    });

    test("of many forms with the same unique value one is saved", async () => {
      const forms = await Promise.all(Array.from({ length: 20 }, () => GuestForm.from({ email: "ann@example.org" })));
      assert.ok(forms.every((form) => form.isValid()));
      const saved = await Promise.all(forms.map((form) => form.save()));
      assert.equal(saved.filter((guest) => guest !== undefined).length, 1);
      for (const [index, form] of forms.entries())
        if (saved[index] === undefined)
          assert.deepEqual([form.status, [...form.errors.email!]], [422, ["Another guest has this email already."]]);
      assert.equal(await Guest.objects.filter({ email: "ann@example.org" }).count(), 1);
    });

    test("what is unique together is refused together, relations included", async () => {
      const ann = await Guest.objects.get({ email: "ann@example.org" });
      const forms = await Promise.all(
        ["b", "c"].map((name) =>
          GuestForm.from({ email: `${name}@example.org`, table: "1", seat: "2", friends: [String(ann.id)] }),
        ),
      );
      const saved = await Promise.all(forms.map((form) => form.save()));
      assert.equal(saved.filter((guest) => guest !== undefined).length, 1);
      const loser = forms[saved.indexOf(undefined)]!;
      assert.deepEqual([...loser.nonFieldErrors], ["Another guest has this table and seat already."]);
      assert.equal(await ann.friendOf.count(), 1);
    });

    test("a set of related rows is written whole or not at all", async () => {
      const ann = await Guest.objects.get({ email: "ann@example.org" });
      const data = { "gift-TOTAL_FORMS": "2", "gift-INITIAL_FORMS": "0", "gift-0-what": "cork", "gift-1-what": "jar" };
      const sets = await Promise.all([1, 2, 3].map(() => Gifts.from(data, { instance: ann })));
      const saved = [];
      for (const set of sets) saved.push(await set.save());
      assert.equal(saved.filter((done) => done !== undefined).length, 1);
      assert.equal(await Gift.objects.count(), 2);
    });
  });
}
