// Keeps the cookies that responses set and gives back those that belong to a request, as a browser does (RFC 6265bis).
import { parseHttpDate } from "#http";

/** A cookie in the jar. */
export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** Sent to the host that set it alone, not to its subdomains. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: string | undefined;
  readonly partitioned: boolean;
  readonly maxAge: number | undefined;
  readonly expires: Date | undefined;
}

/** Where a request goes. */
export interface CookieTarget {
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
}

/** A browser's cookies. Time stands still unless `now` is given: a cookie with a lifetime stays until it is removed. */
export class CookieJar {
  readonly #cookies = new Map<string, StoredCookie>();

  /** All cookies, in the order they were set. */
  get all(): readonly StoredCookie[] {
    return [...this.#cookies.values()];
  }

  /** The value of a cookie, by its name and, where several have it, by domain and path. */
  get(name: string, place: { readonly domain?: string; readonly path?: string } = {}): string | undefined {
    return this.find(name, place)?.value;
  }

  /** The whole cookie of a name. */
  find(
    name: string,
    { domain, path }: { readonly domain?: string; readonly path?: string } = {},
  ): StoredCookie | undefined {
    return this.all.find(
      (cookie) =>
        cookie.name === name &&
        (domain === undefined || cookie.domain === domain) &&
        (path === undefined || cookie.path === path),
    );
  }

  /** Puts a cookie in as if a response had set it. */
  set(name: string, value: string, options: Partial<Omit<StoredCookie, "name" | "value">> = {}): void {
    this.#store({
      name,
      value,
      domain: "localhost",
      path: "/",
      hostOnly: true,
      secure: false,
      httpOnly: false,
      sameSite: undefined,
      partitioned: false,
      maxAge: undefined,
      expires: undefined,
      ...options,
    });
  }

  /** Removes a cookie from every domain and path. */
  delete(name: string): void {
    for (const [key, cookie] of this.#cookies) if (cookie.name === name) this.#cookies.delete(key);
  }

  /** Removes all cookies. */
  clear(): void {
    this.#cookies.clear();
  }

  /** Takes in a response's `Set-Cookie` lines; what the host may not set is ignored. */
  takeIn(lines: readonly string[], target: CookieTarget): void {
    for (const line of lines) {
      const cookie = readCookie(line, target);
      if (cookie !== undefined) this.#store(cookie);
    }
  }

  /** The `Cookie` header for a request; undefined where no cookie belongs to it. */
  header(target: CookieTarget): string | undefined {
    const fitting = this.all.filter((cookie) => belongs(cookie, target));
    fitting.sort((a, b) => b.path.length - a.path.length);
    return fitting.length === 0 ? undefined : fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #store(cookie: StoredCookie): void {
    const key = `${cookie.domain}\n${cookie.path}\n${cookie.name}`;
    this.#cookies.delete(key);
    const isOver =
      (cookie.maxAge !== undefined && cookie.maxAge <= 0) ||
      (cookie.expires !== undefined && cookie.expires.getTime() <= Date.now());
    if (!isOver) this.#cookies.set(key, cookie);
  }
}

function readCookie(line: string, target: CookieTarget): StoredCookie | undefined {
  const [pair = "", ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  if (equals < 0) return undefined;
  const given = new Map(attributes.map((attribute): [string, string] => splitAttribute(attribute)));
  const host = target.host.replace(/:\d+$/, "").toLowerCase();
  const domain = given.get("domain")?.replace(/^\./, "").toLowerCase() || undefined;
  if (domain !== undefined && host !== domain && !host.endsWith(`.${domain}`)) return undefined;
  const path = given.get("path");
  const maxAge = given.get("max-age");
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    domain: domain ?? host,
    hostOnly: domain === undefined,
    path: path?.startsWith("/") ? path : defaultPath(target.path),
    secure: given.has("secure"),
    httpOnly: given.has("httponly"),
    sameSite: given.get("samesite"),
    partitioned: given.has("partitioned"),
    maxAge: maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : undefined,
    expires: maxAge === undefined ? parseHttpDate(given.get("expires")) : undefined,
  };
}

function splitAttribute(attribute: string): [string, string] {
  const equals = attribute.indexOf("=");
  return equals < 0
    ? [attribute.trim().toLowerCase(), ""]
    : [attribute.slice(0, equals).trim().toLowerCase(), attribute.slice(equals + 1).trim()];
}

function defaultPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

function belongs(cookie: StoredCookie, { host, path, secure }: CookieTarget): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (cookie.domain !== name && (cookie.hostOnly || !name.endsWith(`.${cookie.domain}`))) return false;
  // Browsers treat localhost as secure.
  if (cookie.secure && !secure && name !== "localhost" && !name.endsWith(".localhost")) return false;
  return (
    cookie.path === "/" ||
    path === cookie.path ||
    (path.startsWith(cookie.path) && (cookie.path.endsWith("/") || path[cookie.path.length] === "/"))
  );
}
