// Writes an app's messages to standard error, one line each, with the levels that every logging library has.

/** Where an app's messages go: `console` fits, and so do pino and winston. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The levels, least important first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/**
 * Makes a logger that writes to standard error from `level` on.
 *
 * Lines after the first are indented and control characters are escaped, so that no request can forge a line or
 * colour a terminal.
 */
export function createLogger(level: LogLevel = "info", write: (line: string) => void = writeLine): Logger {
  const least = levels.indexOf(level);
  const at = (name: LogLevel) => {
    const isWanted = levels.indexOf(name) >= least;
    return (message: string): void => {
      if (isWanted) write(`${new Date().toISOString()} ${name.toUpperCase()} ${printable(message)}\n`);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function printable(message: string): string {
  return message
    .replace(
      /[\0-\x08\x0b-\x1f\x7f-\x9f]/g,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    )
    .replaceAll("\n", "\n  ");
}

function writeLine(line: string): void {
  process.stderr.write(line);
}
