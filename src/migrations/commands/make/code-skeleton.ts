// Writes the file of a data migration to be filled in: code on the models of a label, with their fields for the types.
import type { NewMigration } from "../../detect/name-drafts.ts";
import type { ModelState } from "../../state/model-state.ts";
import { resolveModel } from "../../state/model-state.ts";
import type { ProjectState } from "../../state/project-state.ts";
import { layOut } from "../../write/source.ts";
import { WritingContext, writeRecord, writeValue } from "../../write/write-value.ts";

/** The text of the file. */
export function codeSkeleton(migration: NewMigration, state: ProjectState): string {
  const context = new WritingContext();
  context.migrations.add("runCode");
  const models = [...around(state, migration.label)];
  const declared = Object.fromEntries(models.map((model) => [`${model.label}.${model.name}`, declaredFields(model)]));
  const first = models.find((model) => model.label === migration.label);
  const record = layOut(writeRecord(declared, context), 6, 6 + "models: ".length, 1);
  const dependencies =
    migration.dependencies.length > 0 ? layOut(writeValue(migration.dependencies, context)) : undefined;
  const name = first === undefined ? "Model" : first.name;
  return [
    `// Changes rows of ${migration.label}.\n`,
    `import { ${[...context.migrations].sort().join(", ")} } from "demijohn/migrations";\n`,
    ...(context.orm.size > 0 ? [`import { ${[...context.orm].sort().join(", ")} } from "demijohn/orm";\n`] : []),
    "\nexport const migration = defineMigration({\n",
    ...(dependencies === undefined ? [] : [`  dependencies: ${dependencies},\n`]),
    "  operations: [\n    runCode({\n",
    `      name: ${JSON.stringify(migration.name.replace(/^\d+_/, "").replaceAll("_", " "))},\n`,
    `      models: ${record},\n`,
    "      async forwards({ model, backfill }) {\n",
    `        const ${name} = model(${JSON.stringify(`${migration.label}.${name}`)});\n`,
    `        await backfill(${name}.objects.all(), async (rows) => {\n`,
    `          await ${name}.objects.bulkUpdate(rows, []);\n`,
    "        });\n      },\n",
    "      async backwards() {},\n    }),\n  ],\n});\n",
  ].join("");
}

/** The models of a label, and those that their relations lead to. */
function around(state: ProjectState, label: string): Set<ModelState> {
  const found = new Set<ModelState>();
  const visit = (model: ModelState | undefined): void => {
    if (model === undefined || found.has(model)) return;
    found.add(model);
    for (const { to } of Object.values(model.fields))
      if (to !== undefined) visit(state.models[resolveModel(to, model.label, model.name)]);
  };
  for (const model of Object.values(state.models)) if (model.label === label) visit(model);
  return found;
}

const TYPED = [
  "type",
  "to",
  "toField",
  "null",
  "default",
  "databaseDefault",
  "primaryKey",
  "autoNow",
  "autoNowAdd",
] as const;

function declaredFields(model: ModelState): Record<string, unknown> {
  const key = model.options.primaryKey === undefined ? {} : { pk: { type: "tuple" } };
  const fields = Object.fromEntries(
    Object.entries(model.fields).map(([name, field]) => [
      name,
      Object.fromEntries(TYPED.flatMap((key) => (field[key] === undefined ? [] : [[key, field[key]]]))),
    ]),
  );
  return { ...fields, ...key };
}
