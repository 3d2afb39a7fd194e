// Lists the error codes of security: when each is thrown or reported, and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type SecurityCode =
  | "SECURITY_BAD_CORS"
  | "SECURITY_BAD_ORIGIN"
  | "SECURITY_BAD_POLICY"
  | "SECURITY_BAD_RATE_LIMIT"
  | "SECURITY_CSRF_FAILED"
  | "SECURITY_CSRF_OFF"
  | "SECURITY_HSTS_WITHOUT_SUBDOMAINS"
  | "SECURITY_INSECURE_COOKIE"
  | "SECURITY_WEAK_OLD_KEY"
  | "SECURITY_NO_CLICKJACKING_GUARD"
  | "SECURITY_NO_CSP"
  | "SECURITY_NO_HSTS"
  | "SECURITY_NO_HTTPS_REDIRECT"
  | "SECURITY_NO_NOSNIFF"
  | "SECURITY_NO_OPENER_POLICY"
  | "SECURITY_NO_REDIS"
  | "SECURITY_NO_REFERRER_POLICY"
  | "SECURITY_NO_SESSION"
  | "SECURITY_NOT_USED"
  | "SECURITY_PRELOAD_INCOMPLETE"
  | "SECURITY_RATE_STORE"
  | "SECURITY_SHARED_LIMITS"
  | "SECURITY_TOO_MANY_REQUESTS"
  | "SECURITY_UNSAFE_CSP"
  | "SECURITY_UNSAFE_REDIRECT"
  | "SECURITY_WILDCARD_HOST";

export const securityErrors: Readonly<Record<SecurityCode, ErrorRow>> = defineErrorTable({
  SECURITY_BAD_CORS: {
    when: "Rules for other origins contradict each other, or name something that is no origin.",
    cure: "Name the origins that may send credentials one by one.",
  },
  SECURITY_BAD_ORIGIN: {
    when: "A trusted origin is not written as one.",
    cure: "Write https://app.example.org or https://*.example.org.",
  },
  SECURITY_BAD_POLICY: {
    when: "A referrer, opener, resource or embedder policy is a word that browsers do not know.",
    cure: "Write one of the words that the error lists, or false.",
  },
  SECURITY_BAD_RATE_LIMIT: {
    when: "A rate limit has a limit, window or store that cannot be used.",
    cure: 'Write rateLimit({ limit: 100, window: "1 minute" }).',
  },
  SECURITY_CSRF_FAILED: {
    when: "A request that changes something came from another site, or nothing proves that it did not.",
    cure: "Put {% csrf_token %} into the form; name other origins of yours in trustedOrigins.",
  },
  SECURITY_CSRF_OFF: {
    when: "The check before deployment finds that nothing stands against requests forged by other sites.",
    cure: "Leave csrf on, and exempt single routes with security: { csrf: false }.",
  },
  SECURITY_HSTS_WITHOUT_SUBDOMAINS: {
    when: "The check before deployment finds that subdomains may still be asked over plain HTTP, where they can set cookies.",
    cure: "Set DEMIJOHN_SECURITY_HSTS_SUBDOMAINS=true once all of them speak HTTPS.",
  },
  SECURITY_INSECURE_COOKIE: {
    when: "The check before deployment finds that the CSRF cookie travels over plain HTTP.",
    cure: "Leave csrfCookieSecure as it is by default in production.",
  },
  SECURITY_WEAK_OLD_KEY: {
    when: "The check before deployment finds an old secret key that is weak, and still verifies what it signed.",
    cure: "Take it out of SECRET_KEY_FALLBACKS.",
  },
  SECURITY_NO_CLICKJACKING_GUARD: {
    when: "The check before deployment finds that other sites may show the app's pages in a frame.",
    cure: 'Set frame to "deny" or "sameorigin".',
  },
  SECURITY_NO_CSP: {
    when: "The check before deployment finds that no Content-Security-Policy is sent.",
    cure: "Leave csp on, or begin with cspReportOnly.",
  },
  SECURITY_NO_HSTS: {
    when: "The check before deployment finds that browsers are not told to come by HTTPS alone.",
    cure: "Set DEMIJOHN_SECURITY_HSTS_AGE=365d once the site is served over HTTPS only.",
  },
  SECURITY_NO_HTTPS_REDIRECT: {
    when: "The check before deployment finds that requests over plain HTTP are answered.",
    cure: "Set trustedProxies of the app, or httpsRedirect; a proxy that redirects by itself does as well.",
  },
  SECURITY_NO_NOSNIFF: {
    when: "The check before deployment finds that browsers may guess the types of files.",
    cure: "Leave nosniff on.",
  },
  SECURITY_NO_OPENER_POLICY: {
    when: "The check before deployment finds that windows of other sites keep a hold on the app's.",
    cure: 'Set openerPolicy to "same-origin".',
  },
  SECURITY_NO_REDIS: {
    when: "Rate limits are kept in Redis, and the package that speaks to it is not installed, or it does not answer.",
    cure: "Run npm install @redis/client, and check the URL.",
  },
  SECURITY_NO_REFERRER_POLICY: {
    when: "The check before deployment finds that other sites are told the addresses visitors come from.",
    cure: 'Set referrerPolicy to "same-origin".',
  },
  SECURITY_NO_SESSION: {
    when: "CSRF secrets are kept in sessions, and the request has none.",
    cure: "Write app.use(sessions()) before app.use(security()).",
  },
  SECURITY_NOT_USED: {
    when: "A token or nonce is asked for, or the check before deployment finds that the app does without the battery.",
    cure: "Write app.use(security()).",
  },
  SECURITY_PRELOAD_INCOMPLETE: {
    when: "The check before deployment finds HSTS settings that browsers' preload lists refuse.",
    cure: "Preloading asks for hstsSubdomains and an hstsAge of a year.",
  },
  SECURITY_RATE_STORE: {
    when: "The store of rate limits failed, so that requests are let through uncounted; this is a warning.",
    cure: "Look at the cause in the log.",
  },
  SECURITY_SHARED_LIMITS: {
    when: "The check before deployment finds rate limits in the memory of each process, where several share the work.",
    cure: "Set DEMIJOHN_SECURITY_RATE_LIMITS=database: or a redis:// URL.",
  },
  SECURITY_TOO_MANY_REQUESTS: {
    when: "A client sent more requests than a rate limit allows.",
    cure: "Wait as long as Retry-After says.",
  },
  SECURITY_UNSAFE_CSP: {
    when: "The check before deployment finds a source in the policy that lets any script run.",
    cure: "Give scripts the nonce of csp_nonce, and take 'unsafe-inline', 'unsafe-eval' and * out.",
  },
  SECURITY_UNSAFE_REDIRECT: {
    when: "A redirect to an address of a visitor would leave the site.",
    cure: 'Give a fallback: safeRedirect(request, target, { fallback: "/" }).',
  },
  SECURITY_WILDCARD_HOST: {
    when: "The check before deployment finds that every host name is answered for.",
    cure: "Name the site's hosts in ALLOWED_HOSTS.",
  },
});
