// The ORM's public door: models, fields, query sets, expressions, databases and transactions.
export type { Connection, QueryRows, RawRow, RunOptions } from "./connection.ts";
export type { AtomicOptions, CommitHookOptions } from "./database/atomic.ts";
export { atomic, onCommit, setRollback } from "./database/atomic.ts";
export type { Database, Session } from "./database/database.ts";
export {
  CheckViolation,
  ConnectionError,
  DatabaseError,
  type DatabaseErrorFacts,
  DataError,
  DeadlockDetected,
  ExclusionViolation,
  ForeignKeyViolation,
  IntegrityError,
  LockTimeoutError,
  NotNullViolation,
  NotSupportedError,
  OperationalError,
  PoolTimeoutError,
  ProgrammingError,
  SerializationFailure,
  StatementTimeoutError,
  TransactionError,
  UniqueViolation,
} from "./database/database-error.ts";
export {
  closeDatabases,
  connection,
  type DatabaseConfig,
  databaseAliases,
  defineDatabases,
  openDatabase,
} from "./database/databases.ts";
export type { BeginOptions, IsolationLevel } from "./database/drivers/driver.ts";
export { withReplicaPins } from "./database/replicated-database.ts";
export { assertQueries } from "./database/trace/assert-queries.ts";
export { captureQueries, type QueryEvent } from "./database/trace/query-trace.ts";
export type { RangeValue } from "./dialects/postgres/postgres-codecs.ts";
export type { AggregateOptions } from "./expressions/aggregates.ts";
export { avg, count, max, min, stdDev, stringAgg, sum, variance } from "./expressions/aggregates.ts";
export type { WindowOptions } from "./expressions/building.ts";
export { caseWhen, cast, exists, F, outerRef, over, rawSql, subquery, value } from "./expressions/building.ts";
export { Q } from "./expressions/condition-input.ts";
export { Expression, Ordering } from "./expressions/expression.ts";
export {
  abs,
  ceil,
  coalesce,
  concat,
  denseRank,
  extract,
  firstValue,
  floor,
  greatest,
  lag,
  lastValue,
  lead,
  least,
  left,
  length,
  lower,
  ltrim,
  now,
  nullIf,
  random,
  rank,
  right,
  round,
  rowNumber,
  rtrim,
  sqrt,
  substr,
  trim,
  trunc,
  truncDate,
  upper,
} from "./expressions/functions.ts";
export type { CustomFieldOptions, FieldBuilders } from "./fields/field-builders.ts";
export { f } from "./fields/field-builders.ts";
export type { OnDelete } from "./fields/field-options.ts";
export { check, index, unique } from "./model/constraints.ts";
export { ProtectedError } from "./model/delete.ts";
export { type Faults, ValidationError } from "./model/full-clean.ts";
export { Mixin, type MixinStatic } from "./model/mixin.ts";
export { Model, type ModelOptions, type ModelStatic } from "./model/model.ts";
export { defineModels } from "./model/relations/define-models.ts";
export type { InstanceSignal, LinkSignal, Listener } from "./model/signals.ts";
export { linksChanged, postDelete, postSave, preDelete, preSave, Signal } from "./model/signals.ts";
export type { Lookup } from "./query/lookups/lookup.ts";
export { registerLookup } from "./query/lookups/lookup-table.ts";
export { DoesNotExist, MultipleObjectsReturned, QueryError } from "./query/query-error.ts";
export { type LockOptions, Prefetch, QuerySet } from "./query/query-set.ts";
export { createTables, dropTables } from "./schema/create-model-tables.ts";
export type { RelationField, ScalarField } from "./types/field-type.ts";
export type { DeleteCount, ModelBase, SaveOptions } from "./types/instance-type.ts";
export type { LookupKinds } from "./types/lookup-kinds.ts";
export type { ReverseEdges } from "./types/model-fields.ts";
