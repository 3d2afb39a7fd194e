// Defines the errors of queries that are written wrongly, and of rows that are missing or too many.
import { DemijohnError } from "#kernel";

/** Thrown for a query that names what a model does not have, or that cannot be. */
export class QueryError extends DemijohnError {}

/** Thrown when a row that must exist does not. Each model has a subclass of its own, `Article.DoesNotExist`. */
export class DoesNotExist extends DemijohnError {}

/** Thrown when one row was asked for and several are there. Each model has a subclass of its own. */
export class MultipleObjectsReturned extends DemijohnError {}
