// Checks the layout of the repository and prints what breaks it, one line a fault.
import { findFaults } from "./lib/floors/find-faults.ts";

const faults = findFaults(new URL("../", import.meta.url));
for (const { file, line, what } of faults) console.log(`${file}:${line}  ${what}`);
console.log(faults.length === 0 ? "The floors hold." : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
