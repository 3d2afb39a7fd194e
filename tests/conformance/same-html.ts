// Compares two pieces of HTML as a browser would see them: order of attributes and classes, and white space, do not count.

/** Whether two pieces of HTML mean the same. */
export function sameHtml(left: string, right: string): boolean {
  return normalize(left) === normalize(right);
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#39": "'",
  "#34": '"',
};

function decode(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

function normalize(html: string): string {
  const tokens = html.match(/<[^>]*(?:"[^"]*"[^>]*)*>|[^<]+/g) ?? [];
  return tokens
    .map((token) => (token.startsWith("<") ? normalizeTag(token) : decode(token).replace(/\s+/g, " ").trim()))
    .filter((token) => token !== "")
    .join("\n");
}

function normalizeTag(tag: string): string {
  const [, slash = "", name = "", rest = ""] = /^<(\/?)([\w-]+)([\s\S]*?)\/?>$/.exec(tag) ?? [];
  const attributes = [...rest.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, key = "", value]) => {
    const text = value === undefined || value === key ? "" : decode(value);
    return `${key}=${key === "class" ? text.split(/\s+/).sort().join(" ") : text}`;
  });
  return `<${slash}${name.toLowerCase()} ${attributes.sort().join(" ")}>`;
}
