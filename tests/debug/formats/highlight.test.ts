// Tests the colours of source lines, the mark, and that nothing in a line becomes markup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { highlightLine } from "../../../src/debug/formats/highlight.ts";

test("keywords, strings, numbers and comments have classes", () => {
  assert.equal(
    highlightLine('const a = "x" + 12; // why', -1, true),
    '<span class="k">const</span> a = <span class="s">&#34;x&#34;</span> + <span class="n">12</span>; <span class="c">// why</span>',
  );
});

test("a property that is named as a keyword is none", () => {
  assert.equal(highlightLine("jar.delete()", -1, true), "jar.delete()");
});

test("the word at the mark is marked whole, in strings, too", () => {
  assert.equal(highlightLine("a.size()", 2, true), "a.<mark>size</mark>()");
  assert.equal(highlightLine("`$" + "{a.size}`", 5, true), '<span class="s">`$' + "{a.<mark>size</mark>}`</span>");
  assert.equal(highlightLine("throw x", 0, true), '<span class="k"><mark>throw</mark></span> x');
});

test("a mark behind the line marks a blank, and none marks nothing", () => {
  assert.equal(highlightLine("ab", 2, true), "ab<mark> </mark>");
  assert.equal(highlightLine("ab", -1, true), "ab");
  assert.equal(highlightLine("", -1, true), "");
});

test("every character is kept and escaped", () => {
  for (const line of ["<b>&\"'`", "'unclosed <i>", "/* <x", " * </script>", "😀 <\ud800>", "a\t<b>\\", "<!--"]) {
    for (const isScript of [true, false]) {
      for (let mark = -1; mark < line.length; mark++) {
        const out = highlightLine(line, mark, isScript);
        const text = out.replace(/<\/?(?:span|mark)(?: class="\w")?>/g, "");
        assert.doesNotMatch(text, /[<>"']/);
        const plain = text.replace(
          /&(lt|gt|amp|#34|#39);/g,
          (_, name: string) => ({ lt: "<", gt: ">", amp: "&", "#34": '"', "#39": "'" })[name]!,
        );
        assert.equal(plain, line);
      }
    }
  }
});
