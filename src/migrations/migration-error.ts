// Defines the error of migrations: of files that do not fit together, of questions without answer, of runs that fail.
import { DemijohnError } from "#kernel";

/** Thrown when migrations cannot be made, read or run. */
export class MigrationError extends DemijohnError {}
