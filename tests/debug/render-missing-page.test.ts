// Tests the development page for an address that no route leads to: it lists the routes, and only a developer sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, notFound } from "demijohn";
import { silent } from "./failing-app.ts";

function makeApp(mode: "development" | "production"): App {
  const app = new App({ mode, secretKey: "a key that only this test knows, of 50 characters.", logger: silent });
  app.get("/polls/", { name: "polls" }, () => "all");
  app.get("/polls/<int:id>", { name: "poll" }, ({ params }) => notFound(`There is no poll ${params.id}.`));
  return app;
}
const html = { Accept: "text/html,*/*;q=0.8", Host: "localhost" };

test("a browser on this machine sees the routes and a near one, escaped", async () => {
  const response = await makeApp("development").request("/pols/?<b>", { headers: html });
  const page = await response.text();
  assert.equal(response.status, 404);
  assert.match(page, /No route leads to <code>\/pols\/<\/code>/);
  assert.match(page, /Did you mean .*\/polls\/.*\?/);
  assert.match(page, /<td>GET<\/td><td>\/polls\/&lt;int:id&gt;<\/td><td>poll<\/td>/);
  assert.doesNotMatch(page, /<b>/);
  assert.equal(response.headers.get("cache-control"), "no-store");
});

test("others get the plain page: in production, from scripts, and where a handler found nothing", async () => {
  const told = async (app: App, path: string, headers: Record<string, string>): Promise<string> =>
    (await app.request(path, { headers })).text();
  for (const page of [
    await told(makeApp("production"), "/none", html),
    await told(makeApp("development"), "/none", { Accept: "application/json", Host: "localhost" }),
    await told(makeApp("development"), "/polls/3", html),
    await told(makeApp("development"), "/none", { ...html, Host: "site.example" }),
  ])
    assert.doesNotMatch(page, /polls\/&lt;int/);
});

test("an own page for 404 goes before it", async () => {
  const app = makeApp("development");
  app.onError(404, () => "Nothing here.");
  assert.equal(await (await app.request("/none", { headers: html })).text(), "Nothing here.");
});
