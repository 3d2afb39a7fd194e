// Says in development that migrations wait to be applied: the pages of their models would fail.
import type { App } from "#app";

/** Prints how many wait, and what to type. A database that cannot be reached says so where it is used. */
export async function warnOfMigrations(app: App, print: (line: string) => void): Promise<void> {
  void app.settings; // A URL of the database may stand in .env.
  const { readStatus } = await import("#migrations/internals");
  const { migrationProject } = await import("../migration-project.ts");
  const { graph, applied } = await readStatus(migrationProject(app));
  const waiting = graph.order.map(({ label, name }) => `${label}.${name}`).filter((each) => !applied.has(each));
  if (waiting.length === 0) return;
  const names = waiting.length > 5 ? `${waiting.slice(0, 5).join(", ")} …` : waiting.join(", ");
  print(
    `${waiting.length} ${waiting.length === 1 ? "migration waits" : "migrations wait"} to be applied: ${names}. Run: demijohn migrate`,
  );
}
