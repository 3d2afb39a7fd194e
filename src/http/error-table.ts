// Lists every error code of the http room, with when it is thrown and what to do.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const httpErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  HTTP_BAD_HEADER_NAME: {
    when: "A header is set under a name that is not a token.",
    cure: "Use letters, digits and hyphens.",
  },
  HTTP_BAD_HEADER_VALUE: {
    when: "A header's value has a line break, a control character or a character beyond Latin-1.",
    cure: "Remove it, or encode the value.",
  },
  HTTP_ERROR: {
    when: "A handler ends with an error status that has no class of its own.",
    cure: "Nothing, where it is meant; an error handler for the status shapes the page.",
  },
  HTTP_MISSING_KEY: {
    when: "A handler requires a key of the form or the query that the request does not have.",
    cure: "Send the key, or read it with get(key), which may be undefined.",
  },
  HTTP_NOT_AN_ERROR_STATUS: {
    when: "An HttpError is made with a status outside 400 to 599.",
    cure: "Return a response with that status instead.",
  },
  HTTP_BAD_REQUEST: {
    when: "The answer is 400: BadRequest.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNAUTHORIZED: {
    when: "The answer is 401: Unauthorized.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_FORBIDDEN: {
    when: "The answer is 403: Forbidden.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_NOT_FOUND: {
    when: "The answer is 404: NotFound.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_METHOD_NOT_ALLOWED: {
    when: "The answer is 405: MethodNotAllowed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_NOT_ACCEPTABLE: {
    when: "The answer is 406: NotAcceptable.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_REQUEST_TIMEOUT: {
    when: "The answer is 408: RequestTimeout.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_CONFLICT: {
    when: "The answer is 409: Conflict.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_GONE: {
    when: "The answer is 410: Gone.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_LENGTH_REQUIRED: {
    when: "The answer is 411: LengthRequired.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_PRECONDITION_FAILED: {
    when: "The answer is 412: PreconditionFailed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_PAYLOAD_TOO_LARGE: {
    when: "The answer is 413: PayloadTooLarge.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_URI_TOO_LONG: {
    when: "The answer is 414: UriTooLong.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNSUPPORTED_MEDIA_TYPE: {
    when: "The answer is 415: UnsupportedMediaType.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_RANGE_NOT_SATISFIABLE: {
    when: "The answer is 416: RangeNotSatisfiable.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_EXPECTATION_FAILED: {
    when: "The answer is 417: ExpectationFailed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_IM_A_TEAPOT: {
    when: "The answer is 418: ImATeapot.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_MISDIRECTED_REQUEST: {
    when: "The answer is 421: MisdirectedRequest.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNPROCESSABLE_CONTENT: {
    when: "The answer is 422: UnprocessableContent.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_LOCKED: {
    when: "The answer is 423: Locked.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_FAILED_DEPENDENCY: {
    when: "The answer is 424: FailedDependency.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_PRECONDITION_REQUIRED: {
    when: "The answer is 428: PreconditionRequired.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_TOO_MANY_REQUESTS: {
    when: "The answer is 429: TooManyRequests.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE: {
    when: "The answer is 431: RequestHeaderFieldsTooLarge.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNAVAILABLE_FOR_LEGAL_REASONS: {
    when: "The answer is 451: UnavailableForLegalReasons.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_INTERNAL_SERVER_ERROR: {
    when: "The answer is 500: InternalServerError.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_NOT_IMPLEMENTED: {
    when: "The answer is 501: NotImplemented.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_BAD_GATEWAY: {
    when: "The answer is 502: BadGateway.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_SERVICE_UNAVAILABLE: {
    when: "The answer is 503: ServiceUnavailable.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_GATEWAY_TIMEOUT: {
    when: "The answer is 504: GatewayTimeout.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_VERSION_NOT_SUPPORTED: {
    when: "The answer is 505: HttpVersionNotSupported.",
    cure: "Read the log: the cause stands there.",
  },
});
