// Reads a request: turns a RequestSource into what a handler uses, each part parsed when it is first asked for.
import { SetupError } from "#kernel";
import type { ParsedForm } from "./body/form.ts";
import { defaultFormLimits, type FormLimits } from "./body/form-limits.ts";
import { parseJsonBytes } from "./body/json-body.ts";
import { type StandardSchema, validateBody } from "./body/standard-schema.ts";
import { decodeText } from "./body/text-decoding.ts";
import { type HeaderMap, headerMapFromFlat } from "./header-map.ts";
import { parseLanguageAccept, parseMimeAccept } from "./headers/accept.ts";
import { type Authorization, parseAuthorization } from "./headers/authorization.ts";
import { parseCookies } from "./headers/cookies.ts";
import { type HttpError, UnsupportedMediaType } from "./http-error.ts";
import type { MultiMap } from "./multi-map.ts";
import type { RequestSource } from "./request-source.ts";
import type { Response } from "./response.ts";
import { type Forwarded, type ForwardedCounts, type Peer, resolveForwarded } from "./urls/forwarded.ts";
import { percentDecode } from "./urls/percent.ts";
import { parseQueryString } from "./urls/query-string.ts";

declare global {
  namespace Demijohn {
    /** Merge into this to type what a battery adds to every request. */
    interface RequestExtensions {}
    /** Merge into this to type `request.state`. */
    interface RequestState {}
  }
}

/** How much a request may send, and how long it may take. Sizes in bytes, times in milliseconds. */
export interface RequestLimits extends FormLimits {
  readonly body: number;
  /** Time for the whole body to arrive: 60 s. */
  readonly bodyTime: number;
}

/** The limits where none are given. */
export const defaultRequestLimits: RequestLimits = { ...defaultFormLimits, bodyTime: 60_000 };

/** What the app lays down for all its requests. */
export interface RequestPolicy {
  readonly limits: RequestLimits;
  /** How many proxies are trusted to have set each kind of `X-Forwarded-*` header. */
  readonly trustedProxies: ForwardedCounts | undefined;
}

/** Changes a response before it is sent, for one request only. */
export type ResponseHook = (request: Request, response: Response) => Response | void | Promise<Response | void>;

/** Options of {@link Request.json}. */
export interface JsonOptions<Output> {
  /** A Standard Schema (zod, valibot, arktype …); what does not fit is answered with 422. */
  readonly schema?: StandardSchema<Output> | undefined;
  /** Read the body as JSON whatever its `Content-Type` says. */
  readonly force?: boolean | undefined;
}

// What is made of the request as it is asked for. A request that nobody asks stays so small that making it costs little.
class Kept {
  error: unknown = undefined;
  routingOutcome: HttpError | Response | undefined = undefined;
  query: MultiMap | undefined = undefined;
  cookies: MultiMap | undefined = undefined;
  headers: HeaderMap | undefined = undefined;
  state: Demijohn.RequestState | undefined = undefined;
  forwarded: Forwarded | undefined = undefined;
  address: string | undefined = undefined;
  bytes: Promise<Uint8Array> | undefined = undefined;
  form: Promise<ParsedForm> | undefined = undefined;
  limits: RequestLimits | undefined = undefined;
  streamed = false;
  responseHooks: ResponseHook[] | undefined = undefined;
  slots: unknown[] | undefined = undefined;
  lateResponse: Response | undefined = undefined;
  isPersonal = false;
}

/** The last response that came of a request after a promise; for the app alone, which ties closers to it. */
export let lateResponseOf: (request: Request<unknown>) => Response | undefined;

/** Notes the response that {@link lateResponseOf} gives. */
export let noteLateResponse: (request: Request<unknown>, response: Response) => Response;

/** Whether the answer depends on who asks: cookies, a session, a token or a nonce were looked at. */
export let isPersonal: (request: Request<unknown>) => boolean;

/** Notes that the answer depends on who asks, so that nobody else is given it. */
export let notePersonal: (request: Request<unknown>) => void;

/** The values of a request's slots, if any were kept. For slots alone. */
export let findSlots: (request: Request<unknown>) => readonly unknown[] | undefined;

/** The values of a request's slots, with places for `count` of them where they are new. For slots alone. */
export let makeSlots: (request: Request<unknown>, count: number) => unknown[];

const noParams: Readonly<Record<string, never>> = Object.freeze(Object.create(null) as Record<string, never>);
const defaultPolicy: RequestPolicy = { limits: defaultRequestLimits, trustedProxies: undefined };

/** What batteries add, by declaration merging on `Demijohn.RequestExtensions`. */
// biome-ignore lint/correctness/noUnusedVariables: both declarations of a merged class must have the same parameters
export interface Request<Params = Readonly<Record<string, unknown>>> extends Demijohn.RequestExtensions {}

/**
 * A request as handlers see it. `Params` comes from the route's pattern.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * const app = new App();
 * app.get("/search", ({ query }) => ({ q: query.get("q"), page: query.get("page", { type: "int", default: 1 }) }));
 * console.log(await (await app.request("/search?q=cork")).text()); // {"q":"cork","page":1}
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: batteries really add these properties, in App.extendRequest
export class Request<Params = Readonly<Record<string, unknown>>> {
  /** The parameters of the matched route, converted. */
  params: Params = noParams as Params;
  /** True once no middleware stands between the request and its hooks and handler; set by the app. */
  reachedCore: boolean = false;
  readonly #source: RequestSource;
  readonly #policy: RequestPolicy;
  #path: string | undefined;
  #kept: Kept | undefined;

  constructor(source: RequestSource, policy: RequestPolicy = defaultPolicy) {
    this.#source = source;
    this.#policy = policy;
  }

  get #keep(): Kept {
    this.#kept ??= new Kept();
    return this.#kept;
  }

  get #limits(): RequestLimits {
    return this.#kept?.limits ?? this.#policy.limits;
  }

  /** What the handler threw, once something did. */
  get error(): unknown {
    return this.#kept?.error;
  }
  set error(error: unknown) {
    this.#keep.error = error;
  }

  /** What stands for a handler where no route matched: a response, or the error to throw. */
  get routingOutcome(): HttpError | Response | undefined {
    return this.#kept?.routingOutcome;
  }
  set routingOutcome(outcome: HttpError | Response | undefined) {
    this.#keep.routingOutcome = outcome;
  }

  /** The method in upper case. */
  get method(): string {
    return this.#source.method;
  }

  /** The request target as sent: path and query, still percent-encoded. */
  get target(): string {
    return this.#source.target;
  }

  /** The path as sent, percent-encoded, without the query. */
  get rawPath(): string {
    return splitTarget(this.#source.target).path;
  }

  /** The decoded path: `/jars/red wine`. */
  get path(): string {
    if (this.#path === undefined) {
      const raw = splitTarget(this.#source.target).path;
      this.#path = raw.includes("%") ? percentDecode(raw) : raw;
    }
    return this.#path;
  }

  /** The query string as sent, without the question mark. */
  get queryString(): string {
    return splitTarget(this.#source.target).query;
  }

  /** The query's parameters. @throws HttpError when there are more than 1000. */
  get query(): MultiMap {
    const kept = this.#keep;
    kept.query ??= parseQueryString(this.queryString);
    return kept.query;
  }

  /** The decoded path, and the query if there is one. */
  get fullPath(): string {
    const query = this.queryString;
    return query === "" ? this.path : `${this.path}?${query}`;
  }

  /** All headers, as sent. */
  get headers(): HeaderMap {
    const kept = this.#keep;
    kept.headers ??= headerMapFromFlat([...this.#source.headerLines()]);
    return kept.headers;
  }

  /** One header by its lower-case name: faster than `headers.get` for a single one. */
  header(name: string): string | undefined {
    return this.#source.header(name);
  }

  /** The cookies that the client sent. */
  get cookies(): MultiMap {
    const kept = this.#keep;
    kept.isPersonal = true;
    kept.cookies ??= parseCookies(this.#source.header("cookie"));
    return kept.cookies;
  }

  /** The `Content-Type` without its parameters, in lower case; empty when there is none. */
  get mediaType(): string {
    const type = this.#source.header("content-type");
    if (type === undefined) return "";
    const end = type.indexOf(";");
    return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
  }

  /** True for `application/json` and the types that end in `+json`. */
  get isJson(): boolean {
    return isJsonType(this.mediaType);
  }

  /** The client's preference among media types, by its `Accept` header; undefined if none will do. */
  accepts(...types: readonly string[]): string | undefined {
    const accept = this.#source.header("accept");
    return accept === undefined ? types[0] : (parseMimeAccept(accept).bestMatch(types) ?? undefined);
  }

  /** The client's preference among languages, by its `Accept-Language` header; undefined if none will do. */
  acceptsLanguages(...languages: readonly string[]): string | undefined {
    const accept = this.#source.header("accept-language");
    return accept === undefined ? languages[0] : (parseLanguageAccept(accept).bestMatch(languages) ?? undefined);
  }

  /** The parsed `Authorization` header. */
  get authorization(): Authorization | undefined {
    return parseAuthorization(this.#source.header("authorization")) ?? undefined;
  }

  /** `http` or `https`; what trusted proxies say goes first. */
  get scheme(): string {
    return this.#forwarded?.scheme ?? schemeOf(this.#source);
  }

  /** True on TLS. */
  get secure(): boolean {
    return this.scheme === "https";
  }

  /** The host as the client wrote it, with a port that is not the scheme's own; empty when it sent none. */
  get host(): string {
    const forwarded = this.#forwarded;
    if (forwarded !== undefined) return withoutDefaultPort(forwarded.host ?? "", forwarded.scheme);
    return withoutDefaultPort(this.#source.header("host") ?? "", schemeOf(this.#source));
  }

  /** The client's address; behind trusted proxies the one they saw. Empty where there is no socket. */
  get remoteAddress(): string {
    const kept = this.#keep;
    // Kept, for those who ask again when the connection has gone.
    kept.address ??= (this.#forwarded ?? { address: this.#source.peerAddress }).address ?? "";
    return kept.address;
  }

  /** The path under which a trusted proxy serves the app, by `X-Forwarded-Prefix`; empty at the root. */
  get basePath(): string {
    return this.#forwarded?.prefix ?? "";
  }

  /** Scheme and host: `https://example.org`. */
  get origin(): string {
    return `${this.scheme}://${this.host}`;
  }

  /** The whole address, query included, as sent. */
  get url(): string {
    const { path, query } = splitTarget(this.#source.target);
    return `${this.origin}${this.basePath}${path}${query === "" ? "" : `?${query}`}`;
  }

  /** The page that the client came from, if it says so. */
  get referrer(): string | undefined {
    return this.#source.header("referer");
  }

  /** The `User-Agent` header. */
  get userAgent(): string | undefined {
    return this.#source.header("user-agent");
  }

  /** The peer's address and whether it is TLS, without what proxies say. */
  get peer(): { readonly address: string; readonly encrypted: boolean } {
    return { address: this.#source.peerAddress ?? "", encrypted: this.#source.encrypted };
  }

  /** Values that live as long as the request; type them by merging into `Demijohn.RequestState`. */
  get state(): Demijohn.RequestState {
    const kept = this.#keep;
    kept.state ??= {};
    return kept.state;
  }

  /** Aborted when the client goes away before the response was sent whole. */
  get signal(): AbortSignal {
    return this.#source.signal();
  }

  /** Changes the limits for this request alone, before its body is read. */
  limit(limits: Partial<RequestLimits>): this {
    this.#keep.limits = { ...this.#limits, ...limits };
    return this;
  }

  /** Changes the response to this request, before the hooks declared with `after`. */
  onResponse(hook: ResponseHook): this {
    const kept = this.#keep;
    kept.responseHooks ??= [];
    kept.responseHooks.push(hook);
    return this;
  }

  /** Hands over the hooks of {@link onResponse}, once; for the app. */
  takeResponseHooks(): readonly ResponseHook[] | undefined {
    const kept = this.#kept;
    const hooks = kept?.responseHooks;
    if (hooks !== undefined) kept!.responseHooks = undefined;
    return hooks;
  }

  /** True when the message has a body. */
  get hasBody(): boolean {
    return this.#source.hasBody;
  }

  /**
   * The body as bytes; read once, then kept.
   * @throws HttpError 413 above the limit, 408 when it does not arrive in time.
   */
  bytes(): Promise<Uint8Array> {
    const kept = this.#keep;
    if (kept.bytes === undefined) {
      if (kept.streamed) throw bodyStreamed();
      const limits = this.#limits;
      kept.bytes = this.#source.collect(limits.body, limits.bodyTime);
    }
    return kept.bytes;
  }

  /** The body as text, in the charset of its `Content-Type`, else UTF-8. */
  async text(): Promise<string> {
    return decodeText(await this.bytes(), charsetOf(this.#source.header("content-type")));
  }

  /**
   * The body parsed as JSON, and checked with `schema` if there is one.
   * @throws HttpError 415 for another content type, 400 for what is not JSON, 422 (`InvalidBody`) for what the schema refuses.
   */
  json<Output = unknown>(options: JsonOptions<Output> = {}): Promise<Output> {
    const type = this.#source.header("content-type");
    const isPlain = type === "application/json";
    if (!isPlain && options.force !== true && !this.isJson) return Promise.reject(notJson(this.mediaType));
    const { schema } = options;
    return this.bytes().then((bytes) => {
      const value = parseJsonBytes(bytes, isPlain ? undefined : charsetOf(type));
      return schema === undefined ? (value as Output) : validateBody(schema, value);
    });
  }

  /**
   * The fields and files of a form, urlencoded or multipart; empty for other bodies. Files are gone when the request ends,
   * unless they were saved.
   * @throws HttpError 400 for a malformed body, 413 above a limit.
   */
  form(): Promise<ParsedForm> {
    const kept = this.#keep;
    kept.form ??= this.#parseForm();
    return kept.form;
  }

  async #parseForm(): Promise<ParsedForm> {
    const type = this.#source.header("content-type");
    const limits = this.#limits;
    const { parseForm } = await import("./body/form.ts");
    const announced = this.#source.header("content-length");
    const form = await parseForm(this.#keep.bytes === undefined ? this.stream() : [await this.#keep.bytes], type, {
      ...limits,
      // Its source keeps the time, and ends the connection with it.
      bodyTime: undefined,
      contentLength: announced === undefined ? undefined : Number(announced),
    });
    if (form.files.size > 0) this.onResponse((_request, response) => void response.onClose(() => form.cleanup()));
    return form;
  }

  /** The body chunk by chunk, within the same limits; it can be read once, and not after the other ways. */
  stream(): AsyncIterable<Uint8Array> {
    const kept = this.#keep;
    if (kept.streamed || kept.bytes !== undefined) throw bodyStreamed();
    kept.streamed = true;
    const limits = this.#limits;
    return this.#source.stream(limits.body, limits.bodyTime);
  }

  // Doors for neighbours, which are not public.
  static {
    lateResponseOf = (request) => request.#kept?.lateResponse;
    noteLateResponse = (request, response) => (request.#keep.lateResponse = response);
    isPersonal = (request) => request.#kept?.isPersonal === true;
    notePersonal = (request) => void (request.#keep.isPersonal = true);
    findSlots = (request) => request.#kept?.slots;
    makeSlots = (request, count) => (request.#keep.slots ??= new Array<unknown>(count));
  }

  // What trusted proxies say of where the request came from and to; undefined where none is trusted.
  get #forwarded(): Forwarded | undefined {
    const { trustedProxies } = this.#policy;
    if (trustedProxies === undefined) return undefined;
    const kept = this.#keep;
    if (kept.forwarded === undefined) {
      const source = this.#source;
      const direct: Peer = { scheme: schemeOf(source), host: source.header("host"), address: source.peerAddress };
      kept.forwarded = resolveForwarded({ get: (name) => source.header(name) }, direct, trustedProxies);
    }
    return kept.forwarded;
  }
}

/** Splits a request target into path and query. A target in absolute form loses scheme and host. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  let start = 0;
  if (target.charCodeAt(0) !== 47) {
    const scheme = target.indexOf("://");
    if (scheme > 0) {
      start = target.indexOf("/", scheme + 3);
      const question = target.indexOf("?", scheme + 3);
      if (start < 0 || (question >= 0 && question < start))
        return { path: "/", query: question < 0 ? "" : withoutFragment(target.slice(question + 1)) };
    }
  }
  const question = target.indexOf("?", start);
  if (question < 0) return { path: withoutFragment(start === 0 ? target : target.slice(start)), query: "" };
  return { path: target.slice(start, question), query: withoutFragment(target.slice(question + 1)) };
}

function withoutFragment(text: string): string {
  const hash = text.indexOf("#");
  return hash < 0 ? text : text.slice(0, hash);
}

function schemeOf(source: RequestSource): "http" | "https" {
  return source.encrypted ? "https" : "http";
}

function withoutDefaultPort(host: string, scheme: string): string {
  if (scheme === "http" && host.endsWith(":80")) return host.slice(0, -3);
  return scheme === "https" && host.endsWith(":443") ? host.slice(0, -4) : host;
}

function isJsonType(type: string): boolean {
  return type === "application/json" || (type.endsWith("+json") && type.startsWith("application/"));
}

function charsetOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  const at = contentType.toLowerCase().indexOf("charset=");
  if (at < 0) return undefined;
  const value = contentType.slice(at + 8).trim();
  if (value.startsWith('"')) return value.slice(1, Math.max(1, value.indexOf('"', 1)));
  const end = value.search(/[;\s]/);
  return end < 0 ? value : value.slice(0, end);
}

function notJson(mediaType: string): UnsupportedMediaType {
  return new UnsupportedMediaType("The request's body is not JSON.", {
    wrote: `Content-Type: ${mediaType === "" ? "(none)" : mediaType}`,
    cure: "Send Content-Type: application/json, or read the body with request.json({ force: true }).",
  });
}

function bodyStreamed(): SetupError {
  return new SetupError(
    "HTTP_BODY_READ_TWICE",
    "The request's body was read as a stream already, or is being read another way.",
    {
      cure: "Read it once: with bytes(), text(), json() or form(), which keep it, or with stream(), which does not.",
    },
  );
}
