// Turns rows that are not there into answers 404: what a query set is asked for, or NotFound.

import { NotFound } from "#http";

/** What is asked of a query set; that of `demijohn/orm` is one. */
export interface FindsOne<Row> {
  readonly query: { readonly model: { readonly shortName: string } };
  get(): Promise<Row>;
}
/** A query set that is awaited for its rows. */
export interface FindsMany<Row> extends PromiseLike<readonly Row[]> {
  readonly query: { readonly model: { readonly shortName: string } };
}

/**
 * Gets the one row of a query set, or answers 404.
 *
 * @param text what the visitor reads; `No Jar matches the given query.` if not given.
 * @throws NotFound when no row fits.
 * @throws MultipleObjectsReturned when several do.
 * @example
 * ```ts
 * import { App, getOr404 } from "demijohn";
 * import { createTables, defineDatabases, f, Model } from "demijohn/orm";
 * class Jar extends Model("cellar.Jar", () => Jar, { slug: f.slug() }) {}
 * defineDatabases({ default: "sqlite::memory:" });
 * await createTables([Jar]);
 * const app = new App();
 * app.get("/jars/<slug:slug>", ({ params }) => getOr404(Jar.objects.filter({ slug: params.slug })));
 * console.log((await app.request("/jars/none")).status); // 404
 * ```
 */
export async function getOr404<Row>(rows: FindsOne<Row>, text?: string): Promise<Row> {
  try {
    return await rows.get();
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ORM_DOES_NOT_EXIST") throw error;
    throw new NotFound(text ?? noneMatches(rows));
  }
}

/** Gets the rows of a query set, or answers 404 when there is none. @throws NotFound */
export async function listOr404<Row>(rows: FindsMany<Row>, text?: string): Promise<readonly Row[]> {
  const found = await rows;
  if (found.length === 0) throw new NotFound(text ?? noneMatches(rows));
  return found;
}

function noneMatches({ query }: FindsMany<unknown> | FindsOne<unknown>): string {
  return `No ${query.model.shortName} matches the given query.`;
}
