// Makes a request out of plain values, for `app.request` and the test client: no socket, no copying of the web's classes.

import { formatQueryString, HeaderMap, PayloadTooLarge, type RequestSource } from "#http";
import { flatHeaders } from "#http/internals";
import { SetupError } from "#kernel";

/** A request as a test writes it down. At most one of `body`, `json` and `form` is given. */
export interface RequestOptions {
  /** GET, or POST where there is a body. */
  readonly method?: string | undefined;
  readonly headers?: ConstructorParameters<typeof HeaderMap>[0];
  /** Sent as it is; a `FormData` as multipart, `URLSearchParams` urlencoded. */
  readonly body?: string | Uint8Array | FormData | URLSearchParams | AsyncIterable<Uint8Array> | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as an urlencoded form, or as multipart where a value is a `Blob` or `File`. */
  readonly form?: Readonly<Record<string, FormValue | readonly FormValue[]>> | undefined;
  /** Put behind the path. */
  readonly query?: QueryPairs | Readonly<Record<string, QueryValue | readonly QueryValue[]>> | undefined;
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  /** The client's address: 127.0.0.1. */
  readonly remoteAddress?: string | undefined;
}

/** A value of a test's form. */
export type FormValue = string | number | boolean | Blob;

/** A request that was never on a wire. */
export class MemorySource implements RequestSource {
  readonly method: string;
  readonly target: string;
  readonly encrypted: boolean;
  readonly peerAddress: string;
  readonly #headers: HeaderMap;
  readonly #body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly #controller: AbortController = new AbortController();

  private constructor(
    url: { target: string; encrypted: boolean },
    options: RequestOptions,
    body: EncodedBody,
    headers: HeaderMap,
  ) {
    this.target = url.target;
    this.encrypted = url.encrypted;
    this.method = (options.method ?? (body.bytes === undefined ? "GET" : "POST")).toUpperCase();
    this.peerAddress = options.remoteAddress ?? "127.0.0.1";
    this.#headers = headers;
    this.#body = body.bytes;
  }

  /** Makes a request for a path or a whole address. */
  static async make(target: string, options: RequestOptions = {}): Promise<MemorySource> {
    const headers = new HeaderMap(options.headers ?? []);
    const url = readTarget(target, options.query);
    if (!headers.has("host")) headers.set("Host", url.host);
    const body = await encodeBody(options);
    if (body.type !== undefined && !headers.has("content-type")) headers.set("Content-Type", body.type);
    if (body.bytes instanceof Uint8Array) headers.set("Content-Length", body.bytes.length);
    else if (body.bytes !== undefined && !headers.has("content-length")) headers.set("Transfer-Encoding", "chunked");
    const cookies = Object.entries(options.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.append("Cookie", cookies.join("; "));
    return new MemorySource(url, options, body, headers);
  }

  get hasBody(): boolean {
    return this.#body !== undefined && !(this.#body instanceof Uint8Array && this.#body.length === 0);
  }

  header(name: string): string | undefined {
    return this.#headers.get(name);
  }

  headerLines(): readonly string[] {
    return flatHeaders(this.#headers);
  }

  async collect(limit: number, timeout: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream(limit, timeout)) chunks.push(chunk);
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  async *stream(limit: number, _timeout: number): AsyncIterable<Uint8Array> {
    const chunks = this.#body === undefined ? [] : this.#body instanceof Uint8Array ? [this.#body] : this.#body;
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > limit)
        throw new PayloadTooLarge(undefined, { summary: `The request's body is larger than ${limit} bytes.` });
      yield chunk;
    }
  }

  signal(): AbortSignal {
    return this.#controller.signal;
  }
}

type QueryPairs = Parameters<typeof formatQueryString>[0];
type QueryValue = string | number | boolean | null | undefined;

function pairsOf(query: NonNullable<RequestOptions["query"]>): QueryPairs {
  if (Symbol.iterator in query) return query as QueryPairs;
  return Object.entries(query).flatMap(([name, value]) => {
    const values = (Array.isArray(value) ? value : [value]) as QueryValue[];
    return values.flatMap((one): [string, QueryValue][] => (one === undefined || one === null ? [] : [[name, one]]));
  });
}

/** The target with more pairs in its query, and without the fragment, which no client sends. */
export function addQuery(target: string, query: RequestOptions["query"]): string {
  const bare = target.replace(/#.*$/s, "");
  const added = query === undefined ? "" : formatQueryString(pairsOf(query));
  return added === "" ? bare : `${bare}${bare.includes("?") ? "&" : "?"}${added}`;
}

interface EncodedBody {
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly type: string | undefined;
}

function readTarget(
  target: string,
  query: RequestOptions["query"],
): { target: string; host: string; encrypted: boolean } {
  const isAbsolute = /^https?:\/\//i.test(target);
  if (!isAbsolute && !target.startsWith("/") && target !== "*") {
    throw new SetupError(
      "APP_BAD_TARGET",
      "A request goes to a path that begins with a slash, or to a whole address.",
      {
        wrote: `request(${JSON.stringify(target)})`,
        cure: `Write request("/${target}").`,
      },
    );
  }
  const end = isAbsolute ? target.indexOf("/", 8) : 0;
  const host = isAbsolute
    ? end < 0
      ? target.slice(target.indexOf("//") + 2)
      : target.slice(target.indexOf("//") + 2, end)
    : "localhost";
  const path = isAbsolute ? (end < 0 ? "/" : target.slice(end)) : target;
  // What a browser would send: no fragment, nothing but ASCII, no spaces.
  const sent = addQuery(path, query).replace(/[^\x21-\x7e]/gu, (character) =>
    encodeURIComponent(character.toWellFormed()),
  );
  return { target: sent, host, encrypted: /^https:/i.test(target) };
}

async function encodeBody({ body, json, form }: RequestOptions): Promise<EncodedBody> {
  if (json !== undefined) return { bytes: Buffer.from(JSON.stringify(json)), type: "application/json" };
  if (form !== undefined) return encodeForm(form);
  if (body === undefined) return { bytes: undefined, type: undefined };
  if (typeof body === "string") return { bytes: Buffer.from(body), type: undefined };
  if (body instanceof Uint8Array) return { bytes: body, type: undefined };
  if (body instanceof URLSearchParams)
    return { bytes: Buffer.from(body.toString()), type: "application/x-www-form-urlencoded" };
  return body instanceof FormData ? encodeMultipart(body) : { bytes: body, type: undefined };
}

async function encodeForm(form: NonNullable<RequestOptions["form"]>): Promise<EncodedBody> {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as [string, FormValue]),
  );
  if (pairs.some(([, value]) => value instanceof Blob)) {
    const data = new FormData();
    for (const [name, value] of pairs) data.append(name, value instanceof Blob ? value : String(value));
    return encodeMultipart(data);
  }
  const text = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { bytes: Buffer.from(text), type: "application/x-www-form-urlencoded" };
}

async function encodeMultipart(data: FormData): Promise<EncodedBody> {
  const encoded = new globalThis.Response(data);
  return { bytes: new Uint8Array(await encoded.arrayBuffer()), type: encoded.headers.get("content-type") ?? undefined };
}
