// Lets the processes that this one starts share the code they have compiled, so that each file's types are stripped once.
import { fileURLToPath } from "node:url";

/** Sets the folder of Node's compile cache for all child processes, unless the environment names one. */
export function keepCompiledCode(root: URL): void {
  process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled/", root));
}
