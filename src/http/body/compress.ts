// Makes middleware that compresses answers for clients that take it, with a random length against BREACH.
import { parseEncodingAccept } from "../headers/accept.ts";
import type { Request } from "../request.ts";
import { bodyChunks, FileBody, type Response } from "../response.ts";

type Next = () => Response | Promise<Response>;

/** What is compressed, and how. */
export interface CompressOptions {
  /** Encodings in order of preference: gzip alone if not given. Brotli answers cannot be given a random length. */
  readonly encodings?: readonly ("gzip" | "br")[] | undefined;
  /** Bytes from which text is compressed: 1024. Streams always are. */
  readonly threshold?: number | undefined;
  /** Whether a content type is worth it: text, JSON, XML, scripts and the like if not given. */
  readonly types?: ((contentType: string) => boolean) | undefined;
}

const worthy = /^(text\/(?!event-stream)|application\/([\w.+-]*\+)?(json|xml|javascript|wasm|manifest)|image\/svg)/i;
const longestPadding = 100;

/**
 * Compresses the answers that handlers make.
 *
 * Files of the site are compressed beforehand, by `demijohn static compress`.
 *
 * The gzip header carries a name of random length, so that the length of an answer tells nothing about a secret in it
 * (BREACH).
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { compress } from "demijohn/http";
 * const app = new App({ mode: "test" });
 * app.use(compress());
 * app.get("/", () => "plum ".repeat(1000));
 * const response = await app.request("/", { headers: { "Accept-Encoding": "gzip" } });
 * console.log(response.headers.get("content-encoding")); // gzip
 * ```
 */
export function compress(
  options: CompressOptions = {},
): (request: Request, next: Next) => Response | Promise<Response> {
  const { encodings = ["gzip"], threshold = 1024, types = (type) => worthy.test(type) } = options;
  const squeeze = (request: Request, response: Response): Response | Promise<Response> => {
    if (!isCompressible(response, threshold, types)) return response;
    response.vary("Accept-Encoding");
    const accepted = request.header("accept-encoding");
    const encoding =
      accepted === undefined ? undefined : parseEncodingAccept(accepted).bestMatch([...encodings, "identity"]);
    if (encoding === undefined || encoding === "identity") return response;
    describe(response, encoding);
    const { body } = response;
    if (typeof body === "string" || body instanceof Uint8Array) return compressWhole(response, body, encoding);
    response.body = compressStream(bodyChunks(body as Parameters<typeof bodyChunks>[0]), encoding);
    return response;
  };
  return function compress(request, next) {
    const response = next();
    return response instanceof Promise ? response.then((value) => squeeze(request, value)) : squeeze(request, response);
  };
}

function isCompressible(response: Response, threshold: number, types: (type: string) => boolean): boolean {
  const { status, body } = response;
  if (body === null || body instanceof FileBody || status === 204 || status === 206 || status === 304) return false;
  if ((typeof body === "string" || body instanceof Uint8Array) && body.length < threshold) return false;
  if (!types(response.contentType ?? "")) return false;
  const { headers } = response;
  return !headers.has("content-encoding") && !/no-transform/i.test(headers.get("cache-control") ?? "");
}

function describe({ headers }: Response, encoding: string): void {
  headers.set("Content-Encoding", encoding);
  headers.delete("content-length");
  const etag = headers.get("etag");
  // Other bytes of the same meaning (RFC 9110 section 8.8.3).
  if (etag !== undefined && !etag.startsWith("W/")) headers.set("ETag", `W/${etag}`);
}

async function compressWhole(
  response: Response,
  body: string | Uint8Array,
  encoding: "gzip" | "br",
): Promise<Response> {
  const zlib = process.getBuiltinModule("node:zlib");
  const { promisify } = process.getBuiltinModule("node:util");
  response.body =
    encoding === "br"
      ? await promisify(zlib.brotliCompress)(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } })
      : padGzip(await promisify(zlib.gzip)(body));
  return response;
}

async function* compressStream(chunks: AsyncIterable<Uint8Array>, encoding: "gzip" | "br"): AsyncGenerator<Uint8Array> {
  const zlib = process.getBuiltinModule("node:zlib");
  const { Readable, pipeline } = process.getBuiltinModule("node:stream");
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY } = zlib.constants;
  // Each chunk goes out at once, as it would without compression.
  const encoder =
    encoding === "br"
      ? zlib.createBrotliCompress({ flush: BROTLI_OPERATION_FLUSH, params: { [BROTLI_PARAM_QUALITY]: 4 } })
      : zlib.createGzip({ flush: Z_SYNC_FLUSH });
  // A failing source destroys the encoder, whose reader then throws.
  pipeline(Readable.from(chunks, { objectMode: false }), encoder, () => undefined);
  let isFirst = encoding === "gzip";
  for await (const chunk of encoder as AsyncIterable<Buffer>) {
    yield isFirst ? padGzip(chunk) : chunk;
    isFirst = false;
  }
}

// RFC 1952 section 2.3: behind ten bytes stands the file's name, if its flag is set.
function padGzip(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 10) return bytes;
  const length = process.getBuiltinModule("node:crypto").randomInt(longestPadding + 1);
  const head = Buffer.from(bytes.subarray(0, 10));
  head[3] = head[3]! | 0x08;
  return Buffer.concat([head, Buffer.alloc(length, 0x61), Buffer.from([0]), bytes.subarray(10)]);
}
