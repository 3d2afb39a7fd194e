// Checks Django's tags where the examples of the reference page do not reach.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FragmentStore, memoryLoader, TemplateError, Templates } from "demijohn/templates";

let now = new Date("2026-01-02T15:04:05Z");
const settings = { now: () => now, locale: "en", timezone: "UTC" };
const engine = new Templates(settings);

async function check(table: readonly (readonly [string, string])[], context: object = {}): Promise<void> {
  for (const [source, output] of table) assert.equal(await engine.renderString(source, context), output, source);
}

test("url and static call what the application gives", async () => {
  const globals = {
    url_for: (name: string, values: Readonly<Record<string, unknown>>) =>
      `/${name}?${new URLSearchParams(values as Record<string, string>)}`,
    static_url: (path: string) => `/s/${path}`,
  };
  const templates = new Templates({ globals });
  const table: readonly (readonly [string, string])[] = [
    ['{% url "post" id=1 page=2 %}', "/post?id=1&amp;page=2"],
    ["{% url name id=1 as link %}[{{ link }}]", "[/post?id=1]"],
    ['{% static "a.css" as css %}{{ css }}{% get_static_prefix as root %}{{ root }}', "/s/a.css/s/"],
  ];
  for (const [source, output] of table) assert.equal(await templates.renderString(source, { name: "post" }), output);
  await assert.rejects(async () => engine.renderString('{% url "post" %}', {}), { name: "UndefinedError" });
  assert.throws(() => engine.compile('{% url "post" 7 %}'), {
    message: [
      "TEMPLATES_SYNTAX: The tag url takes the values of a route by their names.",
      "  At <template>:1:15",
      '  1 | {% url "post" 7 %}',
      "    |               ^",
      '  {% url "post" id=post.id %}',
    ].join("\n"),
  });
  assert.throws(() => engine.compile("{% url %}"), /The tag url needs the name of a route/);
  assert.throws(() => engine.compile("{% static %}"), /The tag static needs a path/);
});

test("querystring changes the query of the request", async () => {
  const request = { query: new URLSearchParams("a=1&b=2&b=3&q=x y") };
  await check(
    [
      ["{% querystring page=2 %}", "?a=1&amp;b=2&amp;b=3&amp;q=x+y&amp;page=2"],
      ["{% querystring b=none q=none %}", "?a=1"],
      ["{% querystring a=none b=[7, 8] q=none %}", "?b=7&amp;b=8"],
      ["{% querystring map extra a=5 as query %}{{ query|safe }}", "?m=1&c=%C3%A9&a=5"],
      ["{% querystring {} %}", "?"],
    ],
    { request, map: new Map([["m", 1]]), extra: { c: "é" } },
  );
  await assert.rejects(
    async () => engine.renderString("{% querystring a=1 %}", {}),
    /The tag querystring finds no request/,
  );
  await assert.rejects(
    async () => engine.renderString("{% querystring 5 %}", {}),
    /querystring takes mappings and named values/,
  );
});

test("tokens are escaped, and nothing without one", async () => {
  await check(
    [
      ["{% csrf_token %}", '<input type="hidden" name="csrf_token" value="a&#34;b">'],
      ["<script{% csp_nonce_attr %}>", '<script nonce="n1">'],
    ],
    { csrf_token: () => 'a"b', csp_nonce: "n1" },
  );
  await check([["[{% csrf_token %}{% csp_nonce_attr %}]", "[]"]]);
});

test("cycles have names, may be silent and begin again", async () => {
  await check([
    ['{% for x in range(3) %}{% cycle "a" "b" as row %}{{ row }}-{% endfor %}', "aa-bb-aa-"],
    ['{% for x in range(3) %}{% cycle "a" "b" as row silent %}{{ row }}-{% endfor %}', "a-b-a-"],
    ['{% cycle "a" "b" as row %}{% cycle row %}{% cycle row %}', "aba"],
    [
      '{% for x in range(4) %}{% cycle "a" "b" as row %}{% if x == 0 %}{% resetcycle row %}{% endif %}{% endfor %}',
      "aaba",
    ],
    ["{% for x in range(2) %}{% cycle x %}{% endfor %}", "01"],
    ["{% for x in range(2) %}{% cycle '<' %}{% endfor %}", "&lt;&lt;"],
  ]);
  await assert.rejects(async () => engine.renderString("{% resetcycle %}", {}), /There is no cycle to reset/);
  await assert.rejects(
    async () => engine.renderString("{% resetcycle x %}", {}),
    /There is no cycle named "x" to reset/,
  );
});

test("ifchanged sees values or its own text, and each loop anew", async () => {
  await check([
    ["{% for x in [1, 1, 2] %}{% ifchanged x %}{{ x }}{% endifchanged %}{% endfor %}", "12"],
    ["{% for x in [1, 1, 2] %}{% ifchanged x %}{{ x }}{% else %}={% endifchanged %}{% endfor %}", "1=2"],
    [
      "{% for a in [1, 2] %}{% for x in [1, 1] %}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %}|{% endfor %}",
      "1|1|",
    ],
    ["{% for x in ['<', '<'] %}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %}", "&lt;"],
  ]);
});

test("regroup groups neighbours by a path with filters", async () => {
  const cities = [
    { name: "Kyoto", in: { name: "Japan" } },
    { name: "Osaka", in: { name: "japan" } },
    { name: "Bonn", in: { name: "Germany" } },
  ];
  await check(
    [
      [
        "{% regroup cities by in.name|lower as countries %}{% for c in countries %}{{ c.grouper }}:{% for x in c.list %}{{ x.name }} {% endfor %}{% endfor %}",
        "japan:Kyoto Osaka germany:Bonn ",
      ],
      ["{% regroup cities by name|truncatechars(2) as c %}{{ c|length }}{{ c[0].grouper }}", "3K…"],
      ["{% regroup missing by x as c %}{{ c|length }}", "0"],
    ],
    { cities },
  );
  assert.throws(() => engine.compile("{% regroup a by b %}"), TemplateError);
  assert.throws(() => engine.compile("{% regroup a by 1 as c %}"), TemplateError);
});

test("firstof, widthratio, now, lorem, spaceless, templatetag and load", async () => {
  await check([
    ["{% firstof missing none '' '<' %}", "&lt;"],
    ["{% firstof missing as x %}[{{ x }}]", "[]"],
    ["{% widthratio 5 0 100 %} {% widthratio 1 3 100 as w %}{{ w }} {% widthratio 'x' 1 1 %}|", "0 33 |"],
    ["{% now 'jS F Y' %}{% now 'Y' as year %}{{ year }}", "2nd January 20262026"],
    ["{{ lorem }}{% lorem 2 w %}", "lorem ipsum"],
    ["{% spaceless %} <p>\n <b> a </b>\n</p> {% endspaceless %}", "<p><b> a </b></p>"],
    ["{% templatetag openvariable %}x{% templatetag closevariable %}", "{{x}}"],
    ["{% load static from humanize %}x", "x"],
  ]);
  assert.match(await engine.renderString("{% lorem 2 p %}", {}), /^<p>Lorem ipsum .*<\/p>\n\n<p>.*<\/p>$/);
  assert.match(await engine.renderString("{% lorem 1 b random %}", {}), /^[A-Z].*\.$/);
  assert.throws(() => engine.compile("{% templatetag nothing %}"), /templatetag knows no sign "nothing"/);
});

test("cache keeps a text for some seconds and for each value", async () => {
  let count = 0;
  const context = { n: () => ++count };
  const source = "{% cache 60 'part' user %}{{ user }}{{ n() }}{% endcache %}";
  const user = (name: string) => engine.renderString(source, { ...context, user: name });
  assert.deepEqual([await user("a"), await user("a"), await user("b")], ["a1", "a1", "b2"]);
  now = new Date(now.getTime() + 61_000);
  assert.equal(await user("a"), "a3");
  assert.equal(
    await engine.renderString(
      "{% cache 0 'none' %}{{ n() }}{% endcache %}{% cache 0 'none' %}{{ n() }}{% endcache %}",
      context,
    ),
    "45",
  );
  await assert.rejects(
    async () => engine.renderString("{% cache 'soon' 'x' %}{% endcache %}", {}),
    /got "soon" for its seconds/,
  );
});

test("cache takes a store of one's own, which may answer later", async () => {
  const kept = new Map<string, string>();
  const store: FragmentStore = {
    get: async (key) => kept.get(key),
    set: async (key, text) => kept.set(key, text),
  };
  const templates = new Templates({ policies: { "cache.store": store }, loader: memoryLoader({}) });
  let count = 0;
  const source = "<{% cache none 'x' %}{{ n() }}&amp;{% endcache %}>";
  assert.equal(await templates.renderString(source, { n: () => ++count }), "<1&amp;>");
  assert.equal(await templates.renderString(source, { n: () => ++count }), "<1&amp;>");
  assert.equal(kept.size, 1);
});

test("languages are told", async () => {
  const arabic = new Templates({
    locale: "ar",
    policies: {
      "i18n.languages": [
        ["ar", "Arabic"],
        ["de", "German"],
      ],
    },
  });
  assert.equal(
    await arabic.renderString(
      "{% get_current_language_bidi as b %}{{ b }}{% get_available_languages as l %}{{ l|length }}",
      {},
    ),
    "true2",
  );
  await check([
    ["{% get_language_info for 'he' as l %}{{ l.code }} {{ l.name }} {{ l.bidi }}", "he Hebrew true"],
    [
      "{% get_language_info_list for [['de', 'German'], 'fr'] as l %}{{ l|map(attribute='name_local')|join(' ') }}",
      "Deutsch français",
    ],
  ]);
  assert.throws(() => engine.compile("{% get_current_language %}"), /needs a name for its result/);
});

test("another language or zone holds for a body alone, awaited ones included", async () => {
  const context = { when: new Date("2026-01-02T15:04:05Z"), later: async () => "later" };
  await check(
    [
      ["{% timezone 'Asia/Tokyo' %}{{ when|date('H:i') }}{% endtimezone %} {{ when|date('H:i') }}", "00:04 15:04"],
      ["{% timezone none %}{{ when|date('H:i') }}{% endtimezone %}", "15:04"],
      [
        "{% timezone 'Asia/Tokyo' %}{% localtime off %}{{ when|date('H:i') }}{% endlocaltime %}{% localtime on %}{{ when|date('H:i') }}{% endlocaltime %}{% endtimezone %}",
        "15:0400:04",
      ],
      [
        "{% language 'de' %}{{ when|date('F') }} {% get_current_language as l %}{{ l }}{% endlanguage %} {{ when|date('F') }}",
        "Januar de January",
      ],
      [
        "{% language 'de' %}{{ later() }} {{ when|date('F') }}{% endlanguage %} {{ when|date('F') }}",
        "later Januar January",
      ],
      ["{% language 'de' %}<{{ '<' }}{% endlanguage %}", "<&lt;"],
    ],
    context,
  );
  await assert.rejects(
    async () => engine.renderString("{% timezone 'Mars' %}{% endtimezone %}", {}),
    /no time zone named "Mars"/,
  );
  await assert.rejects(
    async () => engine.renderString("{% language '!' %}{% endlanguage %}", {}),
    /"!" is no language tag/,
  );
  await assert.rejects(
    async () => engine.renderString("{% language 'de' %}{{ 1|abs(2) }}{% endlanguage %}", {}),
    /"abs" takes 0 arguments/,
  );
});

test("translate asks the functions of the catalogue", async () => {
  const globals = {
    gettext: (text: string) => (text === "<b>Hi</b>" ? "<b>Hallo</b>" : text === "May" ? "Mai" : text),
    pgettext: async (context: string, text: string) => (context === "verb" && text === "May" ? "dürfen" : text),
  };
  const german = new Templates({ globals });
  const table: readonly (readonly [string, string])[] = [
    ['{% translate "<b>Hi</b>" %}', "<b>Hallo</b>"],
    ["{% translate text %}", "&lt;b&gt;Hallo&lt;/b&gt;"],
    ['{% translate "May" as month %}[{{ month }}]', "[Mai]"],
    ['{% translate "May" context "verb" %}', "dürfen"],
    ['{% translate "May" noop %}', "May"],
  ];
  for (const [source, output] of table)
    assert.equal(await german.renderString(source, { text: "<b>Hi</b>" }), output, source);
});

test("debug shows the context where the engine allows it", async () => {
  const open = new Templates({ policies: { debug: true } });
  const context = { b: "<x>", a: [1], f: () => 1 };
  assert.equal(
    await open.renderString("{% debug %}", context),
    "<pre>a = [1]\nb = &#34;&lt;x&gt;&#34;\nf = function</pre>",
  );
  assert.equal(await engine.renderString("{% debug %}", context), "");
});
