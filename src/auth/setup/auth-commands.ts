// Makes the commands of accounts: createsuperuser, changepassword, and those that keep the tables tidy.
import { type Command, defineCommand } from "#kernel";
import { ValidationError } from "#orm";
import { findByLogin } from "../login/model-backend.ts";
import { LoginSession } from "../models/login-session.ts";
import { OneTimeToken } from "../models/one-time-token.ts";
import { Throttle } from "../models/throttle.ts";
import { setPassword } from "../pages/password-pages.ts";
import { checkPasswordRules } from "../passwords/rules/password-rule.ts";
import { syncPermissions } from "../permissions/model-permissions.ts";
import { createUser } from "../user/create-user.ts";
import type { Accounts } from "./accounts.ts";

/** The commands of an app's accounts. */
export function authCommands(accounts: Accounts): Command[] {
  return [createSuperuser(accounts), changePassword(accounts), syncCommand(), cleanCommand(accounts)];
}

function createSuperuser(accounts: Accounts): Command {
  return defineCommand({
    name: "createsuperuser",
    summary: "Makes a user who may do everything.",
    description: "What is not given is asked for. In scripts, give --login and set SUPERUSER_PASSWORD.",
    options: {
      login: { prompt: "E-mail address or user name", help: "What the user logs in with.", env: "SUPERUSER_LOGIN" },
      email: { help: "The e-mail address, where people log in by user name.", env: "SUPERUSER_EMAIL" },
      password: {
        prompt: { text: "Password", secret: true, confirm: true },
        help: "Better given by SUPERUSER_PASSWORD: other users of the machine see command lines.",
        env: "SUPERUSER_PASSWORD",
      },
      "skip-rules": { type: "boolean", help: "Takes any password." },
    },
    run: async ({ options, print, warn }) => {
      const { loginField, User, rules } = accounts;
      const login = options.login ?? "";
      const names = loginField === "email" ? { email: login } : { username: login, email: options.email ?? "" };
      const values = { ...names, password: options.password, isStaff: true, isSuperuser: true };
      try {
        await createUser(User, values, options["skip-rules"] ? [] : rules);
      } catch (error) {
        return refuse(error, warn);
      }
      print(`The superuser ${login} is made.`);
      return 0;
    },
  });
}

function changePassword(accounts: Accounts): Command {
  return defineCommand({
    name: "changepassword",
    summary: "Sets a user's password, and logs the user out everywhere.",
    args: { login: { required: true, help: "The e-mail address or user name." } },
    options: {
      password: {
        prompt: { text: "New password", secret: true, confirm: true },
        help: "Better given by NEW_PASSWORD: other users of the machine see command lines.",
        env: "NEW_PASSWORD",
      },
      "skip-rules": { type: "boolean", help: "Takes any password." },
    },
    run: async ({ args, options, print, warn }) => {
      const user = await findByLogin(accounts, args.login);
      if (user === undefined) {
        warn(`There is no user "${args.login}".`);
        return 1;
      }
      const password = options.password ?? "";
      const faults = options["skip-rules"] ? [] : await checkPasswordRules(password, user as never, accounts.rules);
      if (faults.length > 0) return refuse(new ValidationError({ password: faults }), warn);
      await setPassword(accounts, user, password);
      await accounts.record("password-changed", { user, details: { by: "command" } });
      print(`The password of ${args.login} is changed.`);
      return 0;
    },
  });
}

function refuse(error: unknown, warn: (text: string) => void): number {
  if (!(error instanceof ValidationError)) throw error;
  for (const [field, texts] of Object.entries(error.faults))
    for (const text of texts) warn(field === "" ? text : `${field}: ${text}`);
  return 1;
}

function syncCommand(): Command {
  return defineCommand({
    name: "auth permissions",
    summary: "Adds the permissions of all models to the database.",
    run: async ({ print }) => print(`${await syncPermissions()} permissions were added or renamed.`),
  });
}

function cleanCommand(accounts: Accounts): Command {
  return defineCommand({
    name: "auth clean",
    summary: "Deletes logins, links and counts whose time is over.",
    run: async ({ print }) => {
      const now = accounts.date();
      const { total: logins } = await LoginSession.objects.filter({ endsAt__lte: now }).delete();
      const { total: links } = await OneTimeToken.objects.filter({ expiresAt__lte: now }).delete();
      const { total: counts } = await Throttle.objects.filter({ endsAt__lte: now }).delete();
      print(`Deleted ${logins} logins, ${links} links and ${counts} counts.`);
    },
  });
}
