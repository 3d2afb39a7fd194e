// Keeps the number of the running master in a file, for scripts that send it signals.
import { SetupError } from "#kernel";

/** Writes the file and returns what removes it. @throws SetupError where the process that it names still runs. */
export function holdPidFile(path: string): () => void {
  const { existsSync, readFileSync, rmSync, writeFileSync } = process.getBuiltinModule("node:fs");
  const old = existsSync(path) ? Number(readFileSync(path, "utf8").trim()) : 0;
  if (old > 0 && old !== process.pid && isAlive(old)) {
    throw new SetupError("CLI_ALREADY_RUNS", `The process ${old} of ${path} still runs.`, {
      cure: `End it with kill ${old}, or give another --pid-file.`,
    });
  }
  writeFileSync(path, `${process.pid}\n`);
  return () => {
    // Another master may have taken the file over meanwhile.
    if (existsSync(path) && Number(readFileSync(path, "utf8").trim()) === process.pid) rmSync(path);
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
