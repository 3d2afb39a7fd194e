// The ORM's public door: models, fields, query sets, expressions, databases and transactions.
export { type Faults, ValidationError } from "#validate";
export type { Connection, QueryRows, RawRow, RunOptions } from "./connection.ts";
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
export {
  type ConnectionListener,
  type ConnectionSignal,
  connectionOpened,
  type OpenedConnection,
} from "./database/drivers/connection-signal.ts";
export type { BeginOptions, IsolationLevel } from "./database/drivers/driver.ts";
export { withReplicaPins } from "./database/replicated-database.ts";
export type { DatabaseRouter, RoutedInstance, RouteHints } from "./database/router.ts";
export { defineRouters } from "./database/router.ts";
export { assertQueries } from "./database/trace/assert-queries.ts";
export { captureQueries, type QueryEvent } from "./database/trace/query-trace.ts";
export { type QueryWrapper, type WrappedQuery, withQueryWrapper } from "./database/trace/query-wrappers.ts";
export type { AtomicOptions, CommitHookOptions } from "./database/transactions/atomic.ts";
export { atomic, onCommit, setRollback } from "./database/transactions/atomic.ts";
export { type AtomicRequestOptions, atomicRequests } from "./database/transactions/atomic-requests.ts";
export { type CaptureHooksOptions, captureCommitHooks } from "./database/transactions/commit-hooks.ts";
export type { RangeValue } from "./dialects/postgres/postgres-codecs.ts";
export type { AggregateOptions, OrderedAggregateOptions } from "./expressions/aggregates.ts";
export {
  aggregateFunc,
  anyValue,
  arrayAgg,
  avg,
  bitAnd,
  bitOr,
  bitXor,
  boolAnd,
  boolOr,
  count,
  jsonAgg,
  max,
  min,
  stdDev,
  stringAgg,
  sum,
  variance,
} from "./expressions/aggregates.ts";
export type { WindowOptions } from "./expressions/building.ts";
export { caseWhen, cast, exists, F, outerRef, over, rawSql, subquery, value } from "./expressions/building.ts";
export { Q } from "./expressions/condition-input.ts";
export { Expression, Ordering } from "./expressions/expression.ts";
export { coalesce, func, greatest, least, nullIf, uuid4, uuid7 } from "./expressions/functions/any-value.ts";
export { extract, now, trunc, truncDate, truncTime } from "./expressions/functions/date.ts";
export { jsonArray, jsonNull, jsonObject, jsonText } from "./expressions/functions/json.ts";
export {
  abs,
  acos,
  asin,
  atan,
  atan2,
  ceil,
  cos,
  cot,
  degrees,
  exp,
  floor,
  ln,
  log,
  mod,
  pi,
  power,
  radians,
  random,
  round,
  sign,
  sin,
  sqrt,
  tan,
} from "./expressions/functions/number.ts";
export {
  type SearchOptions,
  search,
  searchHeadline,
  searchRank,
  trigramSimilarity,
  trigramWordSimilarity,
} from "./expressions/functions/search.ts";
export {
  chr,
  collate,
  concat,
  left,
  length,
  lower,
  lpad,
  ltrim,
  md5,
  ord,
  repeat,
  replace,
  reverse,
  right,
  rpad,
  rtrim,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  strIndex,
  substr,
  trim,
  upper,
} from "./expressions/functions/text.ts";
export {
  cumeDist,
  denseRank,
  firstValue,
  lag,
  lastValue,
  lead,
  nthValue,
  ntile,
  percentRank,
  rank,
  rowNumber,
} from "./expressions/functions/window.ts";
export type { NamedType, TypeValues } from "./expressions/named-type.ts";
export type { CustomFieldOptions, FieldBuilders } from "./fields/field-builders.ts";
export { f } from "./fields/field-builders.ts";
export type { OnDelete } from "./fields/field-options.ts";
export { checkModels } from "./model/clean/check-models.ts";
export { check, exclusion, index, unique } from "./model/define/constraints.ts";
export { type AnyModel, getModel, listModels } from "./model/define/known-models.ts";
export { Mixin, type MixinOptions, type MixinRow, type MixinStatic } from "./model/define/mixin.ts";
export { type LikeModel, type Swappable, swappable } from "./model/define/swappable.ts";
export { ProtectedError } from "./model/delete.ts";
export type { LoadedRow } from "./model/instance-state.ts";
export { Model, type ModelOptions, type ModelStatic } from "./model/model.ts";
export { defineModels } from "./model/relations/define-models.ts";
export {
  deleteStaleGenerics,
  renameGenericType,
  type StaleGenericOptions,
  staleGenericTypes,
} from "./model/relations/stale-generics.ts";
export type { InstanceSignal, LinkSignal, Listener } from "./model/signals.ts";
export { linksChanged, postDelete, postSave, preDelete, preSave, Signal } from "./model/signals.ts";
export { RawQuery } from "./query/by-hand/raw-query.ts";
export { SqlQuery, sql } from "./query/by-hand/sql-query.ts";
export type { Lookup, TransformDefinition } from "./query/lookups/lookup.ts";
export { registerLookup, registerTransform } from "./query/lookups/lookup-table.ts";
export { DoesNotExist, MultipleObjectsReturned, QueryError } from "./query/query-error.ts";
export { type LockOptions, Prefetch, prefetchRelated, QuerySet } from "./query/query-set.ts";
export { createTables, dropTables } from "./schema/create-model-tables.ts";
export type { ExplainDetails } from "./sql/sql-node.ts";
export type { RelationField, ScalarField } from "./types/field-type.ts";
export type {
  AnyInstance,
  CleanOptions,
  CleanStep,
  DeleteCount,
  ModelBase,
  SaveOptions,
} from "./types/instance-type.ts";
export type {
  ArrayLookups,
  ArrayParts,
  CommonLookups,
  DateParts,
  DateTimeParts,
  JsonLookups,
  LookupKinds,
  OrderedLookups,
  RangeLookups,
  RangeParts,
  TextLookups,
  TextParts,
  TimeParts,
  TransformKinds,
} from "./types/lookup-kinds.ts";
export type { ReverseEdges } from "./types/model-fields.ts";
