// Makes the command `inspectdb`: the tables of a database as models.
import { type Command, defineCommand, didYouMean } from "#kernel";
import { connection, type Database } from "#orm";
import { MigrationError } from "../migration-error.ts";
import { inspectDatabase } from "../schema/introspect/inspect-database.ts";
import { introspect } from "../schema/introspect/introspect.ts";

/** `demijohn inspectdb [table…]`. */
export function inspectDbCommand(): Command {
  return defineCommand({
    name: "inspectdb",
    summary: "Write the tables of a database as models.",
    args: { tables: { many: true, help: "Only these tables." } },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      label: { default: "legacy", help: "The blueprint that the models are named with." },
      schema: { help: "Another schema than the connection's own (PostgreSQL)." },
      includeViews: { type: "boolean", help: "Views too, as models that migrations leave alone." },
      includePartitions: { type: "boolean", help: "Partitions of tables too (PostgreSQL)." },
    },
    async run({ args, options, print }) {
      const database = connection(options.database);
      await refuseMissing(database, args.tables, options.schema);
      const text = await inspectDatabase(database, {
        label: options.label,
        tables: args.tables.length > 0 ? args.tables : undefined,
        schema: options.schema,
        views: options.includeViews,
        partitions: options.includePartitions,
      });
      print(text.trimEnd());
    },
  });
}

async function refuseMissing(database: Database, wanted: readonly string[], schema: string | undefined): Promise<void> {
  if (wanted.length === 0) return;
  const names = (await introspect(database, { schema, views: true, partitions: true })).map(({ name }) => name);
  const missing = wanted.find((name) => !names.includes(name));
  if (missing === undefined) return;
  throw new MigrationError("MIGRATIONS_NO_SUCH_TABLE", `The database "${database.alias}" has no table "${missing}".`, {
    facts: [`Tables: ${names.join(", ") || "none"}.`],
    cure: `Name one of them.${didYouMean(missing, names)}`,
  });
}
