// Turns the words of a search into conditions: each word, or phrase in quotation marks, must stand in one of the fields.
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import type { SearchMatch } from "../../options/filter-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { allRows } from "../site.ts";
import { columnAt, crossesMany } from "./paths.ts";
import { onlySeen } from "./seen-cells.ts";
import { isNumeric, typedKey, typedNumber } from "./typed-value.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

const lookups: Readonly<Record<SearchMatch, string>> = {
  contains: "icontains",
  startsWith: "istartswith",
  exact: "iexact",
};
const mostTerms = 10;

/** The words and phrases of a search: `red "old vine"` are two. */
export function searchTerms(words: string): readonly string[] {
  const terms = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, phrase, word]) => (phrase ?? word)!.trim());
  return terms.filter((term) => term !== "" && term !== '"').slice(0, mostTerms);
}

/** The rows that hold every word in one of the fields. */
export function searchedRows(rows: Rows, { meta, options }: ModelAdmin, words: string, request: Request): Rows {
  const fields = (options.searchFields ?? []).map((field) =>
    typeof field === "string" ? { field, match: "contains" as const } : field,
  );
  if (fields.length === 0) return rows;
  const { q } = meta.cls as unknown as { q(where: object): { or(other: unknown): never } };
  let found = rows;
  for (const term of searchTerms(words)) {
    const parts = fields.flatMap(({ field, match }) =>
      searchOf(meta, field, match, term).map((where) => ({ ...where, ...onlySeen(meta, field, request) })),
    );
    if (parts.length === 0) return rows.none();
    const any = parts.map((where) => q.call(meta.cls, where)).reduce((all, part) => all.or(part));
    // What is found over several related rows is found once.
    found = fields.some(({ field }) => crossesMany(meta, field))
      ? found.filter({
          pk__in: allRows(meta)
            .orderBy()
            .filter(any as never)
            .flat("pk" as never),
        })
      : found.filter(any);
  }
  return found;
}

// A number is looked for as it is; text by its lookup.
function searchOf(meta: ModelMeta, path: string, match: SearchMatch, term: string): readonly object[] {
  const column = columnAt(meta, path);
  if (column === undefined) return [];
  const { kind } = column.type;
  if (kind === "char" || kind === "text") return [{ [`${path}__${lookups[match]}`]: term }];
  const typed = isNumeric(column) ? typedNumber(column, term) : kind === "uuid" ? typedKey(column, term) : undefined;
  return typed === undefined ? [] : [{ [column.definition.fieldKind === "relation" ? `${path}__pk` : path]: typed }];
}
