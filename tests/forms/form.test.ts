// Tests forms: what they read and clean, errors, change detection, sources, settings, limits and hostile names.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { type } from "arktype";
import { App, reply } from "demijohn";
import * as v from "valibot";
import { z } from "zod";
import { BoundField, Form, field, findLocaleFormats, forms, schemaValidator } from "#forms";
import { formsErrors } from "#forms/internals";
import { ValidationError } from "#validate";

class SignUp extends Form(
  {
    email: field.email(),
    name: field.char({ maxLength: 20, required: false }),
    password: field.password({ minLength: 4 }),
    again: field.password(),
    age: field.integer({ required: false, minValue: 18 }),
    terms: field.boolean(),
  },
  { cleanFields: { email: (email) => email.toLowerCase() } },
) {
  override clean() {
    const { password, again } = this.cleanedData;
    if (password !== undefined && again !== undefined && password !== again)
      this.addError("again", { code: "mismatch", message: "The passwords differ." });
  }
}

const good = { email: "Ann@Example.org", name: " Ann ", password: " pass ", again: " pass ", age: "42", terms: "on" };

test("clean values are typed, cut and turned", async () => {
  const form = await SignUp.from(good);
  assert.ok(form.isValid());
  assert.deepEqual(form.cleanedData, {
    email: "ann@example.org",
    name: "Ann",
    password: " pass ",
    again: " pass ",
    age: 42,
    terms: true,
  });
  assert.equal(form.status, 200);
});

test("errors stand by field, with codes, and the field has no clean value", async () => {
  const form = await SignUp.from({ email: "no", password: "abcd", again: "abce", age: "17" });
  assert.equal(form.isValid(), false);
  assert.equal(form.status, 422);
  assert.deepEqual(JSON.parse(JSON.stringify(form.errors)), {
    email: ["Enter a valid email address."],
    age: ["Ensure this value is greater than or equal to 18."],
    terms: ["This field is required."],
    again: ["The passwords differ."],
  });
  assert.deepEqual(form.cleanedData, { name: "", password: "abcd" });
  assert.ok(form.hasError("again", "mismatch"));
  assert.equal(form.issues["age"]?.[0]?.code, "min_value");
});

test("an error of the whole form, and one of fields that are not there", async () => {
  const form = await SignUp.from(good);
  form.addError(null, "Come back tomorrow.");
  form.addError(null, new ValidationError({ email: "Banned.", gone: "Lost." }));
  assert.deepEqual([...form.nonFieldErrors], ["Come back tomorrow.", "Lost."]);
  assert.deepEqual([...form.errors.email!], ["Banned."]);
});

test("checks may wait", async () => {
  class Form_ extends Form({
    name: field.char({
      validators: [
        async (name: string) => ((await Promise.resolve(name === "taken")) ? "Somebody has it." : undefined),
      ],
    }),
  }) {
    override async clean() {
      await Promise.resolve();
      if (this.cleanedData.name === "odd") throw new ValidationError("Odd.");
    }
  }
  assert.deepEqual([...(await Form_.from({ name: "taken" })).errors.name!], ["Somebody has it."]);
  assert.deepEqual([...(await Form_.from({ name: "odd" })).nonFieldErrors], ["Odd."]);
});

test("a form that nobody sent shows its initial values and is not valid", async () => {
  const form = new SignUp({ initial: { name: "Bea", age: () => 30 } });
  assert.deepEqual([form.isBound, form.isValid(), form.hasChanged()], [false, false, false]);
  assert.equal(form.fields.age.value, 30);
  assert.match(String(form.fields.name), /value="Bea"/);
});

test("what changed is told by field, with the initial value from the page where it travels", async () => {
  class Edit extends Form({
    text: field.char(),
    day: field.date(),
    flag: field.boolean({ required: false }),
    seen: field.char({ showHiddenInitial: true, initial: "now" }),
    fixed: field.char({ disabled: true, initial: "kept" }),
  }) {}
  const form = await Edit.from(
    { text: "a", day: "2026-01-02", seen: "x", "initial-seen": "x", fixed: "forged" },
    { initial: { text: "a", day: "2026-01-01", flag: true } },
  );
  assert.deepEqual(form.changedData, ["day", "flag"]);
  assert.match(String(form.fields.seen), /name="initial-seen" value="now"/);
  assert.ok(form.isValid());
  assert.equal(form.cleanedData.fixed, "kept");
});

test("prefixes part forms on one page; forms that nobody touched may be valid", async () => {
  const data = { "a-email": "a@b.org", "a-password": "abcd", "a-again": "abcd", "a-terms": "1" };
  assert.ok((await SignUp.from(data, { prefix: "a" })).isValid());
  assert.ok(!(await SignUp.from(data, { prefix: "b" })).isValid());
  assert.ok((await SignUp.from({}, { prefix: "b", emptyPermitted: true })).isValid());
  assert.match(String(new SignUp({ prefix: "a" }).fields.email), /name="a-email" maxlength="320" id="id_a-email"/);
});

test("fields are put in another order, changed and taken out in one form", async () => {
  const form = new SignUp({ data: good, fieldOrder: ["terms", "name"] });
  form.setField("name", field.char({ maxLength: 2 }));
  form.removeField("age");
  assert.deepEqual(
    [...form].map((each) => each.name),
    ["terms", "name", "email", "password", "again"],
  );
  assert.equal(await form.validate(), false);
  assert.deepEqual(form.errors.name?.codes, ["max_length"]);
  assert.equal(new SignUp().fields.name.field.options.maxLength, 20);
});

test("a group has a value for each part, and a list one for each control", async () => {
  class Party extends Form({
    address: field.group({ street: field.char({ maxLength: 9 }), zip: field.integer() }),
    other: field.group({ street: field.char(), flat: field.boolean({ required: false }) }, { required: false }),
    guests: field.list(field.email(), { maxItems: 2 }),
  }) {}
  const form = await Party.from({ "address-street": "Main", "address-zip": "7", guests: ["a@b.org", " ", "c@d.org"] });
  assert.ok(form.isValid());
  assert.deepEqual(form.cleanedData, {
    address: { street: "Main", zip: 7 },
    other: null,
    guests: ["a@b.org", "c@d.org"],
  });
  assert.match(
    String(form.fields.address),
    /<label for="id_address-street">Street<\/label><input type="text" name="address-street" value="Main" maxlength="9" id="id_address-street" required>/,
  );
  assert.match(String(form.fields.guests), /<input type="email" name="guests" value="c@d.org"[^>]* id="id_guests_2">/);
  const bad = await Party.from({
    "address-street": "",
    "address-zip": "x",
    "other-flat": "on",
    guests: ["a@b.org", "no"],
  });
  assert.deepEqual(JSON.parse(JSON.stringify(bad.errors)), {
    address: ["Street: This field is required.", "Zip: Enter a whole number."],
    other: ["Street: This field is required."],
    guests: ["2: Enter a valid email address."],
  });
  assert.deepEqual((await Party.from({ guests: ["a", "b", "c"] })).errors.guests?.codes, ["max_items"]);
});

test("fields of a form may have a class of their own for templates", () => {
  class Loud extends BoundField {
    override get label(): string {
      return super.label.toUpperCase();
    }
  }
  class Jar extends Form({ name: field.char() }, { boundField: Loud }) {}
  assert.equal(new Jar().fields.name.label, "NAME");
});

const app = new App();
app.use(forms({ locale: "de", timeZone: "Europe/Berlin" }));
app.route("/sign-up", { methods: ["GET", "POST"] }, async (request) => {
  const form = await SignUp.from(request);
  return form.isValid() ? { email: form.cleanedData.email } : reply(form.toHtml(), form.status);
});
class Search extends Form({ q: field.search({ required: false }), page: field.integer({ required: false }) }) {}
app.get("/search", async (request) => {
  const form = await Search.from(request, { bind: "query" });
  return form.isValid() ? form.cleanedData : reply(form.toHtml(), form.status);
});
class Local extends Form({
  price: field.decimal({ localize: true }),
  day: field.date({ localize: true }),
  at: field.dateTime(),
}) {}
app.post("/local", async (request) => {
  const form = await Local.from(request);
  if (!form.isValid()) return form.errors;
  return {
    price: form.cleanedData.price,
    day: String(form.cleanedData.day),
    at: form.cleanedData.at,
    html: String(form.fields.price),
  };
});
class Upload extends Form({
  file: field.file({ maxSize: 10, extensions: ["txt"] }),
  more: field.files({ required: false, maxFiles: 2 }),
  picture: field.image({ required: false }),
}) {}
app.post("/upload", async (request) => {
  const form = await Upload.from(request);
  if (!form.isValid()) return reply(form.errors as object, form.status);
  return {
    name: form.cleanedData.file.filename,
    text: await form.cleanedData.file.text(),
    more: form.cleanedData.more.length,
  };
});
app.post("/schema", async (request) => {
  const data = await request.json({ schema: SignUp });
  return { age: data.age };
});

test("a request binds where its method is unsafe: forms, multipart and JSON alike", async () => {
  const shown = await app.request("/sign-up");
  assert.equal(shown.status, 200);
  assert.equal(await (await app.request("/sign-up", { form: good })).text(), '{"email":"ann@example.org"}');
  assert.equal(
    await (await app.request("/sign-up", { json: { ...good, terms: true, age: 42 } })).text(),
    '{"email":"ann@example.org"}',
  );
  const data = new FormData();
  for (const [name, value] of Object.entries(good)) data.append(name, value);
  assert.equal(await (await app.request("/sign-up", { body: data })).text(), '{"email":"ann@example.org"}');
  const refused = await app.request("/sign-up", { form: { email: "x" } });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /<div class="form-summary" role="alert" tabindex="-1" autofocus>/);
  for (const bad of [
    { toString: 1 },
    [{ toString: 1, valueOf: 2 }],
    [[]],
    { a: { b: [] } },
    -0,
    true,
    { length: -1 },
  ]) {
    const json = Object.fromEntries(Object.keys(SignUp.fields).map((name) => [name, bad]));
    assert.equal((await app.request("/sign-up", { json })).status, 422, JSON.stringify(bad));
    assert.equal((await app.request("/local", { json: { price: bad, day: bad, at: bad } })).status, 200);
    assert.equal((await app.request("/upload", { json: { file: bad, more: bad, picture: bad } })).status, 422);
  }
  for (const json of [null, [], 7, "x", { email: { deep: [1] }, name: ["a", "b"] }])
    assert.equal((await app.request("/sign-up", { json })).status, 422);
});

test("a search reads the query", async () => {
  assert.deepEqual(await (await app.request("/search?q=red&page=2")).json(), { q: "red", page: 2 });
  assert.equal((await app.request("/search")).status, 200);
  assert.equal((await app.request("/search?page=x")).status, 422);
});

test("numbers, days and times are those of the visitor's language and zone", async () => {
  const answer = await (
    await app.request("/local", { form: { price: "1.234,50", day: "24.12.2026", at: "2026-07-01T12:00" } })
  ).json();
  assert.deepEqual(answer, {
    price: "1234.50",
    day: "2026-12-24",
    at: "2026-07-01T10:00:00.000Z",
    html: '<input type="text" name="price" value="1.234,50" inputmode="decimal" id="id_price" required>',
  });
  const skipped = await (
    await app.request("/local", { form: { price: "1", day: "24.12.2026", at: "2026-03-29T02:30" } })
  ).json();
  assert.deepEqual(Object.keys(skipped as object), ["at"]);
  assert.equal(findLocaleFormats("xx-nonsense!").locale, "en");
});

test("uploads are checked by size, name and first bytes", async () => {
  const send = async (form: Record<string, File | File[]>) => {
    const response = await app.request("/upload", { form });
    return [response.status, await response.json()] as const;
  };
  const text = (content: string, name = "a.txt"): File => new File([content], name);
  assert.deepEqual(await send({ file: text("hello") }), [200, { name: "a.txt", text: "hello", more: 0 }]);
  assert.deepEqual(await send({ file: text("hello, world") }), [422, { file: ["This file is larger than 10 bytes."] }]);
  assert.deepEqual(await send({ file: text("") }), [422, { file: ["The submitted file is empty."] }]);
  assert.deepEqual(await send({ file: text("x", "a.exe") }), [
    422,
    { file: ["File extension “exe” is not allowed. Allowed extensions are: txt."] },
  ]);
  assert.deepEqual((await send({ file: text("x"), more: [text("1"), text("2"), text("3")] }))[1], {
    more: ["Submit at most 2 files."],
  });
  assert.deepEqual((await send({ file: text("x"), picture: text("<svg onload=alert(1)>", "a.png") }))[1], {
    picture: ["Upload a valid image. The file you uploaded was either not an image or a corrupted image."],
  });
  const png = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])], "a.png");
  assert.equal((await send({ file: text("x"), picture: png }))[0], 200);
  assert.deepEqual((await app.request("/upload", { form: { file: "a text" } })).status, 422);
});

test("a class of forms is a Standard Schema", async () => {
  assert.deepEqual(await (await app.request("/schema", { json: good })).json(), { age: 42 });
  assert.equal((await app.request("/schema", { json: { ...good, email: "x" } })).status, 422);
  assert.equal((await app.request("/schema", { json: [] })).status, 422);
});

for (const [name, schema, whole] of [
  [
    "zod",
    z.string().min(3),
    z
      .object({ from: z.number(), to: z.number() })
      .refine((both) => both.from < both.to, { path: ["to"], message: "Too early." }),
  ],
  [
    "valibot",
    v.pipe(v.string(), v.minLength(3)),
    v.pipe(
      v.object({ from: v.number(), to: v.number() }),
      v.forward(
        v.check((both) => both.from < both.to, "Too early."),
        ["to"],
      ),
    ),
  ],
  [
    "arktype",
    type("string >= 3"),
    type({ from: "number", to: "number" }).narrow(
      (both, ctx) => both.from < both.to || ctx.reject({ path: ["to"], message: "Too early." }),
    ),
  ],
] as const)
  test(`a schema of ${name} checks a field and a form`, async () => {
    class Word extends Form({ word: field.char({ validators: [schemaValidator(schema)] }) }) {}
    assert.ok((await Word.from({ word: "wine" })).isValid());
    assert.deepEqual((await Word.from({ word: "no" })).errors.word?.codes, ["schema"]);
    class Span extends Form({ from: field.integer(), to: field.integer() }, { schema: whole }) {}
    assert.ok((await Span.from({ from: "1", to: "2" })).isValid());
    assert.deepEqual(JSON.parse(JSON.stringify((await Span.from({ from: "2", to: "1" })).errors)), {
      to: ["Too early."],
    });
  });

test("hostile names and values reach neither prototypes nor other fields", async () => {
  const data = JSON.parse(
    '{"__proto__": {"admin": true}, "constructor": "x", "prototype": "y", "toString": "z", "email": {"__proto__": {"admin": true}}, "hasOwnProperty": "1"}',
  );
  const form = await SignUp.from({ ...good, ...data });
  assert.equal(form.isValid(), false);
  assert.deepEqual(Object.keys(form.errors), ["email"]);
  assert.equal(({} as { admin?: unknown }).admin, undefined);
  const pairs = new URLSearchParams("__proto__=1&__proto__.admin=1&constructor.prototype.admin=1&email=a@b.org");
  assert.deepEqual(Object.keys((await SignUp.from(pairs)).cleanedData), ["email", "name", "age"]);
  assert.equal(({} as { admin?: unknown }).admin, undefined);
  assert.throws(() => new SignUp().field("__proto__" as never), { code: "FORMS_UNKNOWN_FIELD" });
});

test("no text makes a field fail otherwise than by refusing it", async () => {
  class All extends Form({
    char: field.char(),
    json: field.json(),
    integer: field.integer(),
    big: field.bigInteger(),
    float: field.float(),
    decimal: field.decimal({ maxDigits: 5, decimalPlaces: 2 }),
    boolean: field.boolean(),
    maybe: field.nullBoolean(),
    date: field.date(),
    time: field.time(),
    at: field.dateTime(),
    split: field.splitDateTime(),
    month: field.month(),
    week: field.week(),
    span: field.duration(),
    choice: field.choice({ choices: ["a"] }),
    several: field.multipleChoice({ choices: ["a"] }),
    typed: field.typedChoice({ choices: ["1"], coerce: Number }),
    file: field.file(),
    files: field.files(),
    image: field.image(),
    group: field.group({ x: field.integer() }),
    list: field.list(field.date()),
    color: field.color(),
    uuid: field.uuid(),
    ip: field.ip(),
  }) {}
  const values = [
    "",
    " ",
    "\0",
    "-1",
    "1e999",
    "NaN",
    "0x10",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "24:00",
    "23:59:60",
    "12:00 PM",
    "-0",
    "1,2",
    "٣",
    "𝟙",
    null,
    true,
    0,
    [],
    {},
    [[]],
    new Date(Number.NaN),
    "\ud800",
    "%s",
    "{value}",
    "__proto__",
    "P1D",
    "-P1DT",
    "-999999999 days",
    "[",
    "http://[",
    "2026-01-01T00:00:00+99:99",
    "2026-W60",
    "99999-01-01",
    "1e-400",
  ];
  for (const value of values)
    for (const timeZone of ["Pacific/Apia"]) {
      const data = Object.fromEntries(
        Object.keys(All.fields).flatMap((name) =>
          [name, `${name}_0`, `${name}_1`, `${name}-x`].map((each) => [each, value]),
        ),
      );
      const initial = Object.fromEntries(Object.keys(All.fields).map((name) => [name, value]));
      const form = await All.from(data, { settings: { timeZone, locale: "ar" }, initial });
      assert.equal(form.isValid(), false);
      assert.equal(typeof String(form), "string");
      assert.ok(Array.isArray(form.changedData));
    }
});

test("huge values are refused fast", async () => {
  class Big extends Form({
    n: field.integer(),
    f: field.float(),
    d: field.decimal(),
    t: field.duration(),
    date: field.date(),
    u: field.url(),
    e: field.email(),
    j: field.json({ required: false }),
    ip: field.ip(),
    uuid: field.uuid(),
    slug: field.slug(),
  }) {}
  const start = performance.now();
  for (const text of [
    "1".repeat(100_000),
    "1,".repeat(50_000),
    ":".repeat(100_000),
    "[".repeat(100_000),
    `${" ".repeat(100_000)}x`,
    "é".repeat(100_000),
  ]) {
    const form = await Big.from(Object.fromEntries(Object.keys(Big.fields).map((name) => [name, text])));
    assert.equal(form.isValid(), false);
    assert.ok(!String(form).includes("undefined"));
  }
  assert.ok(performance.now() - start < 15_000);
});

const errors: readonly (readonly [string, () => unknown, string])[] = [
  [
    "a form that was not validated",
    () => new SignUp({ data: {} }).isValid(),
    `FORMS_NOT_VALIDATED: SignUp was asked whether it is valid before it was validated.
  Write await form.validate() first, or make the form with await SignUp.from(request), which does it.`,
  ],
  [
    "an unknown field",
    () => new SignUp().field("emial" as never),
    `FORMS_UNKNOWN_FIELD: SignUp has no field "emial".
  Fields: email, name, password, again, age, terms.
  Did you mean "email"?`,
  ],
  [
    "a bad name",
    () => Form({ "a b": field.char() }),
    `FORMS_BAD_FIELD_NAME: A field of a form cannot be called "a b".
  Name it with letters, digits and underscores, beginning with a letter.`,
  ],
  [
    "a bad attribute",
    () => String(new (class extends Form({ a: field.char({ attrs: { "x><script>": "1" } }) }) {})()),
    `FORMS_BAD_ATTRIBUTE: An element cannot have an attribute called "x><script>".
  Give attributes names without blanks, quotes, angle brackets, slashes and equals signs.`,
  ],
  [
    "choices that wait",
    () => String(new (class Slow extends Form({ a: field.choice({ choices: async () => ["x"] }) }) {})()),
    `FORMS_CHOICES_NOT_LOADED: The choices of Slow.a are to be shown but were not loaded.
  Write await form.load() before rendering, or make the form with from(request), which does it.`,
  ],
];

for (const [name, call, text] of errors)
  test(`the error of ${name} says what to do`, () => {
    assert.throws(call, { message: text });
  });

test("choices may wait", async () => {
  class Slow extends Form({ a: field.choice({ choices: async () => [["x", "Ex"]] as const }) }) {}
  assert.ok((await Slow.from({ a: "x" })).isValid());
  assert.ok(!(await Slow.from({ a: "y" })).isValid());
  assert.match(String(await new Slow().load()), /<option value="x">Ex<\/option>/);
});

test("the table has exactly the codes that the room uses", () => {
  const folder = new URL("../../src/forms/", import.meta.url);
  const used = new Set<string>();
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    if (file === "error-table.ts") continue;
    for (const [, code] of readFileSync(new URL(file, folder), "utf8").matchAll(/"(FORMS_[A-Z_]+)"/g)) used.add(code!);
  }
  assert.deepEqual([...used].sort(), Object.keys(formsErrors).sort());
});
