// Loads a database driver at its first use, and says what to install where it is missing.
import { SetupError } from "#kernel";

const hints = {
  pg: "PostgreSQL needs the package pg",
  mysql2: "MariaDB and MySQL need the package mysql2",
  "@electric-sql/pglite": "PGlite needs the package @electric-sql/pglite",
} as const;

/**
 * Imports an optional package.
 *
 * @throws SetupError `ORM_NO_DRIVER` when it is not installed.
 */
export async function loadDriver<Module>(name: keyof typeof hints, specifier: string): Promise<Module> {
  try {
    return (await import(specifier)) as Module;
  } catch (cause) {
    if ((cause as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new SetupError("ORM_NO_DRIVER", `${hints[name]}, which is not installed.`, {
      cure: `Run npm install ${name}.`,
      cause,
    });
  }
}
