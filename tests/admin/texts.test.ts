// Tests the admin's texts: that every one of a page can be said in another language, and which language a request gets.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { App } from "demijohn";
import { type AdminLanguage, admin, adminModels, adminTexts } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { adminTemplates } from "../../src/admin/templates/templates.ts";
import { AdminTexts } from "../../src/admin/texts/texts.ts";
import { htmxScript } from "../../src/admin/vendor/htmx.ts";

class Boat extends Model("harbour.Boat", () => Boat, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Sailor extends Model("harbour.Sailor", () => Sailor, {}, { mixins: [Account] }) {}

const german: AdminLanguage = {
  locale: "de",
  texts: {
    Overview: "Übersicht",
    "Add to {list}": "Zu {list} hinzufügen",
    "{count} {noun} were deleted.": { one: "{count} {noun} wurde gelöscht.", other: "{count} {noun} wurden gelöscht." },
  },
};

// What is left of a template's text between its tags, and of the attributes that people read, when all expressions are gone.
function wordsOutside(template: string): readonly string[] {
  const bare = template
    .replaceAll(/\{#.*?#\}/gs, "")
    .replaceAll(/\{\{.*?\}\}/gs, "")
    .replaceAll(/\{%.*?%\}/gs, "");
  const attributes = [...bare.matchAll(/\b(?:title|placeholder|alt|aria-label|aria-description)="([^"]*)"/g)].map(
    ([, text]) => text!,
  );
  const between = bare
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, "")
    .replaceAll(/<[^>]*>/gs, "\n")
    .split("\n");
  // Names of keys and of formats are the same in every language.
  const same = /^(CSV|JSON|XLSX|Ctrl K|&\w+;)$/;
  return [...attributes, ...between]
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text) && !same.test(text));
}

test("no template says a word that does not come from the catalogue", () => {
  for (const [name, template] of Object.entries(adminTemplates))
    assert.deepEqual(wordsOutside(template), [], `${name}: put it into {{ t("…") }}`);
  assert.deepEqual(wordsOutside(`<p title="Here">A word <b>{{ t("Save") }}</b></p>`), ["Here", "A word"]);
});

test("a macro that says texts is imported with its context", () => {
  for (const [name, template] of Object.entries(adminTemplates))
    for (const [line] of template.matchAll(/\{% from .*? %\}/g)) assert.match(line, /with context/, name);
});

test("a text is said in the language that the request accepts", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const app = new App({ mode: "development", secretKey: "a key that only this test knows, of 50 characters." });
  app.use(auth({ user: Sailor as never }));
  app.use(admin({ models: [Boat], languages: [german, { locale: "ar", texts: { Overview: "نظرة عامة" } }] }));
  await createTables([...authModels(Sailor as never), Boat, ...adminModels()]);
  const password = "wind from the west";
  await createUser(Sailor, { email: "ann@example.org", password, isStaff: true, isSuperuser: true });
  const client = new TestClient(app);
  const form = { login: "ann@example.org", password };
  await client.post("/accounts/login", { form, headers: { "Sec-Fetch-Site": "same-origin" } });
  const titleIn = async (language: string): Promise<string> => {
    const text = await (await client.get("/admin/", { headers: { "Accept-Language": language } })).text();
    return `${/<html[^>]*>/.exec(text)?.[0]} ${/<h1>(.*?)<\/h1>/.exec(text)?.[1]}`;
  };
  assert.equal(await titleIn("de-AT,de;q=0.9,en;q=0.5"), `<html lang="de" dir="ltr"> Übersicht`);
  assert.equal(await titleIn("ar"), `<html lang="ar" dir="rtl"> نظرة عامة`);
  assert.equal(await titleIn("sw"), `<html lang="en" dir="ltr"> Overview`);
});

test("a text that depends on a number takes the form of its language", () => {
  const { tn, t } = new AdminTexts(german);
  const said = (count: number): string =>
    tn("{count} {noun} was deleted.", "{count} {noun} were deleted.", count, { noun: "Zeilen" });
  assert.equal(said(1), "1 Zeilen wurde gelöscht.");
  assert.equal(said(1200), "1.200 Zeilen wurden gelöscht.");
  assert.equal(t("Add to {list}", { list: "Boote" }), "Zu Boote hinzufügen");
  assert.equal(t("Keep {this}", {}), "Keep {this}");
});

test("the catalogue lists what templates, code and scripts say, at once or later", () => {
  for (const text of [
    "Save",
    "Page {page} of {pages}",
    "all {count} that fit",
    "It is there again.",
    "Past 7 days",
    "Nothing fits.",
  ])
    assert.ok((adminTexts as readonly string[]).includes(text), text);
});

test("a project's own templates have texts of their own", () => {
  const { t } = new AdminTexts({ locale: "de", texts: {}, ownTexts: { "High tide": "Hochwasser" } });
  assert.equal(t("High tide"), "Hochwasser");
});

test("htmx is what its package holds", () => {
  const folder = new URL("../../node_modules/htmx.org/", import.meta.url);
  assert.ok(readdirSync(folder).includes("LICENSE"));
  assert.equal(htmxScript, readFileSync(new URL("dist/htmx.min.js", folder), "utf8"));
});
