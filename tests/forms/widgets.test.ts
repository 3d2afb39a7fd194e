// Tests widgets and rendering: hostile text is escaped in every one, and the markup tells assistive technology what it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Attributes,
  CheckboxInput,
  CheckboxSelectMultiple,
  ClearableFileInput,
  ColorInput,
  DateInput,
  DateTimeInput,
  EmailInput,
  FileInput,
  Form,
  FormInput,
  field,
  formScript,
  formStyles,
  GroupWidget,
  HiddenInput,
  Input,
  ListWidget,
  Media,
  MultipleHiddenInput,
  MultiWidget,
  NullBooleanSelect,
  NumberInput,
  PasswordInput,
  RadioSelect,
  SearchInput,
  Select,
  SelectDateWidget,
  SelectMultiple,
  SplitDateTimeWidget,
  SplitHiddenDateTimeWidget,
  TelInput,
  Textarea,
  TextInput,
  TimeInput,
  templateRenderer,
  UrlInput,
  type Widget,
} from "#forms";
import { html, safe } from "#kernel";
import { memoryLoader, Templates } from "#templates";

const hostile = `"><script>alert('x')</script></textarea></select><img src=x onerror=alert(1)>\u0000&amp;`;
const choices = [
  [hostile, hostile],
  [`${hostile}2`, hostile],
] as const;
const grouped = { [hostile]: { [hostile]: hostile } };

const widgets: readonly (readonly [string, Widget, unknown])[] = [
  ...[
    Input,
    TextInput,
    NumberInput,
    EmailInput,
    UrlInput,
    ColorInput,
    SearchInput,
    TelInput,
    HiddenInput,
    DateInput,
    TimeInput,
    DateTimeInput,
    Textarea,
    CheckboxInput,
    FileInput,
    SplitDateTimeWidget,
    SplitHiddenDateTimeWidget,
    SelectDateWidget,
    NullBooleanSelect,
  ].map((Kind) => [Kind.name, new Kind() as Widget, hostile] as const),
  [
    "GroupWidget",
    new GroupWidget({ parts: [{ name: hostile, label: hostile, required: true, widget: new TextInput() }] }),
    { [hostile]: hostile },
  ],
  ["ListWidget", new ListWidget({ item: new Textarea() }), [hostile, hostile]],
  ["PasswordInput", new PasswordInput({ renderValue: true }), hostile],
  ["MultipleHiddenInput", new MultipleHiddenInput(), [hostile, hostile]],
  ["Select", new Select({ choices }), hostile],
  ["Select with groups", new Select({ choices: grouped }), hostile],
  ["SelectMultiple", new SelectMultiple({ choices }), [hostile]],
  ["RadioSelect", new RadioSelect({ choices: grouped }), hostile],
  ["CheckboxSelectMultiple", new CheckboxSelectMultiple({ choices }), [hostile]],
  ["ClearableFileInput of a text", new ClearableFileInput(), hostile],
  [
    "ClearableFileInput of a file",
    new ClearableFileInput({ currentText: hostile, changeText: hostile, clearText: hostile }),
    { name: hostile, url: `javascript:${hostile}` },
  ],
  [
    "MultiWidget",
    new MultiWidget({ widgets: [new TextInput(), new Textarea()] as Widget[] }) as Widget,
    [hostile, hostile],
  ],
  [
    "SelectDateWidget with labels",
    new SelectDateWidget({ months: { 1: hostile }, years: [hostile], emptyLabel: hostile }),
    null,
  ],
];

// What is left once attributes in quotes and the element's own names are gone must hold no angle bracket but tags.
function tagsOf(markup: string): readonly string[] {
  return [...markup.replace(/"[^"]*"/g, '""').matchAll(/<\/?([a-zA-Z!][^\s>]*)/g)].map(([, name]) => name!);
}

const allowed = new Set(["input", "select", "option", "optgroup", "textarea", "label", "div", "a", "span", "br"]);

for (const [name, widget, value] of widgets)
  test(`${name} escapes names, values, labels and attributes`, () => {
    const attrs: Attributes = { title: hostile, id: hostile, class: hostile };
    const markup = String(widget.render(hostile, value, { attrs }));
    assert.deepEqual(
      tagsOf(markup).filter((tag) => !allowed.has(tag)),
      [],
    );
    assert.doesNotMatch(markup, /<script|<img|onerror=alert\(1\)>"/);
    assert.doesNotMatch(markup, /href="javascript:/);
    const input = new FormInput({ [hostile]: hostile });
    assert.doesNotThrow(() => widget.valueFrom(input, hostile));
  });

test("a form escapes labels, help, errors and values; what is HTML on purpose stays", async () => {
  class Hostile extends Form({
    a: field.char({ label: hostile, helpText: hostile, validators: [() => hostile] }),
    b: field.choice({ choices: ["x"], label: hostile }),
    c: field.radio({ choices, label: hostile, helpText: safe("<b>bold</b>") }),
  }) {}
  const form = await Hostile.from({ a: hostile, b: hostile });
  for (const markup of [form.asDiv, form.asP, form.asUl, form.asTable, form.errorSummary, form.errors]) {
    const text = String((markup as { toHtml?: () => unknown }).toHtml?.() ?? markup);
    assert.doesNotMatch(text, /<script|<img/);
  }
  assert.match(String(form), /<b>bold<\/b>/);
  assert.match(form.errors.b!.join(), /is not one of the available choices/);
});

test("a control is tied to its label, help and errors", async () => {
  class Jar extends Form({
    name: field.char({ helpText: "Short." }),
    kind: field.radio({ choices: ["a", "b"], helpText: "One." }),
  }) {}
  assert.equal(
    String(new Jar().fields.name.group),
    '<div class="form-field form-required form-input"><label for="id_name">Name</label><div class="form-help" id="id_name_help">Short.</div><input type="text" name="name" id="id_name" required aria-describedby="id_name_help"></div>',
  );
  const form = await Jar.from({});
  assert.equal(
    String(form.fields.name.group),
    '<div class="form-field form-required form-invalid form-input"><label for="id_name">Name</label><div class="form-help" id="id_name_help">Short.</div><ul class="form-errors" id="id_name_errors"><li>This field is required.</li></ul><input type="text" name="name" id="id_name" required aria-invalid="true" aria-describedby="id_name_help id_name_errors"></div>',
  );
  assert.match(
    String(form.fields.kind.group),
    /^<fieldset class="[^"]*" aria-describedby="id_kind_help id_kind_errors"><legend>Kind<\/legend>/,
  );
  assert.match(
    String(form.errorSummary),
    /<li><a href="#id_name">Name: This field is required\.<\/a><\/li><li><a href="#id_kind_0">/,
  );
});

test("a form prints itself in templates, whole, by group and by hand", async () => {
  class Jar extends Form({
    name: field.char({ maxLength: 5 }),
    secret: field.hidden({ required: false }),
    color: field.radio({ choices: ["red", "white"] }),
  }) {}
  const form = await Jar.from({ name: "<b>", color: "x" });
  const templates = new Templates();
  const render = (source: string) => templates.compile(source, { name: "a.html" }).renderSync({ form });
  assert.equal(render("{{ form }}"), String(form));
  assert.equal(render("{{ form.name ~ '<' }}"), `${form.fields.name}&lt;`);
  assert.equal(render("{{ form.name.group }}"), String(form.fields.name.group));
  assert.equal(
    render("{{ form.name }}"),
    '<input type="text" name="name" value="&lt;b&gt;" maxlength="5" id="id_name" required>',
  );
  assert.equal(
    render("{{ form.name.with(class='wide') }}"),
    '<input type="text" name="name" value="&lt;b&gt;" maxlength="5" id="id_name" required class="wide">',
  );
  assert.equal(
    render("{{ form.name.label }}|{{ form.name.labelTag }}|{{ form.name.value }}|{{ form.name.id }}"),
    'Name|<label for="id_name">Name</label>|&lt;b&gt;|id_name',
  );
  assert.equal(render("{% for field in form %}{{ field.name }} {% endfor %}"), "name secret color ");
  assert.equal(
    render("{% for error in form.color.errors %}[{{ error }}]{% endfor %}{% if form.name.errors %}!{% endif %}"),
    "[Select a valid choice. x is not one of the available choices.]",
  );
  assert.equal(
    render("{% for field in form.hiddenFields %}{{ field }}{% endfor %}"),
    '<input type="hidden" name="secret" id="id_secret">',
  );
  assert.match(
    render("{% for option in form.color.subwidgets %}({{ option }}){% endfor %}"),
    /^\(<div><label for="id_color_0"><input type="radio" name="color" value="red"/,
  );
  assert.match(render("{{ form.errors }}"), /<ul class="form-errors"><li>color<ul/);
  assert.equal(
    String(html`<form>${form.fields.secret}</form>`),
    '<form><input type="hidden" name="secret" id="id_secret"></form>',
  );
});

test("a project's templates go before the plain HTML", () => {
  const templates = new Templates({
    loader: memoryLoader({
      "forms/field.html": "<p>{{ field.label }}: {{ field }}</p>",
      "forms/widgets/select.html":
        '<x-select name="{{ widget.name }}">{% for group in widget.groups %}{% for option in group.options %}{{ option.label }}{% if option.selected %}*{% endif %};{% endfor %}{% endfor %}</x-select>',
      "own.html": "own {{ form.name }}",
    }),
  });
  const settings = { renderer: templateRenderer(templates) };
  class Jar extends Form({ kind: field.choice({ choices: { a: "A", b: "<B>" } }) }) {}
  assert.equal(
    String(new Jar({ settings, initial: { kind: "b" } })),
    '<p>Kind: <x-select name="kind">A;&lt;B&gt;*;</x-select></p>',
  );
  class Own extends Form({ name: field.char({ required: false }) }, { templateName: "own.html" }) {}
  assert.equal(String(new Own({ settings })), 'own <input type="text" name="name" id="id_name">');
});

test("the token against forgery stands in forms that are sent by POST", async () => {
  class Jar extends Form({ name: field.char() }) {}
  const settings = { csrf: { name: "csrf_token", token: () => 'a"b' } };
  assert.match(String(new Jar({ settings })), /<input type="hidden" name="csrf_token" value="a&#34;b">/);
  assert.equal(String(new Jar().csrfField), "");
});

test("texts are asked for in the visitor's language", async () => {
  class Jar extends Form({ name: field.char({ label: "Name", helpText: "Short." }) }) {}
  const words: Record<string, string> = {
    Name: "Nom",
    "Short.": "Court.",
    "This field is required.": "Ce champ est obligatoire.",
    "Please correct this error.": "Corrigez cette erreur.",
  };
  const translate = (message: unknown) => words[String(message)] ?? String(message);
  const text = String(await Jar.from({}, { settings: { translate } }));
  for (const word of Object.values(words)) assert.ok(text.includes(word), word);
});

test("media holds each file once", () => {
  const widget = new TextInput({ media: new Media({ css: ["/a.css"], js: ["/a.js"] }) });
  class Two extends Form(
    { a: field.char({ widget }), b: field.char({ widget }) },
    { media: new Media({ js: [{ url: '/b.js?"', type: "module" }] }) },
  ) {}
  assert.equal(
    String(new Two().media),
    '<link rel="stylesheet" href="/a.css">\n<script src="/b.js?&#34;" type="module"></script>\n<script src="/a.js"></script>',
  );
});

test("options have attributes of their own", () => {
  const widget = new Select({ choices: { nl: "Dutch", fr: "French" }, optionAttrs: { nl: { "data-flag": "nl" } } });
  assert.equal(
    String(widget.render("l", "nl")),
    '<select name="l"><option value="nl" data-flag="nl" selected>Dutch</option><option value="fr">French</option></select>',
  );
});

test("a stored file is shown with a way to remove it, unless it is required", async () => {
  const stored = { name: "a.txt", url: "/media/a.txt" };
  class Upload extends Form({ file: field.file({ required: false }), must: field.file() }) {}
  const form = new Upload({ initial: { file: stored, must: stored } });
  assert.match(
    String(form.fields.file),
    /Currently: <a class="form-file" href="\/media\/a\.txt">a\.txt<\/a> <input type="checkbox" name="file-clear" id="id_file-clear">/,
  );
  assert.doesNotMatch(String(form.fields.must), /must-clear|required/);
  assert.deepEqual([form.isMultipart, form.enctype], [true, "multipart/form-data"]);
  const cleared = await Upload.from({ "file-clear": "on" }, { initial: { file: stored, must: stored } });
  assert.deepEqual(cleared.cleanedData, { file: false, must: stored });
});

test("the style sheet and the script are what they say", () => {
  assert.match(formStyles, /prefers-color-scheme: dark/);
  assert.doesNotThrow(() => new Function(formScript));
});
