// Finds what the battery made for an app, for the functions that work with or without it.
import type { App } from "#app";
import type { CsrfSecrets } from "./csrf/csrf-secrets.ts";
import type { RateStore } from "./rate-limit/rate-store.ts";

/** What other parts of the room use of a battery. */
export interface SecurityParts {
  readonly csrfSecrets: CsrfSecrets | undefined;
  readonly rateStore: RateStore | undefined;
}

const parts = new WeakMap<App, SecurityParts>();

/** Remembers what an app's battery made. */
export function setSecurityOf(app: App, made: SecurityParts): void {
  parts.set(app, made);
}

/** What the app's battery made; undefined for an app without it. */
export function securityOf(app: App): SecurityParts | undefined {
  return parts.get(app);
}
