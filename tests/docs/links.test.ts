// Follows the links between the documentation's pages: each leads to a file that is there, and to a heading of it.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], { cwd: root });

/** A page without its fenced code. */
function prose(page: string): string {
  return readFileSync(join(root, page), "utf8").replace(/^( *)(`{3,}).*\n[\s\S]*?^\1\2$/gm, "");
}

/** What a heading is linked by. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function findFault(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return `${page}: ${link} leads nowhere`;
  if (anchor === undefined) return undefined;
  const anchors = [...prose(target).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
  return anchors.includes(anchor) ? undefined : `${page}: ${target} has no heading #${anchor}`;
}

test("every link between pages leads to a file and a heading that exist", () => {
  const links = pages.flatMap((page) =>
    [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => [page, link!] as const),
  );
  const inner = links.filter(([, link]) => !/^\w+:/.test(link));
  assert.ok(inner.length > 50, `only ${inner.length} links were found`);
  assert.deepEqual(
    inner.map(([page, link]) => findFault(page, link)).filter((fault) => fault !== undefined),
    [],
  );
});

test("a heading's anchor is made as Markdown viewers make it", () => {
  assert.equal(anchorOf("`request.session`"), "requestsession");
  assert.equal(anchorOf("What differs, and why"), "what-differs-and-why");
});
