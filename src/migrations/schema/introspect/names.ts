// Finds the names of classes and fields for the tables and columns of a database.
import { snakeCase } from "#orm/internals";

const words = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await async".split(
    " ",
  ),
);
// What every class of a model has already, or the file imports.
const ownMembers = new Set(["pk", "save", "delete", "refresh", "fullClean", "constructor", "toString", "valueOf"]);
const imports = new Set([
  "f",
  "Model",
  "check",
  "exclusion",
  "index",
  "unique",
  "rawSql",
  "Object",
  "Array",
  "String",
  "Number",
  "Date",
]);

/** `auth_user_groups` becomes `AuthUserGroups`; a name that is taken gets a number. */
export function className(table: string, taken: ReadonlySet<string>): string {
  const plain = table
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join("");
  const name = /^\p{L}/u.test(plain) ? plain : `Table${plain}`;
  return free(imports.has(name) ? `${name}Table` : name, taken);
}

/** `first_name` becomes `firstName`. */
export function fieldName(column: string, taken: ReadonlySet<string>): string {
  const parts = column.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first = "field", ...rest] = parts;
  const plain = [
    first[0]!.toLowerCase() + first.slice(1),
    ...rest.map((part) => part[0]!.toUpperCase() + part.slice(1)),
  ].join("");
  const name = /^\p{L}/u.test(plain) ? plain : `field${plain}`;
  return free(words.has(name) || ownMembers.has(name) ? `${name}Field` : name, taken);
}

function free(name: string, taken: ReadonlySet<string>): string {
  for (let i = 2, at = name; ; at = `${name}${i++}`) if (!taken.has(at)) return at;
}

/** Whether a field of this name has this column without saying so. */
export function isOwnColumn(field: string, column: string): boolean {
  return snakeCase(field) === column;
}
