// Finds the process that listens on a port, where /proc tells: Linux, for processes that one may look into.

/** A process by its number and command line. */
export interface PortOwner {
  readonly pid: number;
  readonly command: string;
}

/** The process that listens on a TCP port of this machine, if it can be told. */
export function findPortOwner(port: number): PortOwner | undefined {
  const { existsSync, readdirSync, readFileSync, readlinkSync } = process.getBuiltinModule("node:fs");
  if (!existsSync("/proc/net/tcp")) return undefined;
  const inodes = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
      existsSync(file) ? listeningInodes(readFileSync(file, "latin1"), port) : [],
    ),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const isOwner = readdirSync(`/proc/${pid}/fd`).some((fd) => {
        const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
        return target.startsWith("socket:[") && inodes.has(target.slice(8, -1));
      });
      if (isOwner)
        return { pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0/g, " ").trim() };
    } catch {
      // Another user's process, or one that has ended.
    }
  }
  return undefined;
}

/** The inodes of listening sockets (state 0A) on a port, from the text of `/proc/net/tcp`. */
export function listeningInodes(table: string, port: number): string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells[1]?.endsWith(ending) === true && cells[3] === "0A")
    .map((cells) => cells[9]!);
}
