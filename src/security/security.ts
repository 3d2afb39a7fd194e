// Makes the battery that guards an app: hosts, HTTPS, forged requests, headers and other origins.

import type { App, Battery, Middleware, RouteTarget } from "#app";
import { finishing, slotOfProperty } from "#app/internals";
import type { CspDirectives, Request, Response } from "#http";
import { notePersonal } from "#http/internals";
import { html, type Safe, type SettingsInput, SetupError, type TraceChannel, traceChannel, withValues } from "#kernel";
import { deployChecks } from "./checks/deploy-checks.ts";
import { type CorsOptions, type CorsRules, compileCors, isPreflight } from "./cors/cors.ts";
import { CsrfError } from "./csrf/csrf-error.ts";
import { CsrfGuard, isSafeMethod } from "./csrf/csrf-guard.ts";
import { CsrfSecrets } from "./csrf/csrf-secrets.ts";
import { originTest } from "./csrf/origins.ts";
import { defaultPolicy, joinPolicies } from "./headers/content-security-policy.ts";
import { type CspReport, takeReports } from "./headers/csp-reports.ts";
import { compileHeaders, type FramePolicy, type HeaderChoices, type HeaderRules } from "./headers/header-rules.ts";
import { defaultPermissions, type PermissionsPolicy } from "./headers/permissions-policy.ts";
import { hostGuard } from "./hosts/host-guard.ts";
import { httpsRedirect } from "./hosts/https-redirect.ts";
import { pathTest } from "./hosts/path-test.ts";
import { storeOfUrl } from "./rate-limit/store-of-url.ts";
import type { RouteSecurity } from "./route-security.ts";
import { securityOf, setSecurityOf } from "./security-of.ts";
import { type SecuritySettingsShape, securitySettings } from "./security-settings.ts";

declare global {
  namespace Demijohn {
    interface RequestExtensions {
      /** Proves that a form or script of this site sent a request; another text each time. */
      readonly csrfToken: string;
      /** The hidden field of the token, for forms that are written by hand. */
      readonly csrfInput: Safe;
      /** Lets the script that has it run under the Content-Security-Policy: `<script nonce="…">`. */
      readonly cspNonce: string;
    }
  }
}

/** Options of {@link security}. They are the settings of the section `security`, and what only code can give. */
export interface SecurityOptions extends SettingsInput<SecuritySettingsShape> {
  /** False: nothing stands against forged requests. `exempt` lists paths, such as `/hooks/*`. */
  readonly csrf?: false | { readonly exempt?: readonly string[] | undefined } | undefined;
  /** Directives that replace those of the default policy, or false for none. */
  readonly csp?: CspDirectives | false | undefined;
  /** A policy that is only reported on, beside the other. */
  readonly cspReportOnly?: CspDirectives | undefined;
  /** Where browsers report what a policy stopped: a path, such as `/csp-reports`. */
  readonly cspReports?: string | undefined;
  /** Told of each report, instead of the log. */
  readonly onCspReport?: ((report: CspReport, request: Request) => void) | undefined;
  /** Who may show pages in a frame: `"deny"`, nobody, if not given. */
  readonly frame?: FramePolicy | false | undefined;
  /** `X-Content-Type-Options: nosniff`: true. */
  readonly nosniff?: boolean | undefined;
  /** `same-origin` if not given. */
  readonly referrerPolicy?: string | false | undefined;
  /** Cross-Origin-Opener-Policy: `same-origin` if not given. */
  readonly openerPolicy?: string | false | undefined;
  /** Cross-Origin-Resource-Policy: `same-origin` if not given. */
  readonly resourcePolicy?: string | false | undefined;
  /** Cross-Origin-Embedder-Policy: none if not given. */
  readonly embedderPolicy?: string | false | undefined;
  /** Features of browsers that are allowed, besides the defaults. */
  readonly permissions?: PermissionsPolicy | false | undefined;
  /** Rules for pages of other origins: none if not given. */
  readonly cors?: CorsOptions | undefined;
}

/** What the trace channel `security` publishes for each refused request. */
export interface SecurityTrace {
  readonly request: Request;
  readonly error: CsrfError;
}

const channel: TraceChannel<SecurityTrace> = traceChannel<SecurityTrace>("security");
const nonceBytes = 16;
const nonces = slotOfProperty("cspNonce");
const tokens = slotOfProperty("csrfToken");

/**
 * Guards an app. Use it before all else, so that it stands outermost.
 *
 * Production needs the site's hosts, in `ALLOWED_HOSTS` or `new App({ allowedHosts })`.
 *
 * @throws SettingsError `KERNEL_BAD_SETTINGS` when the app gets ready, in production without hosts.
 * @throws SetupError `SECURITY_BAD_CORS`, `SECURITY_BAD_ORIGIN`
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { security } from "demijohn/security";
 * const app = new App({ mode: "test" });
 * app.use(security());
 * app.get("/", () => "Hi");
 * console.log((await app.request("/")).headers.get("x-frame-options")); // DENY
 * ```
 */
export function security(options: SecurityOptions = {}): Battery {
  return new SecurityBattery(options);
}

/**
 * Gives the visitor another CSRF secret, for a login and a logout. Tokens of pages from before are worth nothing then.
 *
 * Does nothing in an app without the battery.
 */
export function rotateCsrfToken(request: Request): void {
  const secrets = securityOf(request.app)?.csrfSecrets;
  if (secrets !== undefined) (request as { csrfToken: string }).csrfToken = secrets.rotate(request);
}

/** What one route, or the app, asks for, compiled at the first request to it. */
interface Rules {
  readonly headers: HeaderRules;
  readonly isGuarded: boolean;
  readonly redirects: boolean;
  readonly cors: CorsRules | undefined;
}

class SecurityBattery implements Battery {
  readonly name = "security";
  readonly #options: SecurityOptions;
  readonly #byRoute = new WeakMap<RouteTarget, Rules>();
  #guard: CsrfGuard | undefined;
  #secrets: CsrfSecrets | undefined;
  #checkHost: ((request: Request) => void) | undefined;
  #redirect: ((request: Request) => Response | undefined) | undefined;
  #choices!: HeaderChoices;
  #rules!: Rules;
  #trustsProxies = false;
  #alwaysNonce = false;

  constructor(options: SecurityOptions) {
    this.#options = options;
  }

  install(app: App): void {
    app.declareSettings(withValues(securitySettings, this.#settingsOf(app)));
    app.onReady(() => this.#getReady(app));
    app.extendRequest("csrfToken", (request) => this.#tokenOf(request));
    app.extendRequest("csrfInput", (request) => this.#inputOf(request));
    app.extendRequest("cspNonce", (request) => {
      notePersonal(request);
      return process.getBuiltinModule("node:crypto").randomBytes(nonceBytes).toString("base64");
    });
    app.contextProcessor(templateContext);
    for (const check of deployChecks(this.#options)) app.check(check);
    this.#installReports(app);
    for (const middleware of this.#middleware()) app.use(middleware);
  }

  #settingsOf(app: App): SettingsInput<SecuritySettingsShape> {
    const given: Record<string, unknown> = {};
    for (const key of Object.keys(securitySettings.shape)) {
      const value = this.#options[key as keyof SecuritySettingsShape];
      if (value !== undefined) given[key] = value;
    }
    if (app.options.allowedHosts !== undefined) given["allowedHosts"] ??= app.options.allowedHosts;
    return given;
  }

  #installReports(app: App): void {
    const { cspReports, onCspReport } = this.#options;
    if (cspReports === undefined) return;
    const take = takeReports(
      onCspReport ??
        (({ directive, blocked, documentUrl, source }) =>
          app.logger.warn(
            `CSP stopped ${blocked} (${directive}) at ${documentUrl}${source === undefined ? "" : `, ${source}`}`,
          )),
    );
    app.post(cspReports as "/", { name: "csp_reports", security: { csrf: false } }, take);
  }

  #getReady(app: App): void {
    const settings = app.settings.get(securitySettings);
    const isProduction = app.mode === "production";
    const { csrf } = this.#options;
    this.#trustsProxies = app.options.trustedProxies !== undefined && app.options.trustedProxies !== 0;
    this.#alwaysNonce = app.mode === "development";
    if (csrf !== false) this.#makeGuard(app);
    if (settings.allowedHosts !== undefined && !settings.allowedHosts.includes("*"))
      this.#checkHost = hostGuard(settings.allowedHosts, this.#trustsProxies);
    if (settings.httpsRedirect ?? (isProduction && this.#trustsProxies))
      this.#redirect = httpsRedirect(settings.httpsExempt);
    const { hstsAge, hstsSubdomains, hstsPreload } = settings;
    const hsts = `max-age=${hstsAge}${hstsSubdomains ? "; includeSubDomains" : ""}${hstsPreload ? "; preload" : ""}`;
    this.#choices = choose(this.#options, hstsAge > 0 ? hsts : undefined);
    this.#rules = this.#compile({});
    setSecurityOf(app, { csrfSecrets: this.#secrets, rateStore: storeOfUrl(settings.rateLimits) });
  }

  #makeGuard(app: App): void {
    const settings = app.settings.get(securitySettings);
    const { csrf } = this.#options;
    const { csrfCookieSecure: secure, csrfCookieDomain: domain, csrfCookiePath: path } = settings;
    // Browsers let no subdomain and no page over plain HTTP set a cookie of this prefix.
    const prefix = secure && domain === undefined && path === "/" ? "__Host-" : "";
    this.#secrets = new CsrfSecrets({
      kind: settings.csrfStorage,
      cookieName: settings.csrfCookieName ?? `${prefix}csrf`,
      cookieAge: settings.csrfCookieAge,
      domain,
      path,
      secure,
      httpOnly: settings.csrfCookieHttpOnly,
      sameSite: settings.csrfCookieSameSite,
    });
    const isExempt = pathTest(typeof csrf === "object" ? (csrf.exempt ?? []) : []);
    this.#guard = new CsrfGuard({
      secrets: this.#secrets,
      isTrusted: originTest(settings.trustedOrigins),
      headerNames: [settings.csrfHeaderName.toLowerCase(), "x-csrftoken", "x-xsrf-token"],
      fieldName: settings.csrfFieldName,
      isExempt: (request) => isExempt(request.path),
      letProgramsPass: app.mode === "test",
    });
  }

  #compile(own: RouteSecurity): Rules {
    const cors = own.cors === undefined ? this.#options.cors : own.cors;
    return {
      headers: Object.keys(own).length === 0 ? compileHeaders(this.#choices) : compileHeaders(join(this.#choices, own)),
      isGuarded: own.csrf !== false,
      redirects: own.httpsRedirect !== false,
      cors: cors === undefined || cors === false ? undefined : compileCors(cors),
    };
  }

  #rulesOf(route: RouteTarget | undefined): Rules {
    const own = route?.extensions.security;
    if (own === undefined) return this.#rules;
    let rules = this.#byRoute.get(route!);
    if (rules === undefined) {
      rules = this.#compile(own);
      this.#byRoute.set(route!, rules);
    }
    return rules;
  }

  // Two of them, so that the headers stand on the answers to refused requests as well. Both stay synchronous, and make
  // nothing, for a request that changes nothing.
  #middleware(): readonly Middleware[] {
    const secureHeaders = finishing((request, response) => this.#finish(request, response));
    const guardRequest: Middleware = (request, next) => {
      this.#checkHost?.(request);
      const rules = this.#rulesOf(request.route);
      if (this.#redirect !== undefined && rules.redirects) {
        const redirect = this.#redirect(request);
        if (redirect !== undefined) return redirect;
      }
      if (request.method === "OPTIONS" && isPreflight(request)) {
        const cors = this.#corsOfPreflight(request, rules);
        if (cors !== undefined) return cors.preflight(request);
      }
      if (this.#guard === undefined || !rules.isGuarded || isSafeMethod(request.method)) return next();
      const checking = this.#check(this.#guard, request, rules);
      return checking === undefined ? next() : checking.then(next);
    };
    return [secureHeaders, guardRequest];
  }

  #check(guard: CsrfGuard, request: Request, rules: Rules): void | Promise<void> {
    const report = (error: unknown): never => {
      if (error instanceof CsrfError) {
        request.app.logger.warn(error.message);
        if (channel.hasSubscribers) channel.publish({ request, error });
      }
      throw error;
    };
    try {
      return guard.check(request, rules.cors?.trusts)?.catch(report);
    } catch (error) {
      return report(error);
    }
  }

  // OPTIONS has no route of its own mostly: the rules are those of the route that the real request will match.
  #corsOfPreflight(request: Request, rules: Rules): CorsRules | undefined {
    if (request.route !== undefined) return rules.cors;
    const match = request.app.plan.routes.match(request.path, request.header("access-control-request-method")!);
    return match.kind === "found" ? this.#rulesOf(match.route.target).cors : rules.cors;
  }

  #finish(request: Request, response: Response): Response {
    const { headers, cors } = this.#rulesOf(request.route);
    if (cors !== undefined && request.method !== "OPTIONS") cors.apply(request, response);
    // A template that is streamed asks for its nonce when the head is gone.
    if (headers.usesNonce && (nonces.find(request) !== undefined || this.#alwaysNonce || response.isStreamed))
      addNonce(headers, request.cspNonce, response);
    // Behind a proxy that is not trusted the scheme is not known: browsers heed the header over HTTPS alone.
    response.share(!this.#trustsProxies || request.secure ? headers.secure : headers.plain);
    if (this.#secrets !== undefined && tokens.find(request) !== undefined) this.#secrets.finish(request, response);
    return response;
  }

  #tokenOf(request: Request): string {
    notePersonal(request);
    if (this.#secrets !== undefined) return this.#secrets.tokenOf(request);
    throw new SetupError("SECURITY_NOT_USED", "A CSRF token was asked for, and the app checks none.", {
      cure: "Take csrf: false out of security().",
    });
  }

  #inputOf(request: Request): Safe {
    const name = request.app.settings.get(securitySettings).csrfFieldName;
    return html`<input type="hidden" name="${name}" value="${request.csrfToken}">`;
  }
}

function addNonce({ policy, reportOnly }: HeaderRules, nonce: string, response: Response): void {
  const { headers } = response;
  if (policy?.usesNonce === true && !headers.has("content-security-policy"))
    headers.set("Content-Security-Policy", policy.withNonce(nonce));
  if (reportOnly?.usesNonce === true && !headers.has("content-security-policy-report-only"))
    headers.set("Content-Security-Policy-Report-Only", reportOnly.withNonce(nonce));
}

function choose(options: SecurityOptions, hsts: string | undefined): HeaderChoices {
  const { csp, permissions } = options;
  return {
    csp: csp === false ? false : joinPolicies(defaultPolicy, csp ?? {}),
    cspReportOnly: options.cspReportOnly ?? false,
    reportsTo: options.cspReports,
    frame: options.frame ?? "deny",
    nosniff: options.nosniff ?? true,
    referrerPolicy: options.referrerPolicy ?? "same-origin",
    openerPolicy: options.openerPolicy ?? "same-origin",
    resourcePolicy: options.resourcePolicy ?? "same-origin",
    embedderPolicy: options.embedderPolicy ?? false,
    permissions: permissions === false ? false : { ...defaultPermissions, ...permissions },
    hsts,
  };
}

function join(choices: HeaderChoices, own: RouteSecurity): HeaderChoices {
  const { csp, cspReportOnly, permissions, csrf: _csrf, cors: _cors, httpsRedirect: _redirect, ...headers } = own;
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return {
    ...choices,
    ...given,
    csp: changePolicy(choices.csp, csp),
    cspReportOnly: changePolicy(choices.cspReportOnly, cspReportOnly),
    permissions:
      permissions === undefined
        ? choices.permissions
        : permissions === false
          ? false
          : { ...(choices.permissions || {}), ...permissions },
  };
}

function changePolicy(policy: CspDirectives | false, own: CspDirectives | false | undefined): CspDirectives | false {
  if (own === undefined) return policy;
  return own === false ? false : joinPolicies(policy || {}, own);
}

// Read by templates only where they ask.
function templateContext(request: Request): Record<string, unknown> {
  return {
    csrf_token: new LazyText(() => request.csrfToken),
    csp_nonce: new LazyText(() => request.cspNonce),
    csrf_input: () => request.csrfInput,
    csrfInput: () => request.csrfInput,
  };
}

/** Text that is made when it is printed. */
class LazyText {
  readonly #make: () => string;
  constructor(make: () => string) {
    this.#make = make;
  }
  toString(): string {
    return this.#make();
  }
}
