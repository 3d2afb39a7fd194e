// Declares the settings of sessions: the cookie's name and attributes, how long they last, and whether they are encrypted.
import { defineSettings, type Setting, type SettingsSection, type SettingsValues, SetupError, setting } from "#kernel";

/** How a permanent session's end is moved on; see `refresh`. */
export type SessionRefresh = "never" | "accessed" | "each-request";

// A type and not an interface: only types pass where a record of settings is asked for.
/** The settings of the section `sessions`. */
export type SessionSettingsShape = {
  readonly cookieName: Setting<string, string>;
  readonly lifetime: Setting<number, number | string>;
  readonly refresh: Setting<SessionRefresh, SessionRefresh>;
  readonly encrypt: Setting<boolean, boolean>;
  readonly domain: Setting<string | undefined, string>;
  readonly path: Setting<string, string>;
  readonly httpOnly: Setting<boolean, boolean>;
  readonly secure: Setting<boolean, boolean>;
  readonly sameSite: Setting<"strict" | "lax" | "none", "strict" | "lax" | "none">;
  readonly partitioned: Setting<boolean, boolean>;
  readonly hostPrefix: Setting<boolean, boolean>;
};

/** The section `sessions`. */
export const sessionSettings: SettingsSection<SessionSettingsShape> = defineSettings("sessions", {
  cookieName: setting.string({
    default: "session",
    check: (name) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name)
        ? undefined
        : { problem: "cannot name a cookie.", cure: "Use letters, digits, - and _." },
    help: "The name of the cookie.",
  }),
  lifetime: setting.duration({
    default: "31 days",
    min: 1,
    help: "How long a session is valid after it was last written, and how long a permanent one stays in the browser.",
  }),
  refresh: setting.choice(["never", "accessed", "each-request"], {
    default: "accessed",
    help: "When a permanent session starts its lifetime again without a change: never, when it is read and a tenth has passed, or with each request.",
  }),
  encrypt: setting.boolean({ default: false, help: "Whether the cookie is unreadable to its owner, not only signed." }),
  domain: setting.string({
    help: "The domain that the cookie is sent to, subdomains included; the host alone if not given.",
  }),
  path: setting.string({ default: "/", help: "The path that the cookie is sent to." }),
  httpOnly: setting.boolean({ default: true, help: "Whether scripts of the page cannot read the cookie." }),
  secure: setting.boolean({
    default: (mode) => mode === "production",
    help: "Whether browsers send the cookie over HTTPS only; the default is true in production.",
  }),
  sameSite: setting.choice(["strict", "lax", "none"], {
    default: "lax",
    help: "Whether other sites' links (lax) or their requests (none) carry the cookie.",
  }),
  partitioned: setting.boolean({
    default: false,
    help: "Whether a page that embeds the site gets a cookie of its own (CHIPS).",
  }),
  hostPrefix: setting.boolean({
    default: false,
    help: "Whether the name begins with __Host-, so that no subdomain can set the cookie; asks for secure, path / and no domain.",
  }),
});

/** The settings' values, once read. */
export type SessionSettings = SettingsValues<SessionSettingsShape>;

/** Throws `SESSIONS_BAD_COOKIE` for attributes that browsers refuse together. */
export function checkCookieSettings({
  secure,
  sameSite,
  partitioned,
  hostPrefix,
  domain,
  path,
}: SessionSettings): void {
  const fault =
    hostPrefix && (!secure || domain !== undefined || path !== "/")
      ? "A __Host- cookie must be secure, have the path / and no domain."
      : sameSite === "none" && !secure
        ? "A cookie with sameSite none must be secure."
        : partitioned && !secure
          ? "A partitioned cookie must be secure."
          : undefined;
  if (fault === undefined) return;
  throw new SetupError("SESSIONS_BAD_COOKIE", fault, {
    facts: [
      `sessions: hostPrefix ${hostPrefix}, secure ${secure}, sameSite ${sameSite}, partitioned ${partitioned}, domain ${domain ?? "none"}, path ${path}.`,
    ],
    cure: "Browsers would drop the cookie: change one of these settings.",
  });
}

/** The cookie's whole name. */
export function cookieNameOf({ cookieName, hostPrefix }: SessionSettings): string {
  return hostPrefix ? `__Host-${cookieName}` : cookieName;
}
