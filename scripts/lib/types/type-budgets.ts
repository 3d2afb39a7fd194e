// Measures how much work named parts of the types are for the compiler, and compares it with what they may cost.
import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWorkFolder } from "../work-folder.ts";

/** One entry of `tests/types/budget.json`: files compiled together, and the instantiations that they may need. */
export interface TypeBudget {
  readonly files: readonly string[];
  readonly instantiations: number;
}

export interface TypeCost {
  readonly project: string;
  readonly instantiations: number;
  readonly budget: number;
  /** The compiler's own faults, which make the count meaningless. */
  readonly errors: readonly string[];
}

/** Compiles each project of `budgets` on its own; paths are from `root` on. */
export async function measureTypes(root: URL, budgets: Readonly<Record<string, TypeBudget>>): Promise<TypeCost[]> {
  const costs: TypeCost[] = [];
  for (const [project, budget] of Object.entries(budgets)) costs.push(await measureProject(root, project, budget));
  return costs;
}

export function readBudgets(file: URL): Record<string, TypeBudget> {
  return JSON.parse(readFileSync(file, "utf8"));
}

async function measureProject(root: URL, project: string, budget: TypeBudget): Promise<TypeCost> {
  const folder = makeWorkFolder(root, "type-budget");
  const config = {
    extends: fileURLToPath(new URL("tsconfig.json", root)),
    include: [],
    files: budget.files.map((file) => fileURLToPath(new URL(file, root))),
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const args = [tsc, "-p", folder, "--extendedDiagnostics", "--pretty", "false", "--singleThreaded"];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: fileURLToPath(root), maxBuffer: 1e8 }, (_, stdout) => resolve(stdout));
  });
  rmSync(folder, { recursive: true });
  const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
  if (count === undefined) throw new Error(`The compiler gave no count for "${project}":\n${output}`);
  return {
    project,
    instantiations: Number(count),
    budget: budget.instantiations,
    errors: output.split("\n").filter((line) => /\berror TS\d+/.test(line)),
  };
}

/** Returns one line for each project that costs too much or does not compile. */
export function describeOverruns(costs: readonly TypeCost[]): string[] {
  return costs.flatMap(({ project, instantiations, budget, errors }) => {
    if (errors.length > 0) return [`${project}: does not compile: ${errors.join("; ")}`];
    if (instantiations <= budget) return [];
    return [
      `${project}: ${instantiations} instantiations are over the budget of ${budget} in tests/types/budget.json.`,
    ];
  });
}
