// Declares the settings of accounts: addresses of links, how long logins and links last, and how often one may fail.
import { defineSettings, type Setting, type SettingsSection, type SettingsValues, setting } from "#kernel";

type Duration = Setting<number, number | string>;

// A type and not an interface: only types pass where a record of settings is asked for.
/** The settings of the section `auth`. */
export type AuthSettingsShape = {
  readonly origin: Setting<string | undefined, string>;
  readonly siteName: Setting<string | undefined, string>;
  readonly loginRedirect: Setting<string, string>;
  readonly logoutRedirect: Setting<string, string>;
  readonly idleTime: Duration;
  readonly loginTime: Duration;
  readonly rememberTime: Duration;
  readonly freshTime: Duration;
  readonly resetTime: Duration;
  readonly verifyTime: Duration;
  readonly lockTime: Duration;
  readonly maxFailures: Setting<number, number>;
  readonly maxFailuresOfAccount: Setting<number, number>;
  readonly maxFailuresOfAddress: Setting<number, number>;
};

/** The section `auth`. */
export const authSettings: SettingsSection<AuthSettingsShape> = defineSettings("auth", {
  origin: setting.string({
    check: (origin) =>
      URL.canParse(origin) && new URL(origin).origin === origin
        ? undefined
        : { problem: "is not an origin.", cure: "Write scheme and host alone, such as https://example.org." },
    help: "The site's scheme and host, for links in mails: https://example.org.",
  }),
  siteName: setting.string({ help: "What mails, passkeys and code apps call the site; the app's name if not given." }),
  loginRedirect: setting.string({ default: "/", help: "Where a login leads that came from nowhere." }),
  logoutRedirect: setting.string({ default: "/", help: "Where logging out leads." }),
  idleTime: setting.duration({ default: "1 day", min: 60, help: "How long a login lasts that is not used." }),
  loginTime: setting.duration({ default: "7 days", min: 60, help: "How long a login lasts that is used." }),
  rememberTime: setting.duration({
    default: "30 days",
    min: 60,
    help: "How long a login lasts, used or not, where people asked to stay logged in.",
  }),
  freshTime: setting.duration({
    default: "15 minutes",
    min: 60,
    help: "How long after a password or passkey was given things may be done that ask for a fresh login.",
  }),
  resetTime: setting.duration({ default: "1 hour", min: 60, help: "How long a link works that resets a password." }),
  verifyTime: setting.duration({ default: "3 days", min: 60, help: "How long a link works that confirms an address." }),
  lockTime: setting.duration({
    default: "15 minutes",
    min: 1,
    help: "How long failed logins count, and how long a lock lasts.",
  }),
  maxFailures: setting.integer({
    default: 5,
    min: 1,
    help: "How many logins may fail for one account from one address before it has to wait.",
  }),
  maxFailuresOfAccount: setting.integer({
    default: 50,
    min: 1,
    help: "How many logins may fail for one account from all addresses.",
  }),
  maxFailuresOfAddress: setting.integer({
    default: 100,
    min: 1,
    help: "How many logins may fail from one address for all accounts.",
  }),
});

/** The settings' values, once read. */
export type AuthSettings = SettingsValues<AuthSettingsShape>;
