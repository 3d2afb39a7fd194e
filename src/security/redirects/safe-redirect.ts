// Tells whether an address that a visitor brought along stays on the site, and redirects only there.
import { type Request, type Response, redirect } from "#http";
import { quoteValue, SetupError } from "#kernel";
import { isOwnOrigin, originTest } from "../csrf/origins.ts";

/** Where a redirect may lead besides the site itself. */
export interface SafeRedirectOptions {
  /** Further origins, such as `https://app.example.org`. */
  readonly origins?: readonly string[] | undefined;
  /** Where to go if the target is not safe. */
  readonly fallback?: string | undefined;
  /** 303 if not given: the browser comes with GET. */
  readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
}

/**
 * Whether an address, such as that of a `next` parameter, stays on this site.
 *
 * Browsers take `\` for `/`, drop tabs and line breaks, and read `//host` as another site: none of these pass.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { isSafeRedirect } from "demijohn/security";
 * const app = new App({ mode: "test" });
 * app.get("/", (request) => ({ safe: isSafeRedirect(request, request.query.get("next") ?? "/") }));
 * console.log(await (await app.request("/?next=//evil.example")).text()); // {"safe":false}
 * ```
 */
export function isSafeRedirect(
  request: Request,
  target: string,
  { origins = [] }: Pick<SafeRedirectOptions, "origins"> = {},
): boolean {
  if (typeof target !== "string" || target === "" || target !== target.trim()) return false;
  // What browsers drop or turn round on the way to an address would make it another than the one that was tested.
  if (/[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]/.test(target)) return false;
  if (target.startsWith("/")) return !target.startsWith("//") && staysHere(target);
  if (/^[?#]/.test(target)) return true;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return staysHere(target);
  if (!/^https?:\/\/[^/]/i.test(target) || !URL.canParse(target)) return false;
  const url = new URL(target);
  if (url.username !== "" || url.password !== "") return false;
  return isOwnOrigin(url.origin, request) || originTest(origins)(url.origin);
}

/**
 * Redirects to a visitor's address on this site, or else to the fallback.
 *
 * @throws SetupError `SECURITY_UNSAFE_REDIRECT` if it is not safe and there is no fallback.
 */
export function safeRedirect(
  request: Request,
  target: string | undefined,
  options: SafeRedirectOptions = {},
): Response {
  const { fallback, status = 303 } = options;
  if (target !== undefined && isSafeRedirect(request, target, options)) return redirect(target, status);
  if (fallback !== undefined) return redirect(fallback, status);
  throw new SetupError("SECURITY_UNSAFE_REDIRECT", "A redirect would leave the site.", {
    wrote: quoteValue(target),
    where: `${request.method} ${request.path}`,
    cure: 'Give a place to go instead: safeRedirect(request, next, { fallback: "/" }).',
  });
}

// Resolved as a browser would: what the text looks like does not count.
function staysHere(target: string): boolean {
  const base = "https://same.invalid/x/";
  if (!URL.canParse(target, base)) return false;
  return new URL(target, base).origin === "https://same.invalid";
}
