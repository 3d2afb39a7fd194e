// Tests static folders as a client sees them: names with hashes, variants, what is hidden, and the command that compresses.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App, Blueprint } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const root = mkdtempSync(join(tmpdir(), "demijohn-test-"));
after(() => rmSync(root, { recursive: true }));
for (const folder of ["static/css/.secret", "shop/static"]) mkdirSync(join(root, folder), { recursive: true });
const sheet = "body { color: black }\n".repeat(100);
writeFileSync(join(root, "static/css/site.css"), sheet);
writeFileSync(join(root, "static/css/.secret/key"), "hidden");
writeFileSync(join(root, "static/.env"), "hidden");
writeFileSync(join(root, "secret.txt"), "outside");
writeFileSync(join(root, "shop/static/shop.css"), "a { color: red }");

async function makeApp(mode: "production" | "development"): Promise<App> {
  const app = new App({ root, mode, logger: silent });
  app.use(new Blueprint("shop", { root: join(root, "shop"), prefix: "/shop" }));
  await app.ready();
  return app;
}

test("addresses carry a hash in production, and may be kept for ever", async () => {
  const app = await makeApp("production");
  const url = app.urlFor("static", { filename: "css/site.css" });
  assert.match(url, /^\/static\/css\/site\.[0-9a-f]{12}\.css$/);
  const response = await app.request(url);
  assert.equal(await response.text(), sheet);
  assert.equal(response.headers.get("cache-control"), "public, max-age=31536000, immutable");
  const old = await app.request("/static/css/site.000000000000.css");
  assert.equal(await old.text(), sheet);
  assert.equal(old.headers.get("cache-control"), "no-cache");
  assert.equal((await app.request("/static/css/site.css")).headers.get("cache-control"), "no-cache");
  assert.equal(app.urlFor("static", { filename: "none.css" }), "/static/none.css");
});

test("addresses are plain in development, and blueprints have a folder of their own", async () => {
  const app = await makeApp("development");
  assert.equal(app.urlFor("static", { filename: "css/site.css" }), "/static/css/site.css");
  assert.equal(app.urlFor("shop.static", { filename: "shop.css" }), "/shop/static/shop.css");
  assert.equal(await (await app.request("/shop/static/shop.css")).text(), "a { color: red }");
});

test("hidden files and what lies outside are not found", async () => {
  const app = await makeApp("production");
  for (const path of [
    "/static/.env",
    "/static/css/.secret/key",
    "/static/%2eenv",
    "/static/../secret.txt",
    "/static/%2e%2e/secret.txt",
    "/static/..%2fsecret.txt",
    "/static/css/..%5c..%5csecret.txt",
    "/static/css",
    "/static/a%00b",
  ])
    assert.equal((await app.request(path)).status, 404, path);
});

test("the command writes variants, and the one that the client likes best is sent", async () => {
  const app = await makeApp("production");
  const lines: string[] = [];
  const command = app.plan.commands.find(({ name }) => name === "static compress")!;
  await command.run({ print: (line: string) => void lines.push(line) } as never);
  assert.deepEqual(lines, ["Wrote 3 compressed files."]);
  for (const [accept, coding] of [
    ["gzip, br, zstd", "br"],
    ["gzip;q=1, br;q=0.5", "gzip"],
    ["zstd", "zstd"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["br;q=0.5, identity;q=1", undefined],
    ["identity", undefined],
  ] as const) {
    const response = await app.request("/static/css/site.css", { headers: { "Accept-Encoding": accept } });
    assert.equal(response.headers.get("content-encoding"), coding, accept);
    assert.equal(response.headers.get("vary"), "Accept-Encoding");
    assert.equal(response.contentType, "text/css; charset=utf-8");
  }
  const head = await app.request("/static/css/site.css", { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(head.body, null);
});
