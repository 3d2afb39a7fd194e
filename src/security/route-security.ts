// Defines what a route, or a blueprint for its routes, says of its own security.
import type { CspDirectives } from "#http";
import type { CorsOptions } from "./cors/cors.ts";
import type { FramePolicy } from "./headers/header-rules.ts";
import type { PermissionsPolicy } from "./headers/permissions-policy.ts";

/**
 * What is otherwise at one route than for the app.
 *
 * `app.post("/hook", { security: { csrf: false } }, …)`; what is left out stays as it is.
 */
export interface RouteSecurity {
  /** False: requests of other sites are answered too. */
  readonly csrf?: false | undefined;
  /** Directives that replace those of the app, or false for no policy. */
  readonly csp?: CspDirectives | false | undefined;
  readonly cspReportOnly?: CspDirectives | false | undefined;
  readonly frame?: FramePolicy | false | undefined;
  readonly referrerPolicy?: string | false | undefined;
  readonly openerPolicy?: string | false | undefined;
  readonly resourcePolicy?: string | false | undefined;
  readonly embedderPolicy?: string | false | undefined;
  readonly permissions?: PermissionsPolicy | false | undefined;
  /** Rules for other origins, or false for none. */
  readonly cors?: CorsOptions | false | undefined;
  /** False: answers over plain HTTP too. */
  readonly httpsRedirect?: false | undefined;
}

declare global {
  namespace Demijohn {
    interface RouteExtensions {
      /** What is otherwise here than the battery `security()` has it for the app. */
      readonly security?: RouteSecurity | undefined;
    }
  }
}
