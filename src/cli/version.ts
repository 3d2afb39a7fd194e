// Tells the versions of Demijohn and of the runtime.

/** `Demijohn 0.1.0, Node 24.9.0, linux x64`. */
export function describeVersions(): string {
  const { Bun, Deno } = globalThis as { Bun?: { version: string }; Deno?: { version: { deno: string } } };
  const runtime =
    Bun !== undefined
      ? `Bun ${Bun.version}`
      : Deno !== undefined
        ? `Deno ${Deno.version.deno}`
        : `Node ${process.versions.node}`;
  return `Demijohn ${readVersion()}, ${runtime}, ${process.platform} ${process.arch}`;
}

/** The package's own version, from the package.json above this file. */
export function readVersion(): string {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  let folder = import.meta.dirname;
  for (;;) {
    const file = path.join(folder, "package.json");
    if (fs.existsSync(file)) {
      const { name, version } = JSON.parse(fs.readFileSync(file, "utf8")) as { name?: string; version?: string };
      if (name === "demijohn" && version !== undefined) return version;
    }
    const above = path.dirname(folder);
    if (above === folder) return "unknown";
    folder = above;
  }
}
