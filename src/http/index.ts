// The http room's door: everything between the bytes of a message and the values a program works with.

export { type CompressOptions, compress } from "./body/compress.ts";
export type { FileMap, ParsedForm, ParseFormOptions } from "./body/form.ts";
export { parseForm, parseUrlencoded } from "./body/form.ts";
export type { FormLimits } from "./body/form-limits.ts";
export { defaultFormLimits } from "./body/form-limits.ts";
export { parseJsonBytes, parseJsonText } from "./body/json-body.ts";
export { findJsonFault } from "./body/json-fault.ts";
export type { MultipartEvent, MultipartLimits } from "./body/multipart-parser.ts";
export { MultipartParser } from "./body/multipart-parser.ts";
export type { ServerSentEvent } from "./body/server-sent-event.ts";
export { formatServerSentEvent } from "./body/server-sent-event.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./body/standard-schema.ts";
export { InvalidBody, validateBody } from "./body/standard-schema.ts";
export type { TextDecodingOptions } from "./body/text-decoding.ts";
export { decodeText } from "./body/text-decoding.ts";
export type { SaveOptions } from "./body/uploaded-file.ts";
export { UploadedFile } from "./body/uploaded-file.ts";
export type { FileOptions } from "./files/file-response.ts";
export { file } from "./files/file-response.ts";
export { contentTypeForFile, findMediaType, isTextType, withCharset } from "./files/media-type.ts";
export { safeJoin } from "./files/safe-join.ts";
export { secureFileName } from "./files/secure-file-name.ts";
export type { HeadersInit, HeaderValue } from "./header-map.ts";
export { HeaderMap } from "./header-map.ts";
export type { AcceptItem } from "./headers/accept.ts";
export {
  Accept,
  CharsetAccept,
  EncodingAccept,
  LanguageAccept,
  MimeAccept,
  parseAccept,
  parseCharsetAccept,
  parseEncodingAccept,
  parseLanguageAccept,
  parseMimeAccept,
} from "./headers/accept.ts";
export { formatAge, parseAge } from "./headers/age.ts";
export type { AuthenticateChallenge, Authorization } from "./headers/authorization.ts";
export {
  formatAuthorization,
  formatWwwAuthenticate,
  parseAuthorization,
  parseWwwAuthenticate,
} from "./headers/authorization.ts";
export type { CacheControl } from "./headers/cache-control.ts";
export { formatCacheControl, parseCacheControl } from "./headers/cache-control.ts";
export type { PartialPiece, PartialPlan, PartialResource } from "./headers/conditional/byte-ranges.ts";
export { planPartial } from "./headers/conditional/byte-ranges.ts";
export { conditionalGet } from "./headers/conditional/conditional-get.ts";
export type { ConditionOutcome, IfRange, ResourceState } from "./headers/conditional/conditions.ts";
export { evaluateConditions, isRangeFresh, parseIfRange } from "./headers/conditional/conditions.ts";
export type { ETag } from "./headers/conditional/etags.ts";
export { ETags, generateETag, parseETags, quoteETag, unquoteETag } from "./headers/conditional/etags.ts";
export type { ByteRange, ContentRange, Range, RangeSpec } from "./headers/conditional/range.ts";
export {
  formatContentRange,
  formatRange,
  parseContentRange,
  parseRange,
  resolveRanges,
} from "./headers/conditional/range.ts";
export { formatContentDisposition } from "./headers/content-disposition.ts";
export type { CspDirectives, CspValue } from "./headers/content-security-policy.ts";
export { formatContentSecurityPolicy, parseContentSecurityPolicy } from "./headers/content-security-policy.ts";
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
export {
  isEntityHeader,
  isHopByHopHeader,
  removeEntityHeaders,
  removeHopByHopHeaders,
} from "./headers/message-headers.ts";
export { SharedHeaders } from "./headers/shared-headers.ts";
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
export type { JsonOptions, RequestLimits, RequestPolicy, ResponseHook } from "./request.ts";
export { defaultRequestLimits, Request, splitTarget } from "./request.ts";
export type { RequestSource } from "./request-source.ts";
export type { ResponseBody, ResponseOptions } from "./response.ts";
export { bodyChunks, FileBody, json, Response, redirect, text } from "./response.ts";
export { STATUS_TEXT } from "./status-text.ts";
export { formatQueryString } from "./urls/format-query-string.ts";
export type { Forwarded, ForwardedCounts, Peer } from "./urls/forwarded.ts";
export { resolveForwarded } from "./urls/forwarded.ts";
export type { HostOptions, HostParts } from "./urls/host.ts";
export { isHostAllowed, parseHost, resolveHost } from "./urls/host.ts";
export { iriToUri, uriToIri } from "./urls/iri.ts";
export { percentDecode, percentEncode } from "./urls/percent.ts";
export type { QueryStringOptions } from "./urls/query-string.ts";
export { parseQueryString } from "./urls/query-string.ts";
