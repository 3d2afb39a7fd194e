// Holds a response: status, headers and body as data, until a server writes it out.
import { quoteValue, SetupError } from "#kernel";
import { HeaderMap, type HeadersInit } from "./header-map.ts";
import { type CookieOptions, dumpCookie } from "./headers/cookies.ts";
import { addVary, joined, noHeaders, type SharedHeaders, varying } from "./headers/shared-headers.ts";

/** A part of a file, sent by the server without passing through memory whole. */
export class FileBody {
  readonly path: string;
  /** First byte. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
  constructor(path: string, start: number, length: number) {
    this.path = path;
    this.start = start;
    this.length = length;
  }
}

/** What a response can carry. Streams are sent chunk by chunk; text chunks are UTF-8. */
export type ResponseBody =
  | string
  | Uint8Array
  | FileBody
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>
  | null;

/** Options of a {@link Response} and of the helpers that make one. */
export interface ResponseOptions {
  /** 200 if not given. */
  readonly status?: number | undefined;
  readonly headers?: HeadersInit | undefined;
}

const noOptions: ResponseOptions = Object.freeze({});

let readPlainType: (response: Response) => string | undefined | null;
let readClosers: (response: Response) => readonly (() => void | Promise<void>)[] | undefined;
let readShared: (response: Response) => SharedHeaders | undefined;

/**
 * An HTTP response: what every handler's result becomes.
 *
 * @example
 * ```ts
 * import { Response } from "demijohn";
 * const response = new Response("Poured.", { status: 201, headers: { "X-Jar": "7" } });
 * response.setCookie("jar", "7", { maxAge: 3600 });
 * console.log(response.status); // 201
 * ```
 */
export class Response {
  status: number;
  body: ResponseBody;
  #type: string | undefined;
  #headers: HeaderMap | undefined;
  // Waits beside #type until somebody asks for the header map, which takes it in.
  #shared: SharedHeaders | undefined;
  #closers: (() => void | Promise<void>)[] | undefined;

  /**
   * @param body text is sent as `text/html; charset=utf-8`, bytes as `application/octet-stream`, unless the headers say otherwise.
   * @throws SetupError for a status that is no integer from 200 to 599.
   */
  constructor(body: ResponseBody = null, options: ResponseOptions = noOptions) {
    const status = options.status ?? 200;
    if (!(status >= 200 && status <= 599) || status % 1 !== 0) throw invalidStatus(status);
    this.status = status;
    this.body = body;
    this.#type =
      typeof body === "string" ? "text/html; charset=utf-8" : body === null ? undefined : "application/octet-stream";
    if (options.headers !== undefined) {
      const headers = HeaderMap.from(options.headers);
      if (this.#type !== undefined && !headers.has("content-type")) headers.append("Content-Type", this.#type);
      this.#headers = headers;
    }
  }

  /** Makes a response of a known content type without touching a header map: the fast way, for the helpers of this room. */
  static typed(body: ResponseBody, contentType: string, options?: ResponseOptions): Response {
    const response = new Response(body, options);
    response.contentType = contentType;
    return response;
  }

  /** The headers, case-insensitive and in order. */
  get headers(): HeaderMap {
    if (this.#headers === undefined) {
      this.#headers = new HeaderMap();
      if (this.#type !== undefined) this.#headers.append("Content-Type", this.#type);
      if (this.#shared !== undefined) this.#takeIn(this.#shared);
    }
    return this.#headers;
  }

  /** Adds headers that many responses share, but for those that this one has itself; free of cost for a plain text. */
  share(shared: SharedHeaders): this {
    if (this.#headers !== undefined) shared.addTo(this.#headers);
    else this.#shared = this.#shared === undefined ? shared : joined(this.#shared, shared);
    return this;
  }

  #takeIn(shared: SharedHeaders): void {
    this.#shared = undefined;
    shared.addTo(this.#headers!);
  }

  /** The `Content-Type` header. */
  get contentType(): string | undefined {
    return this.#headers === undefined ? this.#type : (this.#headers.get("content-type") ?? undefined);
  }
  set contentType(value: string | undefined) {
    if (this.#headers === undefined) this.#type = value;
    else if (value === undefined) this.#headers.delete("content-type");
    else this.#headers.set("Content-Type", value);
  }

  /** True for 200 to 299. */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** True when the length of the body is not known before it is sent. */
  get isStreamed(): boolean {
    const { body } = this;
    return typeof body === "object" && body !== null && !(body instanceof Uint8Array) && !(body instanceof FileBody);
  }

  /**
   * Adds a `Set-Cookie` header (RFC 6265bis).
   * @throws HttpError-free: a DemijohnError for a name or attribute that no cookie can have.
   */
  setCookie(name: string, value: string, options?: CookieOptions): this {
    this.headers.append("Set-Cookie", dumpCookie(name, value, options));
    return this;
  }

  /** Makes the browser drop a cookie; path, domain and the other attributes must be those it was set with. */
  deleteCookie(name: string, options?: Omit<CookieOptions, "maxAge" | "expires">): this {
    return this.setCookie(name, "", { ...options, maxAge: 0, expires: new Date(0) });
  }

  /** Adds field names to `Vary`, each once. */
  vary(...names: readonly string[]): this {
    // Without a header map the answer can be sent in one write; what a session asks for makes none.
    const shared =
      this.#headers === undefined && names.length === 1 ? varying(this.#shared ?? noHeaders, names[0]!) : undefined;
    if (shared === undefined) addVary(this.headers, names);
    else this.#shared = shared;
    return this;
  }

  /** Runs `close` when the response was sent or given up, errors included; several run in the order they were added. */
  onClose(close: () => void | Promise<void>): this {
    this.#closers ??= [];
    this.#closers.push(close);
    return this;
  }

  /** The body as text, streams gathered: for tests and middleware, not for large bodies. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** The body parsed as JSON. */
  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  /** The body as bytes; a stream is read to its end and replaced by them. */
  async bytes(): Promise<Uint8Array> {
    const { body } = this;
    if (body === null) return new Uint8Array();
    if (typeof body === "string") return new TextEncoder().encode(body);
    if (body instanceof Uint8Array) return body;
    const chunks: Uint8Array[] = [];
    for await (const chunk of bodyChunks(body)) chunks.push(chunk);
    const bytes = concatBytes(chunks);
    this.body = bytes;
    return bytes;
  }

  // Doors for the server's fast path, which are not public.
  static {
    readPlainType = (response) => (response.#headers === undefined ? response.#type : null);
    readClosers = (response) => response.#closers;
    readShared = (response) => response.#shared;
  }
}

/** The content type while nobody has asked for the header map; null once there is one. */
export function plainTypeOf(response: Response): string | undefined | null {
  return readPlainType(response);
}

/** The shared headers that wait for a header map; undefined once there is one. */
export function sharedHeadersOf(response: Response): SharedHeaders | undefined {
  return readShared(response);
}

/** The callbacks of `onClose`. */
export function closersOf(response: Response): readonly (() => void | Promise<void>)[] | undefined {
  return readClosers(response);
}

/** Yields a body's chunks as bytes, whatever kind of stream it is. */
export async function* bodyChunks(
  body: Exclude<ResponseBody, string | Uint8Array | null>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  if (body instanceof FileBody) {
    if (body.length === 0) return;
    const fs = process.getBuiltinModule("node:fs");
    const stream = fs.createReadStream(body.path, { start: body.start, end: body.start + body.length - 1 });
    yield* stream as AsyncIterable<Uint8Array>;
    return;
  }
  for await (const chunk of body as AsyncIterable<string | Uint8Array>) {
    yield typeof chunk === "string" ? encoder.encode(chunk) : chunk;
  }
}

function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function invalidStatus(status: unknown): SetupError {
  return new SetupError("HTTP_INVALID_STATUS", "A response status is an integer from 200 to 599.", {
    wrote: `status: ${String(status)}`,
    cure: 'Write for example new Response("Created.", { status: 201 }).',
  });
}

/** Sends text as it is: `text/plain; charset=utf-8`. */
export function text(body: string, options?: ResponseOptions): Response {
  return Response.typed(body, "text/plain; charset=utf-8", options);
}

/** Sends a value as JSON (RFC 8259). `space` indents it. */
export function json(value: unknown, options?: ResponseOptions & { readonly space?: number }): Response {
  const body = JSON.stringify(value, null, options?.space);
  if (body === undefined) {
    throw new SetupError("HTTP_NOT_JSON", "The value has no JSON form: it is undefined, a function or a symbol.", {
      cure: "Return json(null) for an empty value.",
    });
  }
  return Response.typed(body, "application/json", options);
}

/**
 * Sends the client to another address: 303, so that a POST is followed by a GET.
 * @throws SetupError for a status that is no redirect.
 */
export function redirect(location: string, status = 303, options?: Omit<ResponseOptions, "status">): Response {
  if (![301, 302, 303, 307, 308].includes(status)) {
    throw new SetupError("HTTP_NOT_A_REDIRECT", "A redirect's status is 301, 302, 303, 307 or 308.", {
      wrote: `redirect(${quoteValue(location)}, ${status})`,
      cure: "Leave the status out for 303, or use 308 for an address that moved for good.",
    });
  }
  const response = new Response(null, { ...options, status });
  response.headers.set("Location", toAscii(location));
  return response;
}

// A location is a URI: what is not ASCII in it, or breaks a line, is percent-encoded.
function toAscii(location: string): string {
  return location.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.toWellFormed()));
}
