// Tests that text is escaped exactly once, and that marked HTML passes unchanged.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { escapeHtml, findHtml, html, Safe, safe } from "#kernel";

test("the five characters with a meaning in HTML are escaped", () => {
  assert.equal(
    escapeHtml(`<a href="x" title='y'>&</a>`),
    "&lt;a href=&#34;x&#34; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
});

test("text without such characters is returned as it is", () => {
  assert.equal(escapeHtml("Grüße, 世界"), "Grüße, 世界");
  assert.equal(escapeHtml(""), "");
});

test("other values are escaped as their text; null and undefined are empty", () => {
  assert.equal(escapeHtml(42), "42");
  assert.equal(escapeHtml(null), "");
  assert.equal(escapeHtml(undefined), "");
  assert.equal(escapeHtml({ toString: () => "<x>" }), "&lt;x&gt;");
});

test("Safe text is not escaped again", () => {
  const bold = safe("<b>x</b>");
  assert.equal(escapeHtml(bold), "<b>x</b>");
  assert.ok(bold instanceof Safe);
  assert.equal(bold.length, 8);
  assert.equal(JSON.stringify({ bold }), '{"bold":"<b>x</b>"}');
});

test("the html literal escapes what is put in, and nothing else", () => {
  assert.equal(
    String(html`<p title="${'"'}">${"<b>"} &amp; ${safe("<i>")}</p>`),
    '<p title="&#34;">&lt;b&gt; &amp; <i></p>',
  );
});

test("the html literal joins arrays and leaves out null, undefined and booleans", () => {
  const items = ["<", html`<b>`].map((item) => html`<li>${item}</li>`);
  assert.equal(
    String(html`<ul>${items}</ul>${null}${undefined}${true}${false}${0}`),
    "<ul><li>&lt;</li><li><b></li></ul>0",
  );
  assert.equal(String(html`${[["<"], [[1, 2]]]}`), "&lt;12");
});

test("escaped text decodes to the text that it was made of, and holds no special character", () => {
  const entities: Record<string, string> = { "&#34;": '"', "&amp;": "&", "&#39;": "'", "&lt;": "<", "&gt;": ">" };
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(..."&<>\"'"), fc.string())), (parts) => {
      const text = parts.join("");
      const escaped = escapeHtml(text);
      assert.doesNotMatch(escaped, /[<>"']/);
      assert.equal(
        escaped.replace(/&(#34|amp|#39|lt|gt);/g, (entity) => entities[entity]!),
        text,
      );
    }),
  );
});

test("an object writes itself by toHtml, and only what it returns as safe text is taken for it", () => {
  const button = { toHtml: () => html`<button>${"<"}</button>` };
  assert.equal(String(html`<p>${button}</p>`), "<p><button>&lt;</button></p>");
  assert.equal(String(findHtml(button)), "<button>&lt;</button>");
  const liar = { toHtml: () => "<script>", toString: () => "<b>" };
  assert.equal(findHtml(liar), undefined);
  assert.equal(escapeHtml(liar), "&lt;b&gt;");
  assert.equal(escapeHtml({ toHtml: "<script>", toString: () => "<b>" }), "&lt;b&gt;");
  assert.equal(findHtml("text"), undefined);
});
