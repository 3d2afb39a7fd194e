// The http room's door: everything between the bytes of a message and the values a program works with.

export type { FileMap, ParsedForm, ParseFormOptions } from "./body/form.ts";
export { parseForm, parseUrlencoded } from "./body/form.ts";
export type { FormLimits } from "./body/form-limits.ts";
export { defaultFormLimits } from "./body/form-limits.ts";
export { parseJsonBytes, parseJsonText } from "./body/json-body.ts";
export type { MultipartEvent, MultipartLimits } from "./body/multipart-parser.ts";
export { MultipartParser } from "./body/multipart-parser.ts";
export type { TextDecodingOptions } from "./body/text-decoding.ts";
export { decodeText } from "./body/text-decoding.ts";
export type { SaveOptions } from "./body/uploaded-file.ts";
export { UploadedFile } from "./body/uploaded-file.ts";
export { safeJoin } from "./files/safe-join.ts";
export { secureFileName } from "./files/secure-file-name.ts";
export type { HeadersInit, HeaderValue } from "./header-map.ts";
export { HeaderMap } from "./header-map.ts";
export type { CookieOptions } from "./headers/cookies.ts";
export { dumpCookie, parseCookies } from "./headers/cookies.ts";
export { HeaderSet, parseSetHeader } from "./headers/header-set.ts";
export type { HeaderItems, OptionsHeader } from "./headers/header-value.ts";
export {
  dumpHeader,
  dumpOptionsHeader,
  parseDictHeader,
  parseListHeader,
  parseOptionsHeader,
  quoteHeaderValue,
  unquoteHeaderValue,
} from "./headers/header-value.ts";
export { formatHttpDate, parseHttpDate } from "./headers/http-date.ts";
export type { HttpErrorOptions, RetryOptions, UnauthorizedOptions } from "./http-error.ts";
export {
  abort,
  BadGateway,
  BadRequest,
  badRequest,
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  forbidden,
  GatewayTimeout,
  Gone,
  HttpError,
  HttpVersionNotSupported,
  httpError,
  ImATeapot,
  InternalServerError,
  LengthRequired,
  Locked,
  MethodNotAllowed,
  MisdirectedRequest,
  MissingKey,
  NotAcceptable,
  NotFound,
  NotImplemented,
  notFound,
  PayloadTooLarge,
  PreconditionFailed,
  PreconditionRequired,
  RangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
  UriTooLong,
  unauthorized,
} from "./http-error.ts";
export type { Converted, Converter, GetOptions } from "./multi-map.ts";
export { MultiMap } from "./multi-map.ts";
export { STATUS_TEXT } from "./status-text.ts";
export { formatQueryString } from "./urls/format-query-string.ts";
export type { Forwarded, ForwardedCounts, Peer } from "./urls/forwarded.ts";
export { resolveForwarded } from "./urls/forwarded.ts";
export type { HostOptions, HostParts } from "./urls/host.ts";
export { isHostAllowed, parseHost, resolveHost } from "./urls/host.ts";
export { percentDecode, percentEncode } from "./urls/percent.ts";
export type { QueryStringOptions } from "./urls/query-string.ts";
export { parseQueryString } from "./urls/query-string.ts";
