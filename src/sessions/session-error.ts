// Defines what a session throws when it cannot keep what it was given.
import { DemijohnError } from "#kernel";

/** Thrown when a session cannot hold a value, does not fit in its cookie, or is changed after the response was made. */
export class SessionError extends DemijohnError {}
