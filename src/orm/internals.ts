// What named neighbours may use of the ORM beyond its door: the metadata of models, and the description of tables.

export type { ColumnType } from "./column-type.ts";
export type { Connection, QueryRows, RawRow } from "./connection.ts";
export { databaseUrl } from "./database/databases.ts";
export { allowsMigrate } from "./database/router.ts";
export { withTransaction } from "./database/transactions/transaction.ts";
export type { Dialect } from "./dialects/dialect.ts";
export { ormErrors } from "./error-table.ts";
export type {
  FieldDefinition,
  ForeignKeyDefinition,
  ManyToManyDefinition,
  ReverseDefinition,
  ScalarDefinition,
} from "./fields/field-definition.ts";
export type { OnDelete } from "./fields/field-options.ts";
export { valueFromJson, valueToJson } from "./fields/json-values.ts";
export { keyFromText, keyText } from "./model/define/key-text.ts";
export { isOrderField } from "./model/define/row-order.ts";
export { makeModel } from "./model/model.ts";
export type { Column, LinkTable, ModelClass, Relation } from "./model/model-meta.ts";
export { findMeta, ModelMeta } from "./model/model-meta.ts";
export type { CheckConstraint, Constraint, Index, ModelOptions, UniqueConstraint } from "./model/model-options.ts";
export { allModels, findModel, keysTo, ModelRegistry } from "./model/registry.ts";
export { defineModels } from "./model/relations/define-models.ts";
export { linkRelations } from "./model/relations/links.ts";
export { readableName, snakeCase } from "./model/snake-case.ts";
export { Param } from "./query/param.ts";
export { findOne } from "./query/query-set.ts";
export { after, type Eventually } from "./query/run.ts";
export {
  columnSql,
  createIndex as createIndexStatement,
  createTables as createTableStatements,
  defaultSql,
  dropTable as dropTableStatement,
  exclusionSql,
  foreignKeySql,
  schemaExpression,
  tableName as quotedTableName,
  uniqueSql,
} from "./schema/create-table.ts";
export { describeTables } from "./schema/describe-table.ts";
export { columnIndexName, foreignKeyName, listedIndexName, uniqueName } from "./schema/schema-names.ts";
export type {
  CheckDescription,
  ColumnDescription,
  Deferrable,
  ExclusionDescription,
  ForeignKeyDescription,
  IndexDescription,
  IndexPart,
  ReferenceAction,
  TableDescription,
  UniqueDescription,
} from "./schema/table-description.ts";
export { compileSql } from "./sql/compile.ts";
export type { SqlExpression } from "./sql/sql-node.ts";
export { temporal } from "./temporal.ts";
export type { RelationField, ScalarField } from "./types/field-type.ts";
export type { InstanceOf } from "./types/instance-type.ts";
export type { LookupKind } from "./types/lookup-kinds.ts";
