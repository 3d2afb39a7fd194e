// Turns the names of models and fields into those of tables, columns and people.

/** `publishedAt` → `published_at`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\./g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}

/** `publishedAt` → `published at`: the name that people read when none is given. */
export function readableName(name: string): string {
  return snakeCase(name).replace(/_/g, " ");
}

/** `blog.ArticleTag` → `blog_articletag`: the table of a model that names none, as Django names it. */
export function tableName(model: string): string {
  const dot = model.lastIndexOf(".");
  const name = model.slice(dot + 1).toLowerCase();
  return dot < 0 ? name : `${snakeCase(model.slice(0, dot))}_${name}`;
}
