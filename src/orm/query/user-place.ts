// Finds the line of the user's code that a fault comes from.

const ROOM = new URL("../", import.meta.url).href;

/** `src/views.ts:12:24` of the nearest caller outside the ORM, or undefined. */
export function userPlace(): string | undefined {
  // The planner's own frames may be more than the few that are kept by default.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  for (const line of (stack ?? "").split("\n").slice(1)) {
    const place = /(?:\(|at |async )((?:file:\/\/|\/)[^()]*?):(\d+):(\d+)\)?$/.exec(line);
    if (place === null || place[1]!.startsWith(ROOM)) continue;
    const path = place[1]!.replace(/^file:\/\//, "");
    const root = `${process.cwd()}/`;
    return `${path.startsWith(root) ? path.slice(root.length) : path}:${place[2]}:${place[3]}`;
  }
  return undefined;
}
