// Tests that rows which are not there become answers 404, and that other errors stay what they are.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App, getOr404, listOr404 } from "demijohn";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";

class Jar extends Model("cellar.Jar", () => Jar, { slug: f.slug(), size: f.integer() }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "production",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.get(
  "/jars/<slug:slug>",
  async ({ params }) => `${(await getOr404(Jar.objects.filter({ slug: params.slug }))).size}`,
);
app.get("/named/<slug:slug>", ({ params }) => getOr404(Jar.objects.filter({ slug: params.slug }), "No such jar."));
app.get("/larger/<int:size>", async ({ params }) =>
  (await listOr404(Jar.objects.filter({ size__gt: params.size }).orderBy("size"))).map((jar) => jar.slug),
);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([Jar]);
  await Jar.objects.bulkCreate([
    { slug: "small", size: 1 },
    { slug: "large", size: 9 },
    { slug: "twin", size: 5 },
    { slug: "twin", size: 6 },
  ]);
});

const ask = async (path: string): Promise<{ status: number; text: string }> => {
  const response = await app.request(path);
  return { status: response.status, text: await response.text() };
};

test("a row that is there is given", async () => {
  assert.deepEqual(await ask("/jars/large"), { status: 200, text: "9" });
});

test("a row that is not there is a 404 that names the model", async () => {
  const { status, text } = await ask("/jars/none");
  assert.equal(status, 404);
  assert.match(text, /No Jar matches the given query\./);
  assert.match((await ask("/named/none")).text, /No such jar\./);
});

test("several rows are a fault of the program, not a missing page", async () => {
  assert.equal((await ask("/jars/twin")).status, 500);
});

test("a list without rows is a 404, and one with rows is given", async () => {
  assert.deepEqual(await ask("/larger/5"), { status: 200, text: '["twin","large"]' });
  const { status, text } = await ask("/larger/9");
  assert.equal(status, 404);
  assert.match(text, /No Jar matches the given query\./);
});
