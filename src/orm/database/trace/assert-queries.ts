// Checks in a test how many statements a call runs, and prints them where the number is another.
import { DemijohnError } from "#kernel";
import { captureQueries } from "./query-trace.ts";

/**
 * Runs a call that must make exactly so many statements.
 *
 * @throws {DemijohnError} ORM_QUERY_COUNT with the statements, where it made more or fewer.
 * @example
 * ```ts
 * import { assertQueries } from "demijohn/orm";
 * await assertQueries(0, async () => "nothing asked");
 * ```
 */
export async function assertQueries<Result>(count: number, call: () => Result | Promise<Result>): Promise<Result> {
  const { result, queries } = await captureQueries(call);
  if (queries.length !== count) {
    throw new DemijohnError("ORM_QUERY_COUNT", `${plural(queries.length)} ran where ${plural(count)} were expected.`, {
      facts: queries.map(
        (query, i) => `${i + 1}. ${query.sql}${query.place === undefined ? "" : `  at ${query.place}`}`,
      ),
    });
  }
  return result;
}

function plural(count: number): string {
  return count === 1 ? "1 query" : `${count} queries`;
}
