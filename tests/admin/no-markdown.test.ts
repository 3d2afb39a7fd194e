// Tests what the admin says where the optional package commonmark is not installed.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { hasMarkdown, renderMarkdown } from "../../src/admin/forms/markdown.ts";

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "commonmark") throw new Error("Cannot find package 'commonmark'");
    return next(specifier, context);
  },
});

test("a preview of Markdown says what to install", async () => {
  assert.equal(await hasMarkdown(), false);
  await assert.rejects(renderMarkdown("# Hello"), {
    message: [
      "ADMIN_NO_MARKDOWN: Previews of Markdown need the package commonmark, which is not installed.",
      "  Run npm install commonmark, or give the field another widget.",
    ].join("\n"),
  });
});
