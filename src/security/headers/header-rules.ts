// Compiles the headers that an app, or one of its routes, puts on every response, so that a request adds nothing to them.
import { type CspDirectives, SharedHeaders } from "#http";
import { checkHeaderValues } from "./check-values.ts";
import { type CompiledPolicy, compilePolicy, joinPolicies } from "./content-security-policy.ts";
import { formatPermissionsPolicy, type PermissionsPolicy } from "./permissions-policy.ts";

/** What is asked of the headers, each part on its own; false and undefined leave a header out. */
export interface HeaderChoices {
  readonly csp: CspDirectives | false;
  readonly cspReportOnly: CspDirectives | false;
  /** Where browsers report what a policy stopped. */
  readonly reportsTo: string | undefined;
  readonly frame: FramePolicy | false;
  readonly nosniff: boolean;
  readonly referrerPolicy: string | false;
  readonly openerPolicy: string | false;
  readonly resourcePolicy: string | false;
  readonly embedderPolicy: string | false;
  readonly permissions: PermissionsPolicy | false;
  readonly hsts: string | undefined;
}

/** Who may show pages in a frame: nobody, the site itself, or these origins. */
export type FramePolicy = "deny" | "sameorigin" | readonly string[];

/** Headers that are ready to be shared. */
export interface HeaderRules {
  /** Over plain HTTP. */
  readonly plain: SharedHeaders;
  /** Over HTTPS: with Strict-Transport-Security. */
  readonly secure: SharedHeaders;
  readonly policy: CompiledPolicy | undefined;
  readonly reportOnly: CompiledPolicy | undefined;
  /** Whether either policy has a place for a nonce. */
  readonly usesNonce: boolean;
}

/** Compiles the headers. @throws DemijohnError `HTTP_BAD_CSP` @throws SetupError `SECURITY_BAD_POLICY` */
export function compileHeaders(choices: HeaderChoices): HeaderRules {
  checkHeaderValues(choices);
  const policy = compileOne(choices.csp, choices);
  const reportOnly = compileOne(choices.cspReportOnly, choices);
  const lines: Record<string, string | undefined> = {
    "Content-Security-Policy": policy?.plain,
    "Content-Security-Policy-Report-Only": reportOnly?.plain,
    "Reporting-Endpoints": choices.reportsTo === undefined ? undefined : `csp="${choices.reportsTo}"`,
    "X-Frame-Options": frameOption(choices.frame),
    "X-Content-Type-Options": choices.nosniff ? "nosniff" : undefined,
    "Referrer-Policy": choices.referrerPolicy || undefined,
    "Cross-Origin-Opener-Policy": choices.openerPolicy || undefined,
    "Cross-Origin-Resource-Policy": choices.resourcePolicy || undefined,
    "Cross-Origin-Embedder-Policy": choices.embedderPolicy || undefined,
    "Permissions-Policy": choices.permissions === false ? undefined : formatPermissionsPolicy(choices.permissions),
  };
  return {
    plain: new SharedHeaders(lines),
    secure: new SharedHeaders({ ...lines, "Strict-Transport-Security": choices.hsts }),
    policy,
    reportOnly,
    usesNonce: policy?.usesNonce === true || reportOnly?.usesNonce === true,
  };
}

function compileOne(directives: CspDirectives | false, choices: HeaderChoices): CompiledPolicy | undefined {
  if (directives === false) return undefined;
  const { frame, reportsTo } = choices;
  const whole = joinPolicies(
    {
      ...(frame === false ? {} : { "frame-ancestors": frameAncestors(frame) }),
      // Firefox and Safari know report-uri alone; where report-to is known too, it wins.
      ...(reportsTo === undefined ? {} : { "report-uri": reportsTo, "report-to": "csp" }),
    },
    directives,
  );
  return compilePolicy(whole);
}

function frameAncestors(frame: FramePolicy): readonly string[] {
  if (frame === "deny") return ["'none'"];
  return frame === "sameorigin" ? ["'self'"] : frame;
}

// The old header knows no list of origins; browsers that know frame-ancestors ignore it.
function frameOption(frame: FramePolicy | false): string | undefined {
  if (frame === "deny") return "DENY";
  return frame === "sameorigin" ? "SAMEORIGIN" : undefined;
}
