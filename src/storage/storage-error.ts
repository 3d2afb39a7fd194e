// Defines the error that storages throw.
import { DemijohnError } from "#kernel";

/** Thrown when a file cannot be named, found or addressed. */
export class StorageError extends DemijohnError {}
