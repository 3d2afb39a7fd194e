// Defines the errors that are answers: one class for each HTTP error status, and short ways to make and throw them.
import { DemijohnError, type ErrorDetails, quoteValue } from "#kernel";
import { STATUS_TEXT } from "./status-text.ts";

/** What may be said about an HTTP error besides its text. */
export interface HttpErrorOptions extends ErrorDetails {
  /** Header lines that the answer carries. */
  readonly headers?: readonly (readonly [string, string])[] | undefined;
  /** A permanent code that is narrower than the status's own. */
  readonly code?: string | undefined;
  /** What happened, for developers and logs only, where the public text must not say it. */
  readonly summary?: string | undefined;
}

/** The options of {@link Unauthorized}. */
export interface UnauthorizedOptions extends HttpErrorOptions {
  /** Values for `WWW-Authenticate`: text, or what has a `toString` that gives it. */
  readonly challenges?: readonly (string | { toString(): string })[] | undefined;
}

/** The options of {@link TooManyRequests} and {@link ServiceUnavailable}. */
export interface RetryOptions extends HttpErrorOptions {
  /** Seconds from now, or an instant. */
  readonly retryAfter?: number | Date | undefined;
}

// Status → permanent code and the text that a visitor may read.
const statusFacts: Readonly<Record<number, readonly [code: string, text: string]>> = {
  400: ["HTTP_BAD_REQUEST", "The request is not in a form that this server understands."],
  401: ["HTTP_UNAUTHORIZED", "You are not signed in, or the credentials are wrong."],
  403: ["HTTP_FORBIDDEN", "You do not have permission to see this."],
  404: ["HTTP_NOT_FOUND", "There is nothing at this address."],
  405: ["HTTP_METHOD_NOT_ALLOWED", "This address does not answer that method."],
  406: ["HTTP_NOT_ACCEPTABLE", "This resource cannot be given in any form that the request accepts."],
  408: ["HTTP_REQUEST_TIMEOUT", "The request took too long to arrive."],
  409: ["HTTP_CONFLICT", "The request conflicts with the present state of the resource."],
  410: ["HTTP_GONE", "This was removed and will not come back."],
  411: ["HTTP_LENGTH_REQUIRED", "The request needs a Content-Length header."],
  412: ["HTTP_PRECONDITION_FAILED", "A condition in the request's headers does not hold."],
  413: ["HTTP_PAYLOAD_TOO_LARGE", "The request's body is larger than this server accepts."],
  414: ["HTTP_URI_TOO_LONG", "The address is longer than this server accepts."],
  415: ["HTTP_UNSUPPORTED_MEDIA_TYPE", "The request's body is of a type that this resource does not take."],
  416: ["HTTP_RANGE_NOT_SATISFIABLE", "The range asked for lies outside the resource."],
  417: ["HTTP_EXPECTATION_FAILED", "The server cannot meet the request's Expect header."],
  418: ["HTTP_IM_A_TEAPOT", "This server is a teapot, not a coffee machine."],
  421: ["HTTP_MISDIRECTED_REQUEST", "This server does not answer for the host that the request names."],
  422: ["HTTP_UNPROCESSABLE_CONTENT", "The request was understood, but its content is not valid."],
  423: ["HTTP_LOCKED", "The resource is locked."],
  424: ["HTTP_FAILED_DEPENDENCY", "The request depended on another action that failed."],
  428: ["HTTP_PRECONDITION_REQUIRED", "The request must be conditional; send If-Match or If-Unmodified-Since."],
  429: ["HTTP_TOO_MANY_REQUESTS", "Too many requests; wait a while and try again."],
  431: ["HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE", "The request's headers are larger than this server accepts."],
  451: ["HTTP_UNAVAILABLE_FOR_LEGAL_REASONS", "This is not available for legal reasons."],
  500: ["HTTP_INTERNAL_SERVER_ERROR", "The server met an unexpected fault and could not answer."],
  501: ["HTTP_NOT_IMPLEMENTED", "The server does not know this request method."],
  502: ["HTTP_BAD_GATEWAY", "A server behind this one gave an answer that is not valid."],
  503: ["HTTP_SERVICE_UNAVAILABLE", "The server cannot answer for the moment; try again later."],
  504: ["HTTP_GATEWAY_TIMEOUT", "A server behind this one did not answer in time."],
  505: ["HTTP_VERSION_NOT_SUPPORTED", "The server does not speak this version of HTTP."],
};

/**
 * An error that is the answer to a request. It has a status, headers, and a text that is safe to show.
 *
 * Throw it, or return it, from a handler. The subclasses are named for their status.
 *
 * @throws DemijohnError `HTTP_NOT_AN_ERROR_STATUS` when the status is not within 400–599.
 * @example
 * ```ts
 * import { HttpError } from "demijohn/http";
 * const error = new HttpError(402, "Pay for the jar first.");
 * console.log(error.status, error.phrase, error.publicText); // 402 Payment Required Pay for the jar first.
 * ```
 */
export class HttpError extends DemijohnError {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Safe to show in production. */
  readonly publicText: string;

  constructor(status: number, text?: string, options: HttpErrorOptions = {}) {
    const facts = statusFacts[status];
    const publicText = text ?? facts?.[1] ?? STATUS_TEXT[status] ?? `The answer is ${status}.`;
    const { code, headers, summary, ...details } = options;
    super(code ?? facts?.[0] ?? "HTTP_ERROR", summary ?? publicText, details);
    if (!Number.isInteger(status) || status < 400 || status > 599) throw notAnErrorStatus(status);
    this.status = status;
    this.publicText = publicText;
    this.headers = headers ?? [];
  }

  /** The reason phrase of the status, such as `Not Found`. */
  get phrase(): string {
    return STATUS_TEXT[this.status] ?? "Unknown Error";
  }
}

function notAnErrorStatus(status: number): DemijohnError {
  return new DemijohnError("HTTP_NOT_AN_ERROR_STATUS", `${quoteValue(status)} is not the status of an error.`, {
    facts: ["The statuses of errors are 400 to 599."],
    cure: "For another answer return a response: return text(body, { status: 204 }).",
  });
}

function withRetryAfter(options: RetryOptions): HttpErrorOptions {
  const { retryAfter, ...rest } = options;
  if (retryAfter === undefined) return rest;
  const value = typeof retryAfter === "number" ? String(Math.max(0, Math.ceil(retryAfter))) : retryAfter.toUTCString();
  return { ...rest, headers: [["Retry-After", value], ...(rest.headers ?? [])] };
}

/** 400: the request is malformed or misses something. */
export class BadRequest extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(400, text, options);
  }
}

/**
 * 401: who is asking is not known. Each challenge becomes a `WWW-Authenticate` header (RFC 9110 section 11.6.1).
 *
 * @example
 * ```ts
 * import { Unauthorized } from "demijohn/http";
 * const error = new Unauthorized("Sign in first.", { challenges: ['Basic realm="jars"'] });
 * console.log(error.status, error.headers); // 401 [["WWW-Authenticate", 'Basic realm="jars"']]
 * ```
 */
export class Unauthorized extends HttpError {
  constructor(text?: string, options: UnauthorizedOptions = {}) {
    const { challenges = [], headers = [], ...rest } = options;
    const lines = challenges.map((challenge) => ["WWW-Authenticate", String(challenge)] as const);
    super(401, text, { ...rest, headers: [...lines, ...headers] });
  }
}

/** 403: who is asking may not do this. */
export class Forbidden extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(403, text, options);
  }
}

/** 404: nothing is here, or nobody may know that something is. */
export class NotFound extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(404, text, options);
  }
}

/** 405: the address exists, but not for this method. `allow` becomes the `Allow` header (RFC 9110 section 10.2.1). */
export class MethodNotAllowed extends HttpError {
  readonly allow: readonly string[];
  constructor(allow: readonly string[] = [], text?: string, options: HttpErrorOptions = {}) {
    super(405, text, { ...options, headers: [["Allow", allow.join(", ")], ...(options.headers ?? [])] });
    this.allow = allow;
  }
}

/** 406: this resource cannot be given in any form that the request accepts. */
export class NotAcceptable extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(406, text, options);
  }
}

/** 408: the request took too long to arrive. */
export class RequestTimeout extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(408, text, options);
  }
}

/** 409: the request conflicts with the present state of the resource. */
export class Conflict extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(409, text, options);
  }
}

/** 410: this was removed and will not come back. */
export class Gone extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(410, text, options);
  }
}

/** 411: the request needs a Content-Length header. */
export class LengthRequired extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(411, text, options);
  }
}

/** 412: a condition in the request's headers does not hold. */
export class PreconditionFailed extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(412, text, options);
  }
}

/** 413: the body, or a part of it, is over a limit. */
export class PayloadTooLarge extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(413, text, options);
  }
}

/** 414: the address is longer than this server accepts. */
export class UriTooLong extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(414, text, options);
  }
}

/** 415: the request's body is of a type that this resource does not take. */
export class UnsupportedMediaType extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(415, text, options);
  }
}

/** 416: no part of the range lies in the resource. `length` in bytes becomes `Content-Range` (RFC 9110 section 15.5.17). */
export class RangeNotSatisfiable extends HttpError {
  constructor(length?: number, text?: string, options: HttpErrorOptions = {}) {
    const range = length === undefined ? [] : [["Content-Range", `bytes */${length}`] as const];
    super(416, text, { ...options, headers: [...range, ...(options.headers ?? [])] });
  }
}

/** 417: the server cannot meet the request's Expect header. */
export class ExpectationFailed extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(417, text, options);
  }
}

/** 418: this server is a teapot, not a coffee machine. */
export class ImATeapot extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(418, text, options);
  }
}

/** 421: this server does not answer for the host that the request names. */
export class MisdirectedRequest extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(421, text, options);
  }
}

/** 422: the request was understood, but its content is not valid. */
export class UnprocessableContent extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(422, text, options);
  }
}

/** 423: the resource is locked. */
export class Locked extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(423, text, options);
  }
}

/** 424: the request depended on another action that failed. */
export class FailedDependency extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(424, text, options);
  }
}

/** 428: the request must be conditional; send If-Match or If-Unmodified-Since. */
export class PreconditionRequired extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(428, text, options);
  }
}

/** 429: the client sends too much. `retryAfter` becomes `Retry-After` (RFC 6585 section 4, RFC 9110 section 10.2.3). */
export class TooManyRequests extends HttpError {
  constructor(text?: string, options: RetryOptions = {}) {
    super(429, text, withRetryAfter(options));
  }
}

/** 431: the request's headers are larger than this server accepts. */
export class RequestHeaderFieldsTooLarge extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(431, text, options);
  }
}

/** 451: this is not available for legal reasons. */
export class UnavailableForLegalReasons extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(451, text, options);
  }
}

/** 500: a fault of the server. */
export class InternalServerError extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(500, text, options);
  }
}

/** 501: the server does not know this request method. */
export class NotImplemented extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(501, text, options);
  }
}

/** 502: a server behind this one gave an answer that is not valid. */
export class BadGateway extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(502, text, options);
  }
}

/** 503: down or overloaded for a while. `retryAfter` becomes `Retry-After` (RFC 9110 section 10.2.3). */
export class ServiceUnavailable extends HttpError {
  constructor(text?: string, options: RetryOptions = {}) {
    super(503, text, withRetryAfter(options));
  }
}

/** 504: a server behind this one did not answer in time. */
export class GatewayTimeout extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(504, text, options);
  }
}

/** 505: the server does not speak this version of HTTP. */
export class HttpVersionNotSupported extends HttpError {
  constructor(text?: string, options?: HttpErrorOptions) {
    super(505, text, options);
  }
}

/** 400: a key that the handler requires is not in the form or the query. The public text names the key. */
export class MissingKey extends BadRequest {
  readonly key: string;
  /** Where the key was looked for: `form`, `query`, `cookies` … */
  readonly source: string;

  constructor(key: string, source = "form", present: Iterable<string> = []) {
    const names = [...present];
    super(`The ${source} has no ${quoteValue(key)}.`, {
      code: "HTTP_MISSING_KEY",
      facts: [
        names.length
          ? `The ${source} has: ${names
              .slice(0, 20)
              .map((n) => quoteValue(n))
              .join(", ")}.`
          : `The ${source} is empty.`,
      ],
      cure: `Send ${quoteValue(key)}, or read it with get(${quoteValue(key)}), which may be undefined.`,
    });
    this.key = key;
    this.source = source;
  }
}

/** Makes the error of a status, as an instance of its class. Throw or return it. */
export function httpError(status: number, text?: string, options?: HttpErrorOptions): HttpError {
  switch (status) {
    case 400:
      return new BadRequest(text, options);
    case 401:
      return new Unauthorized(text, options);
    case 403:
      return new Forbidden(text, options);
    case 404:
      return new NotFound(text, options);
    case 405:
      return new MethodNotAllowed([], text, options);
    case 406:
      return new NotAcceptable(text, options);
    case 408:
      return new RequestTimeout(text, options);
    case 409:
      return new Conflict(text, options);
    case 410:
      return new Gone(text, options);
    case 411:
      return new LengthRequired(text, options);
    case 412:
      return new PreconditionFailed(text, options);
    case 413:
      return new PayloadTooLarge(text, options);
    case 414:
      return new UriTooLong(text, options);
    case 415:
      return new UnsupportedMediaType(text, options);
    case 416:
      return new RangeNotSatisfiable(undefined, text, options);
    case 417:
      return new ExpectationFailed(text, options);
    case 418:
      return new ImATeapot(text, options);
    case 421:
      return new MisdirectedRequest(text, options);
    case 422:
      return new UnprocessableContent(text, options);
    case 423:
      return new Locked(text, options);
    case 424:
      return new FailedDependency(text, options);
    case 428:
      return new PreconditionRequired(text, options);
    case 429:
      return new TooManyRequests(text, options);
    case 431:
      return new RequestHeaderFieldsTooLarge(text, options);
    case 451:
      return new UnavailableForLegalReasons(text, options);
    case 500:
      return new InternalServerError(text, options);
    case 501:
      return new NotImplemented(text, options);
    case 502:
      return new BadGateway(text, options);
    case 503:
      return new ServiceUnavailable(text, options);
    case 504:
      return new GatewayTimeout(text, options);
    case 505:
      return new HttpVersionNotSupported(text, options);
    default:
      return new HttpError(status, text, options);
  }
}

/**
 * Ends the handler with an error of this status.
 *
 * @throws HttpError always.
 * @example
 * ```ts
 * import { abort, HttpError } from "demijohn/http";
 * try {
 *   abort(404, "No such jar.");
 * } catch (error) {
 *   if (error instanceof HttpError) console.log(error.status); // 404
 * }
 * ```
 */
export function abort(status: number, text?: string, options?: HttpErrorOptions): never {
  throw httpError(status, text, options);
}

/** Makes a 400, to throw or to return. */
export function badRequest(text?: string, options?: HttpErrorOptions): BadRequest {
  return new BadRequest(text, options);
}

/** Makes a 401, to throw or to return. */
export function unauthorized(text?: string, options?: UnauthorizedOptions): Unauthorized {
  return new Unauthorized(text, options);
}

/** Makes a 403, to throw or to return. */
export function forbidden(text?: string, options?: HttpErrorOptions): Forbidden {
  return new Forbidden(text, options);
}

/** Makes a 404, to throw or to return. */
export function notFound(text?: string, options?: HttpErrorOptions): NotFound {
  return new NotFound(text, options);
}
