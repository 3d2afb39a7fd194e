// Opens an address in the user's browser, by the system's own program for that.

/** Opens it and does not wait; nothing happens where the system has no such program. */
export function openInBrowser(url: string): void {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const [command, ...words] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const child = spawn(command!, words, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
