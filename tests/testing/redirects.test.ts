// Tests that a test client which follows redirects stops where they never end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, redirect } from "demijohn";
import { TestClient } from "demijohn/testing";

test("redirects that never end are an error that shows the last ones", async () => {
  const app = new App();
  app.get("/ping", () => redirect("/pong"));
  app.get("/pong", () => redirect("/ping"));
  await assert.rejects(new TestClient(app, { followRedirects: true }).get("/ping"), {
    message: `TESTING_TOO_MANY_REDIRECTS: /ping was redirected more than 20 times.
  The last ones: /ping → /pong → /ping.
  Look for two handlers that redirect to each other.`,
  });
});
