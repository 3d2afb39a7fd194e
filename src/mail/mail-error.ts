// Defines the error of everything that has to do with mail.
import { DemijohnError } from "#kernel";

/** Thrown for messages that cannot be written and mail that cannot be sent; `code` says why. */
export class MailError extends DemijohnError {}
