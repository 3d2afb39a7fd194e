// Tests that what may be used once is used once, when fifty come at the same time: on SQLite and the real servers.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { accountsOf } from "demijohn/auth";
import { closeDatabases } from "demijohn/orm";
import { totpCode, totpStep } from "#auth/internals";
import {
  beginCodes,
  checkCode,
  confirmCodes,
  renewRecoveryCodes,
} from "../../../src/auth/proofs/totp/second-factor.ts";
import { enter, freshTables, makeSite, makeUser, password, User } from "../../auth/site.ts";
import { databaseCases } from "../databases.ts";

after(() => closeDatabases());

function fifty<T>(run: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 50 }, (_, i) => run(i)));
}

for (const { name, skip, open } of databaseCases.filter((each) => each.name !== "PGlite"))
  describe(name, { skip }, () => {
    test("fifty at once", async (t) => {
      const { url, database, remove } = await open();
      await database.close();
      t.after(async () => {
        await closeDatabases();
        await remove();
      });
      await freshTables(url);
      const generous = { maxFailures: 1000, maxFailuresOfAccount: 1000, maxFailuresOfAddress: 10_000 };
      const site = makeSite(generous);

      await t.test("a sign-up link makes one account", async () => {
        await site.client().post("/accounts/signup", { form: { email: "race@example.org", name: "", password } });
        const link = await site.lastLink();
        const answers = await fifty(() => site.client().post(link, { form: { password } }));
        assert.ok(answers.every(({ status }) => status === 303 || status === 410));
        assert.equal(answers.filter(({ headers }) => headers.get("location") === "/").length, 1);
        assert.equal(await User.objects.filter({ email: "race@example.org" }).count(), 1);
      });

      await t.test("sign-ups of one address make one account", async () => {
        const open = makeSite({ ...generous, verifyEmail: false });
        // Each hour an address gets five mails' worth of sign-ups: the limit is part of what is raced here.
        const answers = await fifty(() =>
          open.client().post("/accounts/signup", { form: { email: "once@example.org", name: "", password } }),
        );
        assert.equal(answers.filter(({ status }) => status === 303).length, 1);
        assert.ok(answers.every(({ status }) => [303, 422, 429].includes(status)));
        assert.equal(await User.objects.filter({ email: "once@example.org" }).count(), 1);
      });

      await t.test("a reset link sets one password", async () => {
        const user = await makeUser();
        await site.client().post("/accounts/reset", { form: { email: user.email } });
        const link = await site.lastLink();
        const answers = await fifty((i) =>
          site.client().post(link, { form: { new_password: `walnut-signal-${i}-x` } }),
        );
        assert.equal(answers.filter(({ headers }) => headers.get("location") === "/accounts/login").length, 1);
        const again = await User.objects.get({ pk: user.pk });
        const fitting = await fifty((i) => again.checkPassword(`walnut-signal-${i}-x`));
        assert.equal(fitting.filter(Boolean).length, 1);
      });

      await t.test("a one-time code and a recovery code let one in", async () => {
        const user = await makeUser();
        const accounts = accountsOf(site.app);
        const secret = await beginCodes(accounts, user as never);
        await confirmCodes(accounts, user as never, totpCode(secret, totpStep(site.clock.time)));
        site.clock.forward(60);
        const code = totpCode(secret, totpStep(site.clock.time));
        const byApp = await fifty(() => checkCode(accounts, user as never, code));
        assert.equal(byApp.filter((outcome) => outcome === "app").length, 1);
        const [recovery] = await renewRecoveryCodes(user as never);
        const byRecovery = await fifty(() => checkCode(accounts, user as never, recovery!));
        assert.equal(byRecovery.filter((outcome) => outcome === "recovery").length, 1);
      });

      await t.test("of fifty wrong passwords, five are tried", async () => {
        const strict = makeSite();
        const user = await makeUser();
        const answers = await fifty((i) => enter(strict.client(), user, { password: `wrong-${i}` }));
        const tried = answers.filter(({ status }) => status === 422).length;
        assert.ok(tried <= 5, `${tried} were tried`);
      });
    });
  });
