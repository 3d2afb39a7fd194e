// Lists every error code of the http room, with when it is thrown and what to do.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const httpErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  HTTP_BAD_AGE: {
    when: "formatAge is given a negative number or one that is not finite.",
    cure: "Give whole seconds, 0 or more.",
  },
  HTTP_BAD_COOKIE: {
    when: "A cookie is set with a name, domain, prefix or attribute that browsers refuse.",
    cure: "Correct the part that the error names.",
  },
  HTTP_BAD_CREDENTIALS: {
    when: "Basic credentials are written for a user name with a colon.",
    cure: "Use another scheme or user name.",
  },
  HTTP_BAD_CSP: {
    when: "A directive of a Content-Security-Policy has a semicolon, a comma or a control character.",
    cure: "Give each source as an item of its own.",
  },
  HTTP_BAD_ETAG: {
    when: "An entity tag is written whose value has a quote, a control character or a character beyond Latin-1.",
    cure: "Use a hash in hexadecimal.",
  },
  HTTP_BAD_EVENT: {
    when: "The type or id of a server-sent event has a line break.",
    cure: "Write it on one line.",
  },
  HTTP_BAD_GATEWAY: {
    when: "The answer is 502: BadGateway.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_BAD_HEADER_NAME: {
    when: "A header is set under a name that is not a token.",
    cure: "Use letters, digits and hyphens.",
  },
  HTTP_BAD_HEADER_VALUE: {
    when: "A header's value has a line break, a control character or a character beyond Latin-1.",
    cure: "Remove it, or encode the value.",
  },
  HTTP_BAD_HOST: {
    when: "The Host header of a request has characters that no host has (400).",
    cure: "Send a name or an address, and a port if need be.",
  },
  HTTP_BAD_JSON: {
    when: "A JSON body is empty or not valid (400).",
    cure: "Correct the text at the line and column that the error names.",
  },
  HTTP_BAD_MEDIA_TYPE: {
    when: "A choice given to bestMatch is not a media type.",
    cure: "Write it as type/subtype.",
  },
  HTTP_BAD_MULTIPART: {
    when: "A multipart body has no valid boundary, a part without Content-Disposition, or is cut off (400).",
    cure: "Let the client's own FormData write body and Content-Type.",
  },
  HTTP_BAD_REQUEST: {
    when: "The answer is 400: BadRequest.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_BAD_TEXT: {
    when: "A body is not valid UTF-8 (400).",
    cure: "Send UTF-8, or name the charset in Content-Type.",
  },
  HTTP_BODY_READ_TWICE: {
    when: "A handler reads a body that was already streamed.",
    cure: "Read it once, as a stream or as a whole.",
  },
  HTTP_BODY_TIMEOUT: {
    when: "A body did not arrive in time (408).",
    cure: "Raise limits.bodyTime for slow clients.",
  },
  HTTP_BODY_TOO_LARGE: {
    when: "A body is over limits.body (413).",
    cure: "Send less, or raise the limit.",
  },
  HTTP_CONFLICT: {
    when: "The answer is 409: Conflict.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_ERROR: {
    when: "A handler ends with an error status that has no class of its own.",
    cure: "Nothing, where it is meant; an error handler for the status shapes the page.",
  },
  HTTP_EXPECTATION_FAILED: {
    when: "The answer is 417: ExpectationFailed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_FAILED_DEPENDENCY: {
    when: "The answer is 424: FailedDependency.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_FIELDS_TOO_LARGE: {
    when: "The fields of a form that are no files are over limits.fieldMemory (413).",
    cure: "Send long texts as files, or raise the limit.",
  },
  HTTP_FILE_EXISTS: {
    when: "An upload is saved where there is a file already.",
    cure: "Choose another name, or save with overwrite: true.",
  },
  HTTP_FILE_TOO_LARGE: {
    when: "An uploaded file is over limits.fileSize (413).",
    cure: "Send a smaller file, or raise the limit.",
  },
  HTTP_FORBIDDEN: {
    when: "The answer is 403: Forbidden.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_GATEWAY_TIMEOUT: {
    when: "The answer is 504: GatewayTimeout.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_GONE: {
    when: "The answer is 410: Gone.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_HOST_NOT_ALLOWED: {
    when: "A request names a host that is not among the allowed ones (421).",
    cure: "Add the host, if this site answers for it.",
  },
  HTTP_IM_A_TEAPOT: {
    when: "The answer is 418: ImATeapot.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_INTERNAL_SERVER_ERROR: {
    when: "The answer is 500: InternalServerError.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_INVALID_BODY: {
    when: "A body does not fit the schema it is read with (422).",
    cure: "Correct the fields that the issues name.",
  },
  HTTP_INVALID_STATUS: {
    when: "A response is made with a status that is no integer from 200 to 599.",
    cure: "Use a registered status.",
  },
  HTTP_LARGE_COOKIE: {
    when: "A warning: a cookie is larger than browsers keep.",
    cure: "Store the data elsewhere, and an id in the cookie.",
  },
  HTTP_LENGTH_REQUIRED: {
    when: "The answer is 411: LengthRequired.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_LOCKED: {
    when: "The answer is 423: Locked.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_METHOD_NOT_ALLOWED: {
    when: "The answer is 405: MethodNotAllowed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_MISDIRECTED_REQUEST: {
    when: "The answer is 421: MisdirectedRequest.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_MISSING_KEY: {
    when: "A handler requires a key of the form or the query that the request does not have.",
    cure: "Send the key, or read it with get(key), which may be undefined.",
  },
  HTTP_NOT_ACCEPTABLE: {
    when: "The answer is 406: NotAcceptable.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_NOT_AN_ERROR_STATUS: {
    when: "An HttpError is made with a status outside 400 to 599.",
    cure: "Return a response with that status instead.",
  },
  HTTP_NOT_A_REDIRECT: {
    when: "redirect is called with a status that is none of a redirect.",
    cure: "Use 301, 302, 303, 307 or 308.",
  },
  HTTP_NOT_FOUND: {
    when: "The answer is 404: NotFound.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_NOT_IMPLEMENTED: {
    when: "The answer is 501: NotImplemented.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_NOT_JSON: {
    when: "A value without a JSON form is sent as JSON.",
    cure: "Send null for an empty value.",
  },
  HTTP_PART_HEADERS_TOO_LARGE: {
    when: "The headers of a form part are over limits.partHeaders (413).",
    cure: "Send shorter names, or raise the limit.",
  },
  HTTP_PAYLOAD_TOO_LARGE: {
    when: "The answer is 413: PayloadTooLarge.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_PRECONDITION_FAILED: {
    when: "The answer is 412: PreconditionFailed.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_PRECONDITION_REQUIRED: {
    when: "The answer is 428: PreconditionRequired.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_RANGE_NOT_SATISFIABLE: {
    when: "The answer is 416: RangeNotSatisfiable.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE: {
    when: "The answer is 431: RequestHeaderFieldsTooLarge.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_REQUEST_TIMEOUT: {
    when: "The answer is 408: RequestTimeout.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_SERVICE_UNAVAILABLE: {
    when: "The answer is 503: ServiceUnavailable.",
    cure: "Read the log: the cause stands there.",
  },
  HTTP_TOO_MANY_FIELDS: {
    when: "A query or an urlencoded form has more pairs than limits.fields (400 or 413).",
    cure: "Send fewer, or raise the limit.",
  },
  HTTP_TOO_MANY_PARTS: {
    when: "A multipart form has more parts than limits.parts (413).",
    cure: "Send fewer, or raise the limit.",
  },
  HTTP_TOO_MANY_REQUESTS: {
    when: "The answer is 429: TooManyRequests.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNAUTHORIZED: {
    when: "The answer is 401: Unauthorized.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNAVAILABLE_FOR_LEGAL_REASONS: {
    when: "The answer is 451: UnavailableForLegalReasons.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNKNOWN_CHARSET: {
    when: "A body is in a charset other than UTF-8, ASCII, ISO-8859-1 and UTF-16LE (415).",
    cure: "Send UTF-8.",
  },
  HTTP_UNPROCESSABLE_CONTENT: {
    when: "The answer is 422: UnprocessableContent.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UNSAFE_JSON: {
    when: "A JSON body has a key that could reach an object's prototype (400).",
    cure: "Rename the key.",
  },
  HTTP_UNSUPPORTED_MEDIA_TYPE: {
    when: "The answer is 415: UnsupportedMediaType.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_UPLOAD_GONE: {
    when: "An upload is read after its request has ended.",
    cure: "Read or save it before the handler answers.",
  },
  HTTP_URI_TOO_LONG: {
    when: "The answer is 414: UriTooLong.",
    cure: "Nothing, where it is meant; an error handler for it shapes the page.",
  },
  HTTP_VERSION_NOT_SUPPORTED: {
    when: "The answer is 505: HttpVersionNotSupported.",
    cure: "Read the log: the cause stands there.",
  },
});
