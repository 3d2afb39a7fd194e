// Compares what the types cost the compiler with tests/types/budget.json; `--update` allows what they cost now and a tenth more.
import { writeFileSync } from "node:fs";
import { describeOverruns, measureTypes, readBudgets } from "./lib/types/type-budgets.ts";

const root = new URL("../", import.meta.url);
const file = new URL("tests/types/budget.json", root);
const budgets = readBudgets(file);
const costs = await measureTypes(root, budgets);
for (const { project, instantiations, budget } of costs) console.log(`${project}: ${instantiations} of ${budget}`);
if (process.argv.includes("--update")) {
  const updated = costs.map(({ project, instantiations }) => [
    project,
    { ...budgets[project], instantiations: Math.ceil((instantiations * 1.1) / 1000) * 1000 },
  ]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(updated), null, 2)}\n`);
} else {
  const overruns = describeOverruns(costs);
  for (const line of overruns) console.log(line);
  process.exitCode = overruns.length === 0 ? 0 : 1;
}
