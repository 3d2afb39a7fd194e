// Makes the commands about rows: dumpdata, loaddata, flush and sqlsequencereset.
import { type Command, defineCommand, quoteValue } from "#kernel";
import { connection, deleteStaleGenerics, staleGenericTypes } from "#orm";
import { dumpData, type FixtureRecord } from "../data/dump-data.ts";
import { pickModels } from "../data/fixture-models.ts";
import { flush } from "../data/flush.ts";
import { loadData } from "../data/load-data.ts";
import { sequenceStatements } from "../data/sequences.ts";
import { postMigrate } from "../execute/migrate-signal.ts";
import { MigrationError } from "../migration-error.ts";
import type { MigrationProject } from "../project.ts";

type GetProject = () => MigrationProject | Promise<MigrationProject>;

/** `demijohn dumpdata [label or model…]`. */
export function dumpDataCommand(project: GetProject): Command {
  return defineCommand({
    name: "dumpdata",
    summary: "Write rows as a fixture.",
    description:
      "One JSON object for each row, in an order that keys can follow. A file that ends in .jsonl has one on each line.",
    args: { models: { many: true, help: "Labels, such as blog, or models, such as blog.Article; all without." } },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      exclude: { many: true, help: "A label or model to leave out." },
      naturalForeign: { type: "boolean", help: "Name the rows that others point at by their natural keys." },
      naturalPrimary: { type: "boolean", help: "Leave out the keys of rows that have a natural one." },
      output: { short: "o", help: "The file to write; standard output without.", placeholder: "FILE" },
    },
    async run({ args, options, print, warn }) {
      const models = pickModels(await project(), args.models, options.exclude);
      const isLines = options.output?.endsWith(".jsonl") === true;
      const file = options.output === undefined ? undefined : await openFile(options.output);
      const write = async (text: string) => (file === undefined ? print(text) : void (await file.write(`${text}\n`)));
      let waiting: string | undefined;
      let count = 0;
      try {
        if (!isLines) await write("[");
        for await (const record of dumpData(connection(options.database), models, options)) {
          if (waiting !== undefined) await write(isLines ? waiting : `${waiting},`);
          waiting = JSON.stringify(record);
          count++;
        }
        if (waiting !== undefined) await write(waiting);
        if (!isLines) await write("]");
      } finally {
        await file?.close();
      }
      if (options.output !== undefined) warn(`${rowsText(count)} written to ${options.output}.`);
    },
  });
}

function rowsText(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
}

function openFile(path: string): Promise<import("node:fs/promises").FileHandle> {
  return process.getBuiltinModule("node:fs/promises").open(path, "w");
}

/** `demijohn loaddata file…`. */
export function loadDataCommand(project: GetProject): Command {
  return defineCommand({
    name: "loaddata",
    summary: "Load the rows of fixtures.",
    description: "Rows whose keys are there are replaced. All files of one call are loaded, or none.",
    args: { files: { many: true, required: true, help: "Files of dumpdata, or of Django's in JSON." } },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      ignoreUnknown: { type: "boolean", help: "Leave out models and fields that are not there any more." },
    },
    async run({ args, options, print }) {
      const count = await loadData(connection(options.database), await project(), readFixtures(args.files), options);
      print(`${rowsText(count)} loaded.`);
    },
  });
}

async function* readFixtures(files: readonly string[]): AsyncGenerator<FixtureRecord, void> {
  const { createReadStream, existsSync, readFileSync } = process.getBuiltinModule("node:fs");
  const { createInterface } = process.getBuiltinModule("node:readline");
  for (const file of files) {
    if (!existsSync(file)) throw badFixture(file, "There is no such file.");
    if (file.endsWith(".jsonl")) {
      for await (const line of createInterface({ input: createReadStream(file) }))
        if (line.trim() !== "") yield parseFixture(line, file) as FixtureRecord;
      continue;
    }
    const records = parseFixture(readFileSync(file, "utf8"), file);
    if (!Array.isArray(records)) throw badFixture(file, "It holds no list of records.");
    yield* records as FixtureRecord[];
  }
}

function parseFixture(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badFixture(file, error instanceof Error ? error.message : String(error));
  }
}

function badFixture(file: string, fact: string): MigrationError {
  return new MigrationError("MIGRATIONS_BAD_FIXTURE", `${quoteValue(file, 200)} is no fixture.`, {
    facts: [fact],
    cure: 'Give it the form of dumpdata: [{ "model": "blog.Article", "pk": 1, "fields": { "title": "…" } }].',
  });
}

/** `demijohn flush`. */
export function flushCommand(project: GetProject): Command {
  return defineCommand({
    name: "flush",
    summary: "Delete all rows of the project's tables.",
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      yes: { type: "boolean", help: "Do it; without this word nothing is deleted." },
    },
    async run({ options, print, warn }) {
      const database = connection(options.database);
      const models = pickModels(await project(), []);
      if (!options.yes) {
        warn(
          `This deletes every row of ${models.length} models in the database "${database.alias}". Run demijohn flush --yes to do it.`,
        );
        return 1;
      }
      await flush(database, models);
      await postMigrate.send({ using: database.alias, plan: [] });
      print(`The tables of ${models.length} models are empty.`);
      return 0;
    },
  });
}

/** `demijohn removestaletypes`. */
export function removeStaleTypesCommand(project: GetProject): Command {
  return defineCommand({
    name: "removestaletypes",
    summary: "Delete the rows of generic relations that lead to models which are not there any more.",
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      yes: { type: "boolean", help: "Do it; without this word the names of the models are listed." },
    },
    async run({ options, print, warn }) {
      // Models count as gone that the program has not loaded.
      await project();
      const { alias: using } = connection(options.database);
      const names = await staleGenericTypes({ using });
      if (names.length === 0) {
        print("No generic relation leads to a model that is gone.");
        return 0;
      }
      if (!options.yes) {
        warn(`Gone are ${names.join(", ")}. Run demijohn removestaletypes --yes to delete the rows that lead there.`);
        return 1;
      }
      print(`${rowsText((await deleteStaleGenerics({ using })).total)} deleted.`);
      return 0;
    },
  });
}

/** `demijohn sqlsequencereset label…`. */
export function sqlSequenceResetCommand(project: GetProject): Command {
  return defineCommand({
    name: "sqlsequencereset",
    summary: "Print the SQL that moves the numbering of keys behind the rows that are there.",
    args: { labels: { many: true, required: true, help: "Labels or models." } },
    options: { database: { help: "The alias of the database.", placeholder: "ALIAS" } },
    async run({ args, options, print }) {
      for (const sql of sequenceStatements(connection(options.database), pickModels(await project(), args.labels)))
        print(`${sql};`);
    },
  });
}
