// Defines the error of everything that has to do with mail.
import { DemijohnError } from "#kernel";

/** Thrown for messages that cannot be written or sent; `code` says why. */
export class MailError extends DemijohnError {}
