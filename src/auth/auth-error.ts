// Defines what accounts throw where something is asked that is not there.
import { DemijohnError } from "#kernel";

/** Thrown when a part of accounts is asked for that the app does not have. */
export class AuthError extends DemijohnError {}
