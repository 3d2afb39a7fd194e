// Declares the settings of security: hosts, HTTPS, headers, the CSRF cookie and where rate limits are counted.
import { defineSettings, type Setting, type SettingsSection, setting } from "#kernel";
import { originTest } from "./csrf/origins.ts";
import { checkStoreUrl } from "./rate-limit/store-of-url.ts";

// A type and not an interface: only types pass where a record of settings is asked for.
/** The settings of the section `security`. */
export type SecuritySettingsShape = {
  readonly allowedHosts: Setting<readonly string[] | undefined, readonly string[]>;
  readonly httpsRedirect: Setting<boolean | undefined, boolean>;
  readonly httpsExempt: Setting<readonly string[], readonly string[]>;
  readonly hstsAge: Setting<number, number | string>;
  readonly hstsSubdomains: Setting<boolean, boolean>;
  readonly hstsPreload: Setting<boolean, boolean>;
  readonly trustedOrigins: Setting<readonly string[], readonly string[]>;
  readonly csrfStorage: Setting<"cookie" | "session", "cookie" | "session">;
  readonly csrfCookieName: Setting<string | undefined, string>;
  readonly csrfCookieAge: Setting<number, number | string>;
  readonly csrfCookieDomain: Setting<string | undefined, string>;
  readonly csrfCookiePath: Setting<string, string>;
  readonly csrfCookieSecure: Setting<boolean, boolean>;
  readonly csrfCookieHttpOnly: Setting<boolean, boolean>;
  readonly csrfCookieSameSite: Setting<"strict" | "lax" | "none", "strict" | "lax" | "none">;
  readonly csrfHeaderName: Setting<string, string>;
  readonly csrfFieldName: Setting<string, string>;
  readonly rateLimits: Setting<string, string>;
};

/** The section `security`. */
export const securitySettings: SettingsSection<SecuritySettingsShape> = defineSettings("security", {
  allowedHosts: setting.list(setting.string(), {
    env: "ALLOWED_HOSTS",
    required: "production",
    cure: "Set ALLOWED_HOSTS=example.org,.example.org to the names that the site is reached by; * lets every name pass.",
    help: "The hosts that the app answers for: example.org, .example.org with all below, *.example.org those below alone.",
  }),
  httpsRedirect: setting.boolean({
    help: "Whether requests over plain HTTP are sent to HTTPS; in production true where proxies are trusted, as only then the scheme is known.",
  }),
  httpsExempt: setting.list(setting.string(), {
    default: [],
    help: "Paths that answer over plain HTTP too, such as /health or /.well-known/*.",
  }),
  hstsAge: setting.duration({
    default: (mode) => (mode === "production" ? "365 days" : 0),
    help: "How long browsers come by HTTPS alone; 0 sends no Strict-Transport-Security.",
  }),
  hstsSubdomains: setting.boolean({ default: false, help: "Whether that holds for all subdomains too." }),
  hstsPreload: setting.boolean({ default: false, help: "Whether browsers may have it built in." }),
  trustedOrigins: setting.list(setting.string(), {
    default: [],
    check: (origins) => {
      try {
        originTest(origins);
        return undefined;
      } catch {
        return {
          problem: "has something that is no origin.",
          cure: "Write https://app.example.org or https://*.example.org.",
        };
      }
    },
    help: "Other origins of yours that may send requests that change something.",
  }),
  csrfStorage: setting.choice(["cookie", "session"], {
    default: "cookie",
    help: "Whether a visitor's CSRF secret is kept in a cookie of its own or in the session.",
  }),
  csrfCookieName: setting.string({ help: "The cookie's name; __Host-csrf where it is secure, else csrf." }),
  csrfCookieAge: setting.duration({ default: "365 days", help: "How long the cookie is kept." }),
  csrfCookieDomain: setting.string({ help: "The domain that the cookie is sent to; the host alone if not given." }),
  csrfCookiePath: setting.string({ default: "/", help: "The path that the cookie is sent to." }),
  csrfCookieSecure: setting.boolean({
    default: (mode) => mode === "production",
    help: "Whether browsers send the cookie over HTTPS only; the default is true in production.",
  }),
  csrfCookieHttpOnly: setting.boolean({ default: true, help: "Whether scripts of the page cannot read the cookie." }),
  csrfCookieSameSite: setting.choice(["strict", "lax", "none"], {
    default: "lax",
    help: "Whether other sites' links (lax) or their requests (none) carry the cookie.",
  }),
  csrfHeaderName: setting.string({
    default: "X-CSRF-Token",
    help: "The header that scripts send the token in. X-CSRFToken and X-XSRF-Token are read too.",
  }),
  csrfFieldName: setting.string({ default: "csrf_token", help: "The form field that the token is sent in." }),
  rateLimits: setting.string({
    default: "memory:",
    check: (url) => {
      const problem = checkStoreUrl(url);
      return problem === undefined ? undefined : { problem, cure: "Write memory:, database: or redis://host:6379." };
    },
    help: "Where rate limits without a store of their own are counted: memory:, database: or redis://host.",
  }),
});
