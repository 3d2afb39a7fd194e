// Reads values of the command line that its types do not check: ports, durations, sizes.
import { parseByteSize, parseDuration } from "#kernel";
import { UsageError } from "./parse-line.ts";

/** @throws UsageError for a number that no port has. */
export function checkPort(port: number | undefined): void {
  if (port === undefined || (port >= 0 && port <= 65_535)) return;
  throw new UsageError("CLI_BAD_VALUE", `--port takes a number from 0 to 65535, not ${port}.`, {
    cure: "0 takes any free port.",
  });
}

/** Milliseconds of a text such as `30`, `30s` or `1m`. @throws UsageError */
export function readDuration(option: string, text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds >= 0) return seconds * 1000;
  throw new UsageError("CLI_BAD_VALUE", `${option} takes a duration, not "${text}".`, {
    cure: "Write seconds, or a text such as 30s or 2m.",
  });
}

/** Bytes of a text such as `512MiB`. @throws UsageError */
export function readSize(option: string, text: string): number {
  const bytes = parseByteSize(text);
  if (bytes !== undefined && bytes >= 0) return bytes;
  throw new UsageError("CLI_BAD_VALUE", `${option} takes a size, not "${text}".`, {
    cure: "Write bytes, or a text such as 512MiB.",
  });
}

/** @throws UsageError for a number that is less than `least`. */
export function checkLeast(option: string, value: number, least: number): void {
  if (value >= least) return;
  throw new UsageError("CLI_BAD_VALUE", `${option} takes a number of at least ${least}, not ${value}.`, {
    cure: "demijohn serve --help says more.",
  });
}
