// Turns the names of models and fields into those of tables, columns and people.

/** `publishedAt` → `published_at`, `blog.ArticleTag` → `blog_article_tag`. */
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
