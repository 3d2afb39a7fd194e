// Makes the command `inspectdb`: the tables of a database as models.
import { type Command, defineCommand } from "#kernel";
import { connection } from "#orm";
import { inspectDatabase } from "../schema/introspect/inspect-database.ts";

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
      const text = await inspectDatabase(connection(options.database), {
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
