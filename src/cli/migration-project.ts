// Finds what an app declares for migrations: its models by label, and the folders or values of their migrations.
import type { App } from "#app";
import type { Migration, MigrationProject, MigrationSource } from "#migrations";
import { findMeta } from "#orm/internals";

/**
 * The project that an app's models make, for `migrate`.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { migrationProject } from "demijohn/cli";
 * import { f, Model } from "demijohn/orm";
 * class Jar extends Model("cellar.Jar", () => Jar, { litres: f.integer() }) {}
 * const app = new App();
 * app.models([Jar]);
 * await app.ready();
 * console.log(migrationProject(app).sources.map(({ label }) => label)); // [ 'cellar' ]
 * ```
 */
export function migrationProject(app: App): MigrationProject {
  const sources = new Map<string, { folder: string | undefined; migrations: Migration[]; models: unknown[] }>();
  for (const { models, migrations, root } of app.plan.models) {
    const labels = Map.groupBy(models, labelOf);
    for (const [label, own] of labels) {
      const source = sources.get(label) ?? { folder: undefined, migrations: [], models: [] };
      source.models.push(...own);
      if (Array.isArray(migrations))
        source.migrations.push(
          ...(migrations as Migration[]).filter((each) => each.label === label || labels.size === 1),
        );
      else
        source.folder ??= folderFor(app, {
          label,
          root,
          folder: migrations as string | undefined,
          isAlone: labels.size === 1,
        });
      sources.set(label, source);
    }
  }
  return { sources: [...sources].map(([label, source]): MigrationSource => ({ label, ...source })) };
}

function labelOf(model: unknown): string {
  const name = findMeta(model)?.name ?? "";
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

// Beside a blueprint, migrations are its own; beside the app, each label has a folder of its own.
function folderFor(
  app: App,
  at: {
    readonly label: string;
    readonly root: string | URL | undefined;
    readonly folder: string | undefined;
    readonly isAlone: boolean;
  },
): string {
  const { dirname, join, resolve } = process.getBuiltinModule("node:path");
  const isOwn = at.isAlone && (at.root !== undefined || at.folder !== undefined);
  let base = app.root;
  if (at.root !== undefined) {
    const text = String(at.root);
    const path = text.startsWith("file:") ? process.getBuiltinModule("node:url").fileURLToPath(text) : resolve(text);
    base = text.startsWith("file:") && !text.endsWith("/") ? dirname(path) : path;
  }
  const folder = resolve(base, at.folder ?? "migrations");
  return isOwn ? folder : join(folder, at.label);
}
