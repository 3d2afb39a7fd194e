// Checks before deployment what Django's security checks look at, and what this room adds: each finding with its cure.
import type { App } from "#app";
import type { Check, CheckMessage } from "#kernel";
import { secretSettings } from "#kernel";
import { checkSecretKey } from "#kernel/internals";
import { defaultPolicy, joinPolicies } from "../headers/content-security-policy.ts";
import type { SecurityOptions } from "../security.ts";
import { securitySettings } from "../security-settings.ts";

const aYear = 31_536_000;

/** The checks of an app that uses the battery with these options; for `demijohn check --deploy`. */
export function deployChecks(options: SecurityOptions): readonly Check<App>[] {
  const check = (name: string, run: (app: App) => readonly CheckMessage[]): Check<App> => ({
    name,
    deploy: true,
    check: run,
  });
  return [
    check("security-https", checkHttps),
    check("security-hosts", checkHosts),
    check("security-csrf", (app) => checkCsrf(app, options)),
    check("security-headers", () => checkHeaders(options)),
    check("security-csp", () => checkPolicy(options)),
    check("security-old-keys", checkOldKeys),
    check("security-rate-limits", checkRateLimits),
  ];
}

function warning(code: string, message: string, place: { where: string; cure: string }): CheckMessage {
  return { level: "warning", code, message, ...place };
}

function checkHttps(app: App): CheckMessage[] {
  const { httpsRedirect, hstsAge, hstsSubdomains, hstsPreload } = app.settings.get(securitySettings);
  const messages: CheckMessage[] = [];
  if (hstsAge === 0) {
    messages.push(
      warning("SECURITY_NO_HSTS", "Browsers are not told to come by HTTPS alone: a first visit can be diverted.", {
        where: "security.hstsAge",
        cure: "Set DEMIJOHN_SECURITY_HSTS_AGE=365d once the site is served over HTTPS only.",
      }),
    );
  }
  if (hstsAge > 0 && !hstsSubdomains) {
    messages.push({
      level: "info",
      code: "SECURITY_HSTS_WITHOUT_SUBDOMAINS",
      message: "Subdomains may still be asked over plain HTTP, where others can set cookies in their name.",
      where: "security.hstsSubdomains",
      cure: "Once all of them speak HTTPS, set DEMIJOHN_SECURITY_HSTS_SUBDOMAINS=true.",
    });
  }
  if (hstsPreload && (!hstsSubdomains || hstsAge < aYear)) {
    messages.push(
      warning("SECURITY_PRELOAD_INCOMPLETE", "The preload lists of browsers refuse these HSTS settings.", {
        where: "security.hstsPreload",
        cure: "Set hstsSubdomains, and an hstsAge of at least 365 days; or turn hstsPreload off.",
      }),
    );
  }
  if (!(httpsRedirect ?? app.options.trustedProxies !== undefined)) {
    messages.push(
      warning("SECURITY_NO_HTTPS_REDIRECT", "Requests over plain HTTP are answered instead of sent to HTTPS.", {
        where: "security.httpsRedirect",
        cure: "Behind a proxy, write new App({ trustedProxies: 1 }); or let the proxy redirect, and pass over this.",
      }),
    );
  }
  return messages;
}

function checkHosts(app: App): CheckMessage[] {
  const { allowedHosts } = app.settings.get(securitySettings);
  if (allowedHosts !== undefined && !allowedHosts.includes("*")) return [];
  return [
    warning("SECURITY_WILDCARD_HOST", "The app answers for every host, so that addresses in its mails can be forged.", {
      where: "security.allowedHosts",
      cure: "Set ALLOWED_HOSTS=example.org to the names that the site is reached by.",
    }),
  ];
}

function checkCsrf(app: App, { csrf }: SecurityOptions): CheckMessage[] {
  if (csrf === false) {
    return [
      warning("SECURITY_CSRF_OFF", "Nothing stands against requests that other sites forge in a visitor's name.", {
        where: "security.csrf",
        cure: "Leave csrf on; exempt single routes with { security: { csrf: false } }.",
      }),
    ];
  }
  const { csrfCookieSecure, csrfStorage } = app.settings.get(securitySettings);
  if (csrfCookieSecure || csrfStorage === "session") return [];
  return [
    warning(
      "SECURITY_INSECURE_COOKIE",
      "The CSRF cookie is sent over plain HTTP too, where others can read and set it.",
      {
        where: "security.csrfCookieSecure",
        cure: "Serve the site over HTTPS and set DEMIJOHN_SECURITY_CSRF_COOKIE_SECURE=true.",
      },
    ),
  ];
}

function checkHeaders({ nosniff, referrerPolicy, openerPolicy, frame }: SecurityOptions): CheckMessage[] {
  const messages: CheckMessage[] = [];
  if (nosniff === false) {
    messages.push(
      warning("SECURITY_NO_NOSNIFF", "Browsers guess the types of files, and may take an upload for a page.", {
        where: "security.nosniff",
        cure: "Leave nosniff on.",
      }),
    );
  }
  if (referrerPolicy === false || referrerPolicy === "unsafe-url") {
    messages.push(
      warning("SECURITY_NO_REFERRER_POLICY", "Other sites are told the addresses that visitors come from.", {
        where: "security.referrerPolicy",
        cure: 'Leave it at "same-origin".',
      }),
    );
  }
  if (openerPolicy === false || openerPolicy === "unsafe-none") {
    messages.push(
      warning("SECURITY_NO_OPENER_POLICY", "Windows of other sites that open the app keep a hold on its window.", {
        where: "security.openerPolicy",
        cure: 'Set it to "same-origin", or to "same-origin-allow-popups" for logins in a popup.',
      }),
    );
  }
  if (frame === false) {
    messages.push(
      warning("SECURITY_NO_CLICKJACKING_GUARD", "Other sites may show the app in a frame and lead clicks astray.", {
        where: "security.frame",
        cure: 'Set it to "deny", "sameorigin" or the origins that may.',
      }),
    );
  }
  return messages;
}

function checkPolicy({ csp, cspReportOnly }: SecurityOptions): CheckMessage[] {
  if (csp === false) {
    if (cspReportOnly !== undefined) return [];
    return [
      warning("SECURITY_NO_CSP", "No Content-Security-Policy limits what an injected script can do.", {
        where: "security.csp",
        cure: "Leave csp on, or begin with cspReportOnly and look at what is reported.",
      }),
    ];
  }
  const policy = joinPolicies(defaultPolicy, csp ?? {});
  const scripts = policy["script-src"] ?? policy["default-src"] ?? "*";
  const sources = typeof scripts === "string" ? scripts.split(/\s+/) : Array.isArray(scripts) ? scripts : [];
  const unsafe = sources.filter((source) =>
    ["*", "'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:"].includes(source),
  );
  if (unsafe.length === 0) return [];
  return [
    warning(
      "SECURITY_UNSAFE_CSP",
      `The policy lets scripts run by ${unsafe.join(" and ")}, which attackers can use too.`,
      {
        where: "security.csp",
        cure: 'Give scripts a nonce, <script nonce="{{ csp_nonce }}">, and name the hosts that others come from.',
      },
    ),
  ];
}

function checkOldKeys(app: App): CheckMessage[] {
  let oldKeys: readonly { reveal(): string }[];
  try {
    ({ oldKeys } = app.settings.get(secretSettings));
  } catch {
    // An app without sessions or other signed values declares no keys.
    return [];
  }
  return oldKeys.flatMap((key, index) => {
    const problem = checkSecretKey(key.reveal());
    if (problem === undefined) return [];
    return [
      warning("SECURITY_WEAK_OLD_KEY", `An old secret key, which still verifies what it signed, ${problem.problem}`, {
        where: `secret.oldKeys, item ${index + 1}`,
        cure: "Take it out of SECRET_KEY_FALLBACKS.",
      }),
    ];
  });
}

function checkRateLimits(app: App): CheckMessage[] {
  if (app.settings.get(securitySettings).rateLimits !== "memory:") return [];
  return [
    {
      level: "info",
      code: "SECURITY_SHARED_LIMITS",
      message: "Rate limits are counted in each process for itself: several processes allow several times as much.",
      where: "security.rateLimits",
      cure: "With several workers or machines, set DEMIJOHN_SECURITY_RATE_LIMITS=database: or a redis:// URL.",
    },
  ];
}
