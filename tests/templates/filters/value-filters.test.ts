// Checks the filters about numbers, HTML, URLs, JSON, dates and any value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Templates } from "demijohn/templates";
import { safe } from "#kernel";
import { render, renderPython, renderText } from "./render.ts";

async function check(table: readonly (readonly [string, string])[], context: Readonly<Record<string, unknown>> = {}) {
  for (const [source, output] of table) assert.equal(await renderText(source, context), output, source);
}

test("numbers are read from text as Python reads them", async () => {
  await check([
    [
      "{{ '42'|int }} {{ '32.9'|int }} {{ -7.9|int }} {{ 'x'|int }} {{ 'x'|int(-1) }} {{ none|int }} {{ true|int }}",
      "42 32 -7 0 -1 0 1",
    ],
    [
      "{{ '0x4d32'|int(base=16) }} {{ '011'|int(base=8) }} {{ '0b11'|int(base=0) }} {{ '0x33Z'|int(base=16) }}",
      "19762 9 3 0",
    ],
    [
      "{{ '12345678901234567890'|int }} {{ '1_000'|int }} {{ '1e10000'|int }} {{ ' 7 '|int }}",
      "12345678901234567890 1000 0 7",
    ],
    [
      "{{ '32.32'|float }} {{ 'abc'|float }} {{ 'abc'|float(1.5) }} {{ '1e3'|float }} {{ '.5'|float }}",
      "32.32 0 1.5 1000 0.5",
    ],
    ["{{ -1|abs }} {{ 2.5|abs }} {{ true|abs }}", "1 2.5 1"],
  ]);
  assert.equal(await renderPython("{{ '42'|float }} {{ 3|float }} {{ 'inf'|float }} {{ '7'|int }}"), "42.0 3.0 inf 7");
});

test("numbers are rounded half to even, up or down", async () => {
  await check([
    ["{{ 2.7|round }} {{ 2.5|round }} {{ 2.1234|round(3, 'floor') }} {{ 2.1|round(0, 'ceil') }}", "3 2 2.123 3"],
    ["{{ 1234|round(-2) }} {{ 1250|round(-2) }} {{ -2.5|round }}", "1200 1200 -2"],
  ]);
  assert.equal(await renderPython("{{ 2.7|round }} {{ 42|round }} {{ 42|round(0, 'ceil') }}"), "3.0 42 42.0");
});

test("sizes of files have units", async () => {
  await check([
    [
      "{{ 1|filesizeformat }} {{ 300|filesizeformat }} {{ 3000|filesizeformat }} {{ 3000000|filesizeformat(true) }}",
      "1 Byte 300 Bytes 3.0 kB 2.9 MiB",
    ],
    ["{{ '1500'|filesizeformat }} {{ 1e30|filesizeformat }}", "1.5 kB 1000000.0 YB"],
  ]);
});

test("floatformat rounds decimals exactly", async () => {
  await check(
    [
      ["{{ 34.23234|floatformat }} {{ 34.0|floatformat }} {{ 34.26|floatformat }}", "34.2 34 34.3"],
      [
        "{{ 34.23234|floatformat(3) }} {{ 34|floatformat(3) }} {{ 34.23234|floatformat(-3) }} {{ 34|floatformat(-3) }}",
        "34.232 34.000 34.232 34",
      ],
      ["{{ 0.125|floatformat(2) }} {{ '1.005'|floatformat(2) }} {{ -0.001|floatformat(2) }}", "0.13 1.01 0.00"],
      ["{{ 6666.6666|floatformat('2g') }} {{ 10000|floatformat('g') }}", "6,666.67 10,000"],
      ["{{ 'x'|floatformat }}|{{ none|floatformat }}|{{ money|floatformat(2) }}", "||12345678901234567890.13"],
    ],
    { money: "12345678901234567890.125" },
  );
  const german = new Templates({ locale: "de" });
  assert.equal(
    await german.renderString("{{ 1234.5|floatformat('2g') }} {{ 1234.5|floatformat('2u') }}", {}),
    "1.234,50 1234.50",
  );
});

test("numbers are written for people", async () => {
  await check([
    [
      "{{ 1|pluralize }}{{ 2|pluralize }}{{ [1]|pluralize }}{{ []|pluralize('y,ies') }}{{ '1'|pluralize('es') }}{{ 'x'|pluralize }}",
      "sies",
    ],
    ["{{ 0.5|pluralize }}{{ 1|pluralize('a,b,c') }}", "s"],
    [
      "{{ 1|ordinal }} {{ 12|ordinal }} {{ 112|ordinal }} {{ 103|ordinal }} {{ 'x'|ordinal }} {{ -1|ordinal }}",
      "1st 12th 112th 103rd x -1",
    ],
    [
      "{{ 4500|intcomma }} {{ '4500.25'|intcomma }} {{ -1234567|intcomma }} {{ 'abc'|intcomma }} {{ none|intcomma }}",
      "4,500 4,500.25 -1,234,567 abc ",
    ],
    [
      "{{ 999999|intword }} {{ 1200000|intword }} {{ '2000000000'|intword }} {{ 'x'|intword }}",
      "999999 1.2 million 2.0 billion x",
    ],
    ["{{ 1|apnumber }} {{ 9|apnumber }} {{ 10|apnumber }} {{ 'x'|apnumber }}", "one nine 10 x"],
    ["{{ 123|get_digit(1) }}{{ 123|get_digit(4) }}{{ 'x'|get_digit(1) }}{{ 123|get_digit(0) }}", "30x123"],
    ["{{ '5'|add('4') }} {{ 1.5|add(2) }} {{ 'a'|add('b') }} {{ [1]|add([2]) }} {{ 'a'|add(1) }}|", "9 3.5 ab [1,2] |"],
    ["{{ none|default_if_none('x') }}{{ missing|default_if_none('y') }}{{ ''|default_if_none('z') }}", "xy"],
    ["{{ 21|divisibleby(7) }} {{ '21'|divisibleby('5') }} {{ 'abc'|length_is('3') }}", "true false true"],
  ]);
});

test("default stands for undefined, and for false values where asked", async () => {
  await check(
    [
      [
        "{{ missing|default('x') }}{{ none|default('x') }}{{ ''|default('x', true) }}{{ 0|d('y', boolean=true) }}{{ missing|d }}",
        "xxy",
      ],
      ["{{ a.b|default('x') }}", "x"],
    ],
    { a: {} },
  );
});

test("values show themselves", async () => {
  await check([["{{ 'a'|pprint }} {{ [1]|pprint }} {{ none|pprint }} {{ 5|string|length }}", '"a" [1] null 1']]);
  assert.equal(
    await renderPython("{{ 'a'|pprint }} {{ {'b': 1, 'a': none}|pprint }} {{ [1.0]|string }}"),
    "'a' {'a': None, 'b': 1} [1.0]",
  );
});

test("JSON is safe wherever it stands", async () => {
  assert.equal(
    await render("<script>x = {{ v|tojson }}</script>", { v: { a: "</script>'&", b: [1, null] } }),
    '<script>x = {"a":"\\u003c/script\\u003e\\u0027\\u0026","b":[1,null]}</script>',
  );
  assert.equal(await render("{{ {'b': 1, 'a': [2]}|tojson(indent=2) }}"), '{\n  "b": 1,\n  "a": [\n    2\n  ]\n}');
  assert.equal(await renderPython("{{ {'b': 1.0, 'a': 'é'}|tojson }}"), '{"a": "\\u00e9", "b": 1.0}');
  const sorted = new Templates({ policies: { "json.dumps_kwargs": { sort_keys: true } } });
  assert.equal(await sorted.renderString("{{ {'b': 1, 'a': 2}|tojson }}", {}), '{"a":2,"b":1}');
  assert.equal(
    await render("{{ '<x>'|json_script('a\"b') }}"),
    '<script id="a&#34;b" type="application/json">"\\u003Cx\\u003E"</script>',
  );
});

test("addresses become links in pages", async () => {
  assert.equal(
    await render("{{ 'foo http://www.example.com/ <bar>'|urlize }}"),
    'foo <a href="http://www.example.com/" rel="noopener">http://www.example.com/</a> &lt;bar&gt;',
  );
  assert.equal(
    await render("{{ 'http://a.org/?a=1&b=2'|urlize(target='_blank', rel='me') }}"),
    '<a href="http://a.org/?a=1&amp;b=2" rel="me noopener" target="_blank">http://a.org/?a=1&amp;b=2</a>',
  );
  assert.equal(
    await render("{{ 'tel:+1 x'|urlize(extra_schemes=['tel:']) }}"),
    '<a href="tel:+1" rel="noopener">tel:+1</a> x',
  );
  const policies = { "urlize.rel": null, "urlize.target": "_top" };
  assert.equal(
    await new Templates({ policies }).renderString("{{ 'ab.org'|urlize }}", {}),
    '<a href="https://ab.org" target="_top">ab.org</a>',
  );
});

test("text is quoted for URLs, and mappings for queries", async () => {
  await check(
    [
      ["{{ 'Hello, world!/ü'|urlencode }}", "Hello%2C%20world%21/%C3%BC"],
      [
        "{{ {'f': 1, 'a b': 'c/d'}|urlencode }} {{ [['f', 1], ['z', 2]]|urlencode }} {{ 5|urlencode }}",
        "f=1&a+b=c%2Fd f=1&z=2 5",
      ],
      ["{{ query|urlencode }}", "a=1&a=2"],
    ],
    { query: new URLSearchParams("a=1&a=2") },
  );
});

test("attributes are written from mappings", async () => {
  const context = { html: safe("<i>") };
  assert.equal(
    await render("<a{{ {'b': 42, 'c': none, 'd': missing, 'e': '<\"', 'f': html}|xmlattr }}>", context),
    '<a b="42" e="&lt;&#34;" f="<i>">',
  );
  assert.equal(await render("{{ {'b': 1}|xmlattr(false) }}{{ {}|xmlattr }}"), 'b="1"');
});

test("escaping works as well where a filter applies it", async () => {
  assert.equal(
    await render("{{ ['<', html]|map('e')|join }}{{ ['<']|map('safe')|join }}", { html: safe("<i>") }),
    "&lt;<i><",
  );
  const own = new Templates({ policies: { "json.dumps_function": (value: unknown) => `own<${String(value)}>` } });
  assert.equal(await own.renderString("{{ 5|tojson(2) }}", {}), "own\\u003c5\\u003e");
  assert.equal(
    await renderText(
      "{{ '<'|linebreaksbr }}{% set x = 'a<b'|linebreaks %}{% autoescape true %}{{ x }}{% endautoescape %}",
    ),
    "<&lt;p&gt;a&lt;b&lt;/p&gt;",
  );
});

test("text becomes paragraphs and lists", async () => {
  assert.equal(await render("{{ 'a<\r\nb\n\n\nc'|linebreaks }}"), "<p>a&lt;<br>b</p>\n\n<p>c</p>");
  assert.equal(await render("{{ html|linebreaksbr }}", { html: safe("<i>\n</i>") }), "<i><br></i>");
  assert.equal(
    await render("{{ ('a\n' * 10)|linenumbers }}"),
    "01. a\n02. a\n03. a\n04. a\n05. a\n06. a\n07. a\n08. a\n09. a\n10. a\n11. ",
  );
  assert.equal(
    await render("{{ ['<', ['b', ['c'], 'd'], 'e']|unordered_list }}"),
    "\t<li>&lt;\n\t<ul>\n\t\t<li>b\n\t\t<ul>\n\t\t\t<li>c</li>\n\t\t</ul>\n\t\t</li>\n\t\t<li>d</li>\n\t</ul>\n\t</li>\n\t<li>e</li>",
  );
  assert.equal(
    await render("{{ ['<', html]|escapeseq|join }}{{ ['<']|safeseq|join }}", { html: safe("<i>") }),
    "&lt;<i><",
  );
  assert.equal(await render("{{ '<b>a</b> &amp; <!-- x -->b'|striptags }}"), "a &amp; b");
});

test("dates print in the zone and language of the engine", async () => {
  const when = new Date("2026-01-02T15:04:05Z");
  await check(
    [
      ["{{ when|date }} {{ when|time }} {{ when|date('D j.n.Y H:i') }}", "Jan. 2, 2026 3:04 p.m. Fri 2.1.2026 15:04"],
      ["{{ none|date }}{{ missing|date }}{{ 'x'|date }}{{ 5|date }}{{ '2026-01-02'|time }}|", "|"],
      ["{{ when|timezone('Asia/Tokyo')|date('H:i T') }} {{ when|utc|date('e') }}", "00:04 +09:00 UTC"],
      [
        "{{ '2026-01-01'|naturalday }} {{ '2026-01-02'|naturalday }} {{ '2025-12-01'|naturalday('Y') }}",
        "yesterday today 2025",
      ],
      ["{{ '2026-01-02T14:04:05Z'|naturaltime }}", "an hour ago"],
      [
        "{{ '2026-01-01T15:04:05Z'|timesince }} {{ '2026-01-16T15:04:05Z'|timeuntil }} {{ 'x'|timesince }}|",
        "1\u00a0day 2\u00a0weeks |",
      ],
    ],
    { when },
  );
  const berlin = new Templates({ timezone: "Europe/Berlin", locale: "de", now: () => when });
  assert.equal(
    await berlin.renderString(
      "{{ when|date('l, H:i T') }} {{ when|localize }} {{ 1.5|localize }} {{ 1.5|unlocalize }}",
      { when },
    ),
    "Freitag, 16:04 CET 2. Januar 2026 um 16:04 1,5 1.5",
  );
  assert.equal(
    await berlin.renderString("{{ 'fr'|language_name_translated }} {{ '2026-01-03'|naturalday }}", {}),
    "Französisch morgen",
  );
});
