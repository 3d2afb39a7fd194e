// Answers with a file: conditional, in ranges, precompressed where the client can take it.
import type { Stats } from "node:fs";
import { parseEncodingAccept } from "../headers/accept.ts";
import { planPartial } from "../headers/conditional/byte-ranges.ts";
import { evaluateConditions, isRangeFresh, type ResourceState } from "../headers/conditional/conditions.ts";
import { quoteETag } from "../headers/conditional/etags.ts";
import { formatContentDisposition } from "../headers/content-disposition.ts";
import { formatHttpDate } from "../headers/http-date.ts";
import { NotFound, PreconditionFailed } from "../http-error.ts";
import type { Request } from "../request.ts";
import { bodyChunks, FileBody, Response } from "../response.ts";
import { contentTypeForFile } from "./media-type.ts";
import { safeJoin } from "./safe-join.ts";

/** How a file is sent. */
export interface FileOptions {
  /** The folder that the path must stay in; without it the path is the program's own and trusted. */
  readonly root?: string | undefined;
  /** By the file's ending if not given. */
  readonly contentType?: string | undefined;
  /** Saved by the browser instead of shown. */
  readonly attachment?: boolean | undefined;
  /** The name to save it under; the file's own if not given. */
  readonly downloadName?: string | undefined;
  /** Seconds that caches may keep it without asking; without it they ask each time. */
  readonly maxAge?: number | undefined;
  /** Never changes under this address: caches need not ask again. */
  readonly immutable?: boolean | undefined;
  /** Sends `name.br`, `name.zst` or `name.gz` beside the file where the client accepts it. */
  readonly precompressed?: boolean | undefined;
}

const codings = [
  ["br", ".br"],
  ["zstd", ".zst"],
  ["gzip", ".gz"],
] as const;

// A variant gets its file's time, which setting it may round down by a millisecond or two.
const timeSlack = 2;

interface Found {
  readonly path: string;
  readonly stats: Stats;
  readonly coding: string | undefined;
}

/**
 * Answers with a file (RFC 9110). It sends ETag and Last-Modified, and 304, 206 or 416 by the request's headers.
 *
 * A path that leads out of `root`, a folder and a missing file are all 404.
 *
 * @throws HttpError 404, 412 or 416.
 * @example
 * ```ts
 * import { App, file } from "demijohn";
 * const app = new App();
 * app.get("/reports/<path:name>", (request) => file(request, request.params.name, { root: "reports", attachment: true }));
 * console.log((await app.request("/reports/../secret.txt")).status); // 404
 * ```
 */
export async function file(
  request: Request<never> | Request,
  path: string,
  options: FileOptions = {},
): Promise<Response> {
  const full = options.root === undefined ? path : safeJoin(options.root, path);
  if (full === undefined || full.includes("\0")) throw new NotFound();
  const found = await findFile(request as Request, full, options);
  const { stats } = found;
  const version = `${Math.trunc(stats.mtimeMs).toString(16)}-${stats.size.toString(16)}${found.coding === undefined ? "" : `-${found.coding}`}`;
  const resource: ResourceState = { etag: { value: version, weak: false }, lastModified: stats.mtime };
  const headers = (request as Request).headers;
  const outcome = evaluateConditions(request.method, headers, resource);
  if (outcome === "failed") throw new PreconditionFailed();
  const response =
    outcome === "not-modified"
      ? new Response(null, { status: 304 })
      : sendFound(request as Request, found, full, options, resource);
  response.headers.set("ETag", quoteETag(version));
  response.headers.set("Last-Modified", formatHttpDate(stats.mtime));
  response.headers.set("Cache-Control", cacheControl(options));
  if (options.precompressed === true) response.vary("Accept-Encoding");
  return response;
}

function sendFound(
  request: Request,
  found: Found,
  full: string,
  options: FileOptions,
  resource: ResourceState,
): Response {
  const { size } = found.stats;
  const contentType = options.contentType ?? contentTypeForFile(full);
  const range =
    found.coding === undefined && request.method === "GET" && isRangeFresh(request.header("if-range"), resource)
      ? request.header("range")
      : undefined;
  const plan = planPartial(range, { length: size, contentType });
  let response: Response;
  if (plan === undefined) {
    response = new Response(new FileBody(found.path, 0, size), { headers: { "Content-Type": contentType } });
  } else {
    const [only] = plan.pieces;
    const body =
      plan.pieces.length === 1 && typeof only === "object"
        ? new FileBody(found.path, only.start, only.end - only.start)
        : pieces(found.path, plan.pieces);
    response = new Response(body, { status: 206, headers: plan.headers });
  }
  response.headers.set("Accept-Ranges", "bytes");
  if (found.coding !== undefined) response.headers.set("Content-Encoding", found.coding);
  if (options.attachment === true || options.downloadName !== undefined) {
    const name = options.downloadName ?? full.slice(full.lastIndexOf("/") + 1);
    response.headers.set(
      "Content-Disposition",
      formatContentDisposition(options.attachment === true ? "attachment" : "inline", name),
    );
  }
  return response;
}

async function* pieces(
  path: string,
  parts: readonly (string | { readonly start: number; readonly end: number })[],
): AsyncGenerator<string | Uint8Array> {
  for (const part of parts) {
    if (typeof part === "string") yield part;
    else yield* bodyChunks(new FileBody(path, part.start, part.end - part.start));
  }
}

async function findFile(request: Request, path: string, options: FileOptions): Promise<Found> {
  const stats = await statFile(path);
  if (stats === undefined) throw new NotFound();
  // A range is counted in the bytes of the plain file.
  if (options.precompressed === true && request.header("range") === undefined) {
    const accept = parseEncodingAccept(request.header("accept-encoding"));
    // The client's order; where it has none, the smallest first. A coding that it likes less than none is not sent.
    const least = accept.quality("identity");
    const wanted = codings
      .filter(([name]) => accept.provided && accept.quality(name) > 0 && accept.quality(name) >= least)
      .sort(([a], [b]) => accept.quality(b) - accept.quality(a));
    for (const [coding, ending] of wanted) {
      const variant = await statFile(path + ending);
      if (variant !== undefined && variant.mtimeMs >= stats.mtimeMs - timeSlack)
        return { path: path + ending, stats: variant, coding };
    }
  }
  return { path, stats, coding: undefined };
}

async function statFile(path: string): Promise<Stats | undefined> {
  try {
    const stats = await process.getBuiltinModule("node:fs").promises.stat(path);
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

function cacheControl({ immutable, maxAge }: FileOptions): string {
  if (immutable === true) return "public, max-age=31536000, immutable";
  return maxAge === undefined || maxAge <= 0 ? "no-cache" : `public, max-age=${Math.trunc(maxAge)}`;
}
