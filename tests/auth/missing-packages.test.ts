// Tests what accounts say where an optional package is not installed.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { before, test } from "node:test";
import { bcryptHasher } from "demijohn/auth";
import { MemorySource } from "#app/internals";
import { beginOpenId } from "../../src/auth/proofs/openid/openid.ts";
import { registrationOptions } from "../../src/auth/proofs/passkeys/passkeys.ts";
import { freshTables, makeSite, makeUser } from "./site.ts";

const missing = ["bcryptjs", "openid-client", "@simplewebauthn/server"];

before(async () => {
  await freshTables();
  registerHooks({
    resolve(specifier, context, next) {
      if (missing.includes(specifier)) throw new Error(`Cannot find package '${specifier}'`);
      return next(specifier, context);
    },
  });
});

test("AUTH_NO_BCRYPT names the package", () =>
  assert.rejects(bcryptHasher().hash("secret"), {
    message:
      "AUTH_NO_BCRYPT: A password is hashed with bcrypt, and the package bcryptjs is not installed.\n  Run npm install bcryptjs.",
  }));

test("AUTH_NO_WEBAUTHN and AUTH_NO_OPENID name theirs", async () => {
  const provider = { label: "Example", issuer: "https://id.example.org", clientId: "jars" };
  const site = makeSite({ passkeys: true, providers: { example: provider } });
  const user = await makeUser();
  await site.app.inRequest(await MemorySource.make("/"), async (request) => {
    await assert.rejects(registrationOptions(request, user as never), {
      message:
        "AUTH_NO_WEBAUTHN: Passkeys need the package @simplewebauthn/server, which is not installed.\n" +
        "  Run npm install @simplewebauthn/server, or leave passkeys: true out.",
    });
    await assert.rejects(beginOpenId(request, "example", "/"), {
      message:
        "AUTH_NO_OPENID: Providers need the package openid-client, which is not installed.\n" +
        "  Run npm install openid-client, or leave the option providers out.",
    });
  });
});
