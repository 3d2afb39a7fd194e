// Tests signing in with an account elsewhere, against a provider that the test runs: PKCE, state, nonce and who is who.
import assert from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { OpenIdAccount } from "demijohn/auth";
import type { TestClient } from "demijohn/testing";
import { enter, freshTables, makeSite, makeUser, User } from "./site.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

// The provider: whoever comes to it is the person that the test names, and it answers wrongly where the test asks for it.
let issuer: string;
let server: Server;
let person: Record<string, unknown> = {};
let lie: Record<string, unknown> = {};
const codes = new Map<string, { challenge: string; nonce: string }>();

function idToken(nonce: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: "jars", iat: now, exp: now + 60, nonce, ...person, ...lie };
  const text = `${encode({ alg: "RS256", kid: "1" })}.${encode(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
}

before(async () => {
  await freshTables();
  server = createServer(async (request, response) => {
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    };
    if (request.url === "/.well-known/openid-configuration")
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
        subject_types_supported: ["public"],
      });
    if (request.url === "/keys")
      return json({
        keys: [{ ...createPublicKey(privateKey).export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }],
      });
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const code = codes.get(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (code === undefined || code.challenge !== challenge) return json({ error: "invalid_grant" }, 400);
    codes.delete(form.get("code")!);
    return json({ access_token: "x", token_type: "Bearer", id_token: idToken(code.nonce) });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

function providerSite(options: { trustEmail?: boolean } = {}) {
  const example = {
    label: "Example",
    issuer,
    clientId: "jars",
    clientSecret: "secret",
    allowInsecure: true,
    ...options,
  };
  return makeSite({ providers: { example } });
}

/** What the provider does: makes a code for the request that the browser brings, and sends the browser back. */
async function visit(
  client: TestClient,
  as: Record<string, unknown>,
  query = "",
): Promise<{ back: string; params: URLSearchParams }> {
  const response = await client.post(`/accounts/providers/example${query}`);
  assert.equal(response.status, 303);
  const { searchParams: params, pathname } = new URL(response.headers.get("location")!);
  assert.equal(pathname, "/authorize");
  person = as;
  lie = {};
  const code = `code-${codes.size}-${Math.random()}`;
  codes.set(code, { challenge: params.get("code_challenge")!, nonce: params.get("nonce")! });
  return { back: `/accounts/providers/example/done?code=${code}&state=${params.get("state")}`, params };
}

async function whoIs(client: TestClient): Promise<string> {
  return (await client.get("/")).text();
}

test("somebody new gets an account, and comes back to it", async () => {
  const site = providerSite();
  const client = site.client();
  const as = { sub: "1", email: "New@Elsewhere.example", email_verified: true, name: "Newton" };
  const { back, params } = await visit(client, as, "?next=/?hello");
  assert.deepEqual(
    [params.get("client_id"), params.get("code_challenge_method"), params.get("redirect_uri")],
    ["jars", "S256", "http://localhost/accounts/providers/example/done"],
  );
  assert.equal((await client.get(back)).headers.get("location"), "/?hello");
  assert.equal(await whoIs(client), "Hello, Newton");
  const user = await User.objects.filter({ email: "new@elsewhere.example" }).get();
  assert.equal(user.hasUsablePassword, false);
  const other = site.client();
  await other.get((await visit(other, as)).back);
  assert.equal(await whoIs(other), "Hello, Newton");
  assert.equal(await OpenIdAccount.objects.filter({ userId: user.pk }).count(), 1);
});

test("an account with the same address is not handed over, unless the provider is trusted", async () => {
  const user = await makeUser({ email: "taken@example.org", name: "Owner" });
  const as = { sub: "2", email: "taken@example.org", email_verified: true };
  const client = providerSite().client();
  assert.equal((await client.get((await visit(client, as)).back)).headers.get("location"), "/accounts/login");
  assert.match(
    await (await client.get("/accounts/login")).text(),
    /There is an account with this e-mail address already/,
  );
  assert.equal(await whoIs(client), "Hello, stranger");
  const trusting = providerSite({ trustEmail: true }).client();
  await trusting.get((await visit(trusting, as)).back);
  assert.equal(await whoIs(trusting), "Hello, Owner");
  const unconfirmed = providerSite({ trustEmail: true }).client();
  await unconfirmed.get((await visit(unconfirmed, { ...as, sub: "3", email_verified: false })).back);
  assert.equal(await whoIs(unconfirmed), "Hello, stranger");
  void user;
});

test("who is logged in connects the account elsewhere", async () => {
  const site = providerSite();
  const user = await makeUser({ name: "Here" });
  const client = site.client();
  await enter(client, user);
  assert.equal((await client.get((await visit(client, { sub: "4" })).back)).headers.get("location"), "/accounts/");
  const later = site.client();
  await later.get((await visit(later, { sub: "4" })).back);
  assert.equal(await whoIs(later), "Hello, Here");
});

test("what does not belong to this browser's beginning is not believed", async () => {
  const site = providerSite();
  const as = { sub: "1" };
  const attempts: readonly (readonly [string, (client: TestClient, back: string) => Promise<string>])[] = [
    ["another browser", async (_client, back) => back],
    ["another state", async (_client, back) => back.replace(/state=[^&]+/, "state=other")],
    ["no state", async (_client, back) => back.replace(/&state=[^&]+/, "")],
    ["another code", async (_client, back) => back.replace(/code=[^&]+/, "code=other")],
    [
      "another nonce",
      async (_client, back) => {
        lie = { nonce: "other" };
        return back;
      },
    ],
    [
      "another audience",
      async (_client, back) => {
        lie = { aud: "other" };
        return back;
      },
    ],
    [
      "another issuer",
      async (_client, back) => {
        lie = { iss: "https://evil.example" };
        return back;
      },
    ],
    [
      "a token that is over",
      async (_client, back) => {
        lie = { exp: 1 };
        return back;
      },
    ],
    [
      "a late answer",
      async (_client, back) => {
        site.clock.forward(601);
        return back;
      },
    ],
  ];
  for (const [what, change] of attempts) {
    const client = site.client();
    const { back } = await visit(client, as);
    const changed = await change(client, back);
    const answering = what === "another browser" ? site.client() : client;
    assert.equal((await answering.get(changed)).headers.get("location"), "/accounts/login", what);
    assert.equal(await whoIs(answering), "Hello, stranger", what);
  }
  const client = site.client();
  const { back } = await visit(client, as);
  assert.equal((await client.get(back)).headers.get("location"), "/");
  const again = site.client();
  assert.equal((await again.get(back)).headers.get("location"), "/accounts/login");
  assert.equal((await client.post("/accounts/providers/nobody")).status, 404);
});
