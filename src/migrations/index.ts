// The door of migrations: the functions of migration files, and what finds, orders and runs them.

export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from "./data/test-database.ts";
export { type FindChangesOptions, findChanges } from "./detect/find-changes.ts";
export { type FillAnswer, type Questioner, silentQuestioner } from "./detect/questioner.ts";
export { type MigrateOptions, migrate } from "./execute/migrate.ts";
export {
  type MigrateEvent,
  type MigrateListener,
  type MigrateSignal,
  postMigrate,
  preMigrate,
} from "./execute/migrate-signal.ts";
export { type LoadedMigration, loadMigrations } from "./graph/load-migrations.ts";
export { defineMigration, type Migration, type MigrationId, type MigrationParts } from "./graph/migration.ts";
export { type GraphOptions, MigrationGraph } from "./graph/migration-graph.ts";
export { MigrationError } from "./migration-error.ts";
export { addField } from "./operations/fields/add-field.ts";
export { alterField } from "./operations/fields/alter-field.ts";
export type { FillOptions } from "./operations/fields/field-step.ts";
export { removeField } from "./operations/fields/remove-field.ts";
export { renameField } from "./operations/fields/rename-field.ts";
export {
  addConstraint,
  alterConstraint,
  type ConstraintOptions,
  removeConstraint,
  validateConstraint,
} from "./operations/indexes/constraint-steps.ts";
export { addIndex, type IndexOptions, removeIndex, renameIndex } from "./operations/indexes/index-steps.ts";
export {
  type AlteredOption,
  alterModelComment,
  alterModelManagers,
  alterModelOptions,
  alterModelTable,
  alterOrderWithRespectTo,
  alterPrimaryKey,
  alterUnique,
} from "./operations/models/alter-options.ts";
export { type CreateModelOptions, createModel } from "./operations/models/create-model.ts";
export { deleteModel } from "./operations/models/delete-model.ts";
export { moveModel } from "./operations/models/move-model.ts";
export { renameModel } from "./operations/models/rename-model.ts";
export type {
  Operation,
  OperationCategory,
  OperationContext,
  Reduction,
  WrittenCall,
} from "./operations/operation.ts";
export { optimizeOperations } from "./operations/optimize.ts";
export type { Backfill, BackfillOptions } from "./operations/special/backfill.ts";
export { type CollationOptions, createCollation, createExtension } from "./operations/special/extensions.ts";
export type { DeclaredField, HistoricalModel, ModelDeclarations } from "./operations/special/historical-model.ts";
export { type CodeContext, type RunCodeOptions, runCode } from "./operations/special/run-code.ts";
export { type RunSqlOptions, runSql, type SqlText } from "./operations/special/run-sql.ts";
export { type SeparateOptions, separateDatabaseAndState } from "./operations/special/separate.ts";
export type { MigrationProject, MigrationSource } from "./project.ts";
export { introspect } from "./schema/introspect/introspect.ts";
export type { IntrospectedTable, IntrospectOptions } from "./schema/introspect/introspected-database.ts";
export type {
  ConstraintDescription,
  SchemaEditor,
  SchemaFeatures,
  TableChange,
  TableChangeOptions,
} from "./schema/schema-editor.ts";
export { type Computed, computed, type FieldState } from "./state/field-state.ts";
export { HistoricalModels, modelsOfState } from "./state/historical-models.ts";
export type { ConstraintState, IndexState, ModelKey, ModelState, ModelStateOptions } from "./state/model-state.ts";
export { emptyState, modelStateOf, type ProjectState, projectOf } from "./state/project-state.ts";
export { stateOfModels } from "./state/state-of-models.ts";
export { duration, plainDate, plainTime, q } from "./write/literals.ts";
export { type MigrationText, writeMigration } from "./write/write-migration.ts";
