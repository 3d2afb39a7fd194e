// Defines the error for a request that may have been forged by another site.
import { Forbidden, type Request } from "#http";

/** Why a request was taken for a forged one. */
export type CsrfReason =
  | "foreign-site"
  | "foreign-origin"
  | "foreign-referer"
  | "no-referer"
  | "no-cookie"
  | "no-token"
  | "wrong-token";

const words: Readonly<Record<CsrfReason, string>> = {
  "foreign-site": "The browser says that another site sent it.",
  "foreign-origin": "Its Origin is another site's.",
  "foreign-referer": "Its Referer is another site's.",
  "no-referer": "It came over HTTPS with neither Origin nor Referer.",
  "no-cookie": "It has no CSRF cookie, or several that differ.",
  "no-token": "It has no token, neither in the form nor in a header.",
  "wrong-token": "Its token does not belong to the visitor's cookie.",
};

const cures: Readonly<Record<CsrfReason, string>> = {
  "foreign-site": 'If the site is yours, name it: security({ trustedOrigins: ["https://app.example.org"] }).',
  "foreign-origin":
    "If the origin is yours, name it in trustedOrigins. Behind a proxy that changes the host, set trustedProxies: 1.",
  "foreign-referer": "If the site is yours, name it in trustedOrigins.",
  "no-referer": "Send Origin or Referer, as browsers do.",
  "no-cookie": "Let the browser keep cookies, and load the page again.",
  "no-token": "Put {% csrf_token %} into the form, or send the token in X-CSRF-Token.",
  "wrong-token": "Load the page again: somebody logged in or out since it was made.",
};

/**
 * 403 for a request that may have been forged. Answer it with a page of your own by `app.onError(CsrfError, …)`.
 *
 * Its code is `SECURITY_CSRF_FAILED`; `reason` says what was wrong.
 */
export class CsrfError extends Forbidden {
  readonly reason: CsrfReason;

  constructor(request: Request, reason: CsrfReason) {
    super("This request could not be proved to come from this site. Load the page again and retry.", {
      code: "SECURITY_CSRF_FAILED",
      summary: "The request may have been forged by another site.",
      where: `${request.method} ${request.path}`,
      facts: [words[reason]],
      cure: cures[reason],
    });
    this.reason = reason;
  }
}
