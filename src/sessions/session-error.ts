// Defines what a session throws when it cannot keep what it was given.
import { DemijohnError } from "#kernel";

/**
 * Thrown when a session cannot keep what it is given. A value cannot be held, the cookie is too small, or the response
 * is made already.
 */
export class SessionError extends DemijohnError {}
