// Explains why a server could not listen.
import { SetupError } from "#kernel";

/** Turns the system's error into one that names the cure. */
export function listenFailed(cause: NodeJS.ErrnoException, host: string, port: number): SetupError {
  switch (cause.code) {
    case "EADDRINUSE":
      return new SetupError("SERVER_PORT_IN_USE", `Port ${port} on ${host} is taken by another program.`, {
        cure: `Choose another one with PORT=${port + 1} or --port ${port + 1}, or end the other program.`,
        cause,
      });
    case "EACCES":
      return new SetupError("SERVER_PORT_FORBIDDEN", `The system does not let this program listen on port ${port}.`, {
        cure: "Choose a port above 1023, or put a proxy in front.",
        cause,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new SetupError("SERVER_HOST_UNKNOWN", `"${host}" is no address of this machine.`, {
        cure: 'Use "127.0.0.1" for this machine alone, or "0.0.0.0" for every network.',
        cause,
      });
    default:
      return new SetupError("SERVER_CANNOT_LISTEN", `The server cannot listen on ${host}:${port}: ${cause.message}.`, {
        cause,
      });
  }
}
