// Frees the path of a Unix socket that a process left behind when it ended.
import { SetupError } from "#kernel";

/** Removes a socket that nobody listens on. @throws SetupError where somebody does, or where the path is something else. */
export async function freeSocketPath(path: string): Promise<void> {
  const { lstatSync, rmSync } = process.getBuiltinModule("node:fs");
  const { connect } = process.getBuiltinModule("node:net");
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  const isAnswered =
    found.isSocket() &&
    (await new Promise<boolean>((resolve) => {
      const socket = connect(path, () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    }));
  if (isAnswered || !found.isSocket()) {
    throw new SetupError(
      "CLI_SOCKET_TAKEN",
      `${path} ${isAnswered ? "is another program's socket" : "is no socket"}.`,
      {
        cure: "Give another path to --socket, or remove what is there.",
      },
    );
  }
  rmSync(path);
}
