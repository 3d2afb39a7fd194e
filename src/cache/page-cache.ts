// Keeps whole answers: turns a cache into a middleware that answers for a handler while its page is kept.
import { type Request, Response } from "#http";
import { isPersonal } from "#http/internals";
import { hashKey } from "./backends/hash-key.ts";
import type { Cache, CacheTtl } from "./cache.ts";

/** How pages are kept. */
export interface PageCacheOptions {
  /** What `forget` forgets together; middleware of one name and cache share their pages. @default "pages" */
  readonly name?: string | undefined;
  /** How long a page is kept. @default that of the cache */
  readonly ttl?: CacheTtl | undefined;
}

/** A middleware that keeps pages, for an app, a blueprint or a route. */
export interface PageCache {
  (request: Request, next: () => Response | Promise<Response>): Promise<Response>;
  /** Forgets all pages of its name; those that are being made are not kept either. */
  forget(): Promise<void>;
}

interface KeptPage {
  /** The name's stamp at the time; pages with another one are forgotten. */
  readonly stamp: string;
  /** Headers of the request that the answer depends on; the page is kept under their values then. */
  readonly vary: readonly string[];
  readonly page?: PageParts;
}

interface PageParts {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly isBinary: boolean;
  /** When it was made, in milliseconds. */
  readonly at: number;
}

/**
 * Keeps whole answers to GET, by their address, in a middleware.
 *
 * GET and HEAD are answered with what is kept, without the handler.
 *
 * Kept is what everybody may see: answers of 200 with text or bytes, without cookies, `Cache-Control: private`, `no-store` or
 * `no-cache`. A page is not kept where its handler, or middleware before it, looked at cookies, the session, the user, a token
 * against forgery or a nonce; nor where the request has `Authorization`. Where the answer has `Vary`, pages are kept for each
 * value of these headers. A page that is made from the client's address, or from what headers say without `Vary`, must not be
 * kept.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { createCache, pageCache } from "demijohn/cache";
 * const pages = pageCache(createCache("memory:"), { ttl: "10 minutes" });
 * const app = new App();
 * let made = 0;
 * app.get("/jars", { middleware: [pages] }, () => `Made ${++made} times.`);
 * await app.request("/jars");
 * console.log(await (await app.request("/jars")).text()); // Made 1 times.
 * await pages.forget();
 * console.log(await (await app.request("/jars")).text()); // Made 2 times.
 * ```
 */
export function pageCache(cache: Cache, { name = "pages", ttl }: PageCacheOptions = {}): PageCache {
  const stampKey = `page-stamp:${name}`;
  const options = ttl === undefined ? {} : { ttl };

  async function keepPages(request: Request, next: () => Response | Promise<Response>): Promise<Response> {
    const mayServe = request.method === "GET" || request.method === "HEAD";
    if (!mayServe || request.header("authorization") !== undefined) return next();
    const key = `page:${name}:${hashKey(request.url)}`;
    const found = await cache.getMany<string | KeptPage>([stampKey, key]);
    const stamp = (found.get(stampKey) as string | undefined) ?? (await newStamp());
    const entry = current(found.get(key) as KeptPage | undefined, stamp);
    const variant = entry === undefined || entry.vary.length === 0 ? entry : await findVariant(request, key, entry);
    if (variant?.page !== undefined) return responseOf(variant.page);
    const response = await next();
    const page = request.method === "GET" && !isPersonal(request) ? partsOf(response) : undefined;
    if (page === undefined) return response;
    const vary = varyOf(response);
    if (vary.length === 0) await cache.set(key, { stamp, vary, page }, options);
    else {
      await cache.set(variantKey(request, key, vary), { stamp, vary: [], page }, options);
      await cache.set(key, { stamp, vary }, options);
    }
    return response;
  }

  async function findVariant(request: Request, key: string, { vary, stamp }: KeptPage): Promise<KeptPage | undefined> {
    return current(await cache.get<KeptPage>(variantKey(request, key, vary)), stamp);
  }

  // One that got lost takes all pages with it: pages of an earlier stamp do not come back.
  async function newStamp(): Promise<string> {
    await cache.add(stampKey, crypto.randomUUID(), { ttl: null });
    return (await cache.get<string>(stampKey)) ?? "";
  }

  return Object.assign(keepPages, {
    forget: (): Promise<void> => cache.set(stampKey, crypto.randomUUID(), { ttl: null }),
  });
}

function current(entry: KeptPage | undefined, stamp: string): KeptPage | undefined {
  return entry?.stamp === stamp && stamp !== "" ? entry : undefined;
}

function variantKey(request: Request, key: string, vary: readonly string[]): string {
  return `${key}:${hashKey(JSON.stringify(vary.map((name) => request.header(name) ?? null)))}`;
}

// What belongs to one visitor or one answer.
const personalHeaders = ["cookie", "authorization", "*"];
const ownHeaders = new Set(["connection", "date", "age", "transfer-encoding"]);

function varyOf({ headers }: Response): string[] {
  const names = headers.getAll("vary").flatMap((line) => line.toLowerCase().split(","));
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))].sort();
}

// Undefined for what is not to be kept.
function partsOf(response: Response): PageParts | undefined {
  const { status, body, headers } = response;
  if (status !== 200 || !(typeof body === "string" || body instanceof Uint8Array)) return undefined;
  if (headers.has("set-cookie") || varyOf(response).some((name) => personalHeaders.includes(name))) return undefined;
  if (/\b(?:private|no-store|no-cache)\b/i.test(headers.getAll("cache-control").join())) return undefined;
  const kept = [...headers].filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const isBinary = typeof body !== "string";
  return { headers: kept, body: isBinary ? Buffer.from(body).toString("base64") : body, isBinary, at: Date.now() };
}

function responseOf({ headers, body, isBinary, at }: PageParts): Response {
  const response = new Response(isBinary ? Buffer.from(body, "base64") : body, { headers });
  // RFC 9111, section 5.1: a browser that keeps the page counts from when it was made.
  response.headers.set("Age", String(Math.max(0, Math.floor((Date.now() - at) / 1000))));
  return response;
}
