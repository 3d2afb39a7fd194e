// States under which names downloads are offered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatContentDisposition, parseOptionsHeader } from "demijohn/http";

test("a plain name stands alone, another has both spellings", () => {
  assert.equal(formatContentDisposition("attachment"), "attachment");
  assert.equal(formatContentDisposition("inline", "index.html"), "inline; filename=index.html");
  assert.equal(formatContentDisposition("attachment", 'a "b".txt'), 'attachment; filename="a \\"b\\".txt"');
  assert.equal(
    formatContentDisposition("attachment", "Ñandú 文.txt"),
    "attachment; filename=\"Nandu .txt\"; filename*=UTF-8''%C3%91and%C3%BA%20%E6%96%87.txt",
  );
});

test("folders and line breaks never get into the header", () => {
  assert.equal(formatContentDisposition("attachment", "../../a/b.txt"), "attachment; filename=b.txt");
  assert.equal(formatContentDisposition("attachment", "C:\\dir\\b.txt"), "attachment; filename=b.txt");
  assert.equal(formatContentDisposition("attachment", "a\r\nX: y.txt"), 'attachment; filename="aX: y.txt"');
});

test("the name is read back", () => {
  for (const name of ["a.txt", "naïve (1).txt", "☃'*%.png", 'q"q.txt']) {
    assert.equal(parseOptionsHeader(formatContentDisposition("attachment", name)).options["filename"], name);
  }
});
