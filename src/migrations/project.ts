// Defines what commands know of a project: its blueprints with their models and the folders of their migrations.
import type { Migration } from "./graph/migration.ts";

/** The models of one label, and where its migrations are. */
export interface MigrationSource {
  /** The label of its models: the name of the blueprint. */
  readonly label: string;
  /** The folder of migration files; made when the first one is written. */
  readonly folder?: string | undefined;
  /** Migrations that come as values, of a package or a test. */
  readonly migrations?: readonly Migration[] | undefined;
  readonly models: readonly unknown[];
}

/** What migrations are made for. */
export interface MigrationProject {
  readonly sources: readonly MigrationSource[];
  /** The models that settings name: `{ "auth.user": "accounts.User" }`. */
  readonly swappables?: Readonly<Record<string, string>> | undefined;
}
