// Goes over the rows of a query in batches, so that a change of many rows holds few of them at a time.
import type { QuerySet } from "#orm";

/** How {@link Backfill} works. */
export interface BackfillOptions {
  /** Rows in one batch; 1,000 unless told. */
  readonly size?: number | undefined;
  /** Called after each batch with the rows so far. */
  readonly report?: ((done: number, total?: number) => void) | undefined;
}

/** Goes over the rows of a query in the order of their key, some at a time. Resolves to how many there were. */
export type Backfill = <Instance>(
  query: QuerySet<Instance>,
  work: (batch: Instance[]) => unknown,
  options?: BackfillOptions,
) => Promise<number>;

/** Calls `work` with one batch after another; rows that the work takes out of the query are not missed. */
export async function backfill<Instance>(
  query: QuerySet<Instance>,
  work: (batch: Instance[]) => unknown,
  options: BackfillOptions = {},
): Promise<number> {
  const { size = 1000, report } = options;
  // The query's model is not known here, so its paths are not checked.
  const rows = query as unknown as LooseQuery<Instance>;
  const ordered = rows.orderBy("pk");
  let done = 0;
  let last: unknown;
  for (;;) {
    const batch = await (last === undefined ? ordered : ordered.filter({ pk__gt: last })).slice(0, size);
    if (batch.length === 0) return done;
    last = (batch.at(-1) as { pk: unknown }).pk;
    await work(batch);
    done += batch.length;
    report?.(done);
  }
}

interface LooseQuery<Instance> extends PromiseLike<Instance[]> {
  orderBy(path: string): LooseQuery<Instance>;
  filter(where: object): LooseQuery<Instance>;
  slice(from: number, to: number): LooseQuery<Instance>;
}
