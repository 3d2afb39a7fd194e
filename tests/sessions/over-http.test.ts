// Tests sessions over real sockets: a browser's walk, and cookie headers that no browser sends.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { App } from "#app";
import { redirect } from "#http";
import type { RunningServer } from "#server";
import { getFlashedMessages, sessions } from "#sessions";

const app = new App({
  mode: "test",
  logger: { debug() {}, info() {}, warn() {}, error: () => assert.fail("an error was logged") },
});
app.use(sessions());
app.post("/login", async (request) => {
  request.session.rotate();
  request.session.set("user", (await request.form()).fields.require("name"));
  request.flash("Welcome.", "success");
  return redirect("/");
});
app.get("/", (request) => ({
  user: request.session.get("user") ?? null,
  messages: getFlashedMessages(request).map(({ message }) => message),
}));
let server: RunningServer;
before(async () => {
  server = await app.run({ port: 0, host: "127.0.0.1" });
});
after(() => app.close());

test("a visitor logs in, is redirected, is greeted once and is known from then on", async () => {
  const posted = await fetch(new URL("/login", server.url), {
    method: "POST",
    body: new URLSearchParams({ name: "ada" }),
    redirect: "manual",
  });
  assert.equal(posted.status, 303);
  const [cookie] = posted.headers.getSetCookie();
  const headers = { Cookie: cookie!.split(";")[0]! };
  const first = await fetch(new URL("/", server.url), { headers });
  assert.deepEqual(await first.json(), { user: "ada", messages: ["Welcome."] });
  const next = { Cookie: first.headers.getSetCookie()[0]!.split(";")[0]! };
  assert.deepEqual(await (await fetch(new URL("/", server.url), { headers: next })).json(), {
    user: "ada",
    messages: [],
  });
});

test("no bytes in the Cookie header make an answer of 500", async () => {
  const genuine = (
    await fetch(new URL("/login", server.url), {
      method: "POST",
      body: new URLSearchParams({ name: "x" }),
      redirect: "manual",
    })
  ).headers
    .getSetCookie()[0]!
    .split(";")[0]!;
  for (let i = 0; i < 200; i++) {
    const noise = Buffer.from(randomBytes(1 + (i % 120)).map((byte) => (byte < 32 || byte === 127 ? 46 : byte)));
    const at = i % genuine.length;
    const cookie = Buffer.concat([
      Buffer.from(i % 2 ? genuine.slice(0, at) : "session="),
      noise,
      Buffer.from(genuine.slice(at)),
    ]);
    const status = await rawStatus(cookie);
    assert.ok(status === 200 || status === 400, `${status} for ${cookie.toString("base64")}`);
  }
});

function rawStatus(cookie: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("end", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])));
    socket.on("error", reject);
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ");
    socket.write(cookie);
    socket.end("\r\n\r\n");
  });
}
