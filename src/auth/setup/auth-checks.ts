// Checks the accounts of an app before it is deployed: links need an address of their own, passwords a slow hash.
import type { App } from "#app";
import type { Check, CheckMessage } from "#kernel";
import { securitySettings } from "#security";
import { accountsOf } from "./accounts.ts";

/** Checks for `demijohn check --deploy`. */
export const authChecks: readonly Check<App>[] = [
  { name: "auth.links", deploy: true, check: checkLinks },
  { name: "auth.hashers", deploy: true, check: checkHashers },
];

function checkLinks(app: App): CheckMessage[] {
  const { settings } = accountsOf(app);
  const { serverName } = app.options;
  const { allowedHosts = app.options.allowedHosts } = app.settings.get(securitySettings);
  const isChecked = allowedHosts !== undefined && !allowedHosts.includes("*");
  if (settings.origin !== undefined || serverName !== undefined || isChecked) return [];
  return [
    {
      level: "error",
      code: "AUTH_NO_ORIGIN",
      message: "Links in mails would be built on the Host header, which a visitor can write as he likes.",
      cure: "Set DEMIJOHN_AUTH_ORIGIN=https://example.org, or give the app allowedHosts.",
    },
  ];
}

function checkHashers(app: App): CheckMessage[] {
  const { algorithm } = accountsOf(app).passwords.preferred;
  if (algorithm !== "md5") return [];
  return [
    {
      level: "error",
      code: "AUTH_WEAK_HASHER",
      message: "New passwords are hashed with MD5, which protects nothing.",
      cure: "Leave the option hashers out, or put argon2Hasher() first.",
    },
  ];
}
