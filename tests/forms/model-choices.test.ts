// Tests choices of models that stand under headings, and the label of the empty one: in checks, labels, forms and types.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { modelForm } from "demijohn/forms";
import { createTables, defineDatabases, f, Model, ValidationError } from "demijohn/orm";

class Medium extends Model("mc.Medium", () => Medium, {
  kind: f.char({
    maxLength: 10,
    choices: { Audio: { vinyl: "Vinyl", cd: "CD" }, Video: { vhs: "VHS tape" }, unknown: "Unknown" },
  }),
  shelf: f.char({ maxLength: 5, blank: true, default: "", choices: { "": "On no shelf", left: "Left" } }),
}) {}
class MediumForm extends modelForm(Medium, { fields: ["kind", "shelf"] }) {}

defineDatabases({ default: "sqlite::memory:" });
before(() => createTables([Medium]));

test("a value under a heading is a choice, and a heading is none", async () => {
  const medium = await Medium.objects.create({ kind: "cd" });
  const kind: "vinyl" | "cd" | "vhs" | "unknown" = medium.kind;
  assert.equal(kind, "cd");
  assert.equal(medium.display("kind"), "CD");
  await medium.fullClean();
  // @ts-expect-error: a heading is no value
  const wrong = new Medium({ kind: "Audio" });
  await assert.rejects(wrong.fullClean(), (error) => error instanceof ValidationError && "kind" in error.issues);
});

test("a form shows headings as groups, and the model's own label of the empty choice", async () => {
  const html = String((await new MediumForm().load()).field("kind"));
  assert.match(
    html,
    /<option value=""[^>]*>---------<\/option>\s*<optgroup label="Audio">\s*<option value="vinyl">Vinyl/,
  );
  assert.match(
    html,
    /<optgroup label="Video">\s*<option value="vhs">VHS tape<\/option>\s*<\/optgroup>\s*<option value="unknown">/,
  );
  const shelf = String((await new MediumForm().load()).field("shelf"));
  assert.match(shelf, /<option value=""[^>]*>On no shelf/);
  assert.doesNotMatch(shelf, /---------/);
  const sent = await MediumForm.from({ kind: "vhs", shelf: "" });
  assert.ok(sent.isValid());
  assert.deepEqual({ ...sent.cleanedData }, { kind: "vhs", shelf: "" });
  const refused = await MediumForm.from({ kind: "Audio", shelf: "left" });
  assert.deepEqual(Object.keys(refused.errors), ["kind"]);
});
