// Runs one of Werkzeug's header cases on the public API of demijohn/http.
// Long because each of Werkzeug's functions needs its few lines of translation.
import { isDeepStrictEqual } from "node:util";
import * as http from "demijohn/http";
import type { CaseResult } from "./case-result.ts";

interface HttpCase {
  readonly op: string;
  readonly call: Call;
  readonly result?: unknown;
  readonly to_header?: unknown;
  readonly error?: { readonly class: string };
}

type Call = Readonly<Record<string, unknown>>;

/** Answers for one case: the function that `op` names is called, and its answer compared in Werkzeug's spelling. */
export function check(testCase: unknown): CaseResult {
  const one = testCase as HttpCase;
  if (one.op === "from_header") return checkFromHeader(one);
  const operation = operations[one.op.slice(one.op.lastIndexOf(".") + 1)];
  if (operation === undefined) return { kind: "skip", why: `there is no translation for ${one.op}` };
  let actual: unknown;
  try {
    actual = operation(one.call);
  } catch (error) {
    return one.error === undefined ? fail(`threw ${String(error)}`) : { kind: "pass" };
  }
  if (one.error !== undefined) return fail(`gave ${show(actual)} where ${one.error.class} is thrown`);
  return compare(one.result, actual);
}

const operations: Readonly<Record<string, (call: Call) => unknown>> = {
  quote_header_value: (call) =>
    http.quoteHeaderValue(call["value"] as string, { always: call["allow_token"] === false }),
  unquote_header_value: (call) => http.unquoteHeaderValue(text(call["value"])),
  parse_list_header: (call) => http.parseListHeader(text(call["value"])),
  parse_dict_header: (call) => http.parseDictHeader(text(call["value"])),
  parse_options_header: (call) => {
    const { value, options } = http.parseOptionsHeader(optional(call["value"]));
    return [value, options];
  },
  dump_options_header: (call) =>
    http.dumpOptionsHeader(optional(call["header"]), call["options"] as Record<string, string | null>),
  dump_header: (call) => http.dumpHeader(call["iterable"] as http.HeaderItems),
  dump_csp_header: (call) => http.formatContentSecurityPolicy(call["header"] as Record<string, string>),
  parse_accept_header: (call) => describe[acceptClass(call["cls"])]!(optional(call["value"]))?.value,
  parse_cache_control_header: (call) => describe["RequestCacheControl"]!(optional(call["value"]))?.value,
  parse_csp_header: (call) => describe["ContentSecurityPolicy"]!(optional(call["value"]))?.value,
  parse_set_header: (call) => describe["HeaderSet"]!(optional(call["value"]))?.value,
  parse_if_range_header: (call) => describe["IfRange"]!(optional(call["value"]))?.value,
  parse_range_header: (call) => describe["Range"]!(optional(call["value"]))?.value,
  parse_content_range_header: (call) => describe["ContentRange"]!(optional(call["value"]))?.value,
  parse_etags: (call) => describe["ETags"]!(optional(call["value"]))?.value,
  quote_etag: (call) => http.quoteETag(text(call["etag"]), { weak: call["weak"] === true }),
  unquote_etag: (call) => {
    const etag = http.unquoteETag(optional(call["etag"]));
    return etag === undefined ? [null, null] : [etag.value, etag.weak];
  },
  generate_etag: (call) => http.generateETag(bytes(call["data"])),
  parse_date: (call) => http.parseHttpDate(optional(call["value"])) ?? null,
  http_date: (call) => http.formatHttpDate(instant(call["timestamp"])),
  parse_age: (call) => http.parseAge(optional(call["value"])) ?? null,
  dump_age: (call) => (call["age"] === null || call["age"] === undefined ? null : http.formatAge(seconds(call["age"]))),
  is_entity_header: (call) => http.isEntityHeader(text(call["header"])),
  is_hop_by_hop_header: (call) => http.isHopByHopHeader(text(call["header"])),
  remove_entity_headers: (call) => {
    const headers = headerMap(call["headers"]);
    http.removeEntityHeaders(headers, call["allowed"] as string[] | undefined);
    return [...headers];
  },
  remove_hop_by_hop_headers: (call) => {
    const headers = headerMap(call["headers"]);
    http.removeHopByHopHeaders(headers);
    return [...headers];
  },
  is_byte_range_valid: (call) => {
    const position = (name: string): string => String(call[name] ?? "*");
    const stop = call["stop"] === null || call["stop"] === undefined ? "*" : String((call["stop"] as number) - 1);
    if ((position("start") === "*") !== (stop === "*")) return false;
    const range = stop === "*" ? "*" : `${position("start")}-${stop}`;
    return http.parseContentRange(`bytes ${range}/${position("length")}`) !== undefined;
  },
  is_resource_modified: isResourceModified,
  parse_cookie: (call) => pairs(http.parseCookies(optional(call["header"] ?? call["cookie"]))),
  dump_cookie: dumpCookie,
  host_is_trusted: (call) => http.isHostAllowed(optional(call["hostname"]), trustedHosts(call["trusted_list"])),
  iri_to_uri: (call) => http.iriToUri(text(call["iri"])),
  uri_to_iri: (call) => http.uriToIri(text(call["uri"])),
  secure_filename: (call) => http.secureFileName(text(call["filename"])),
  safe_join: (call) => {
    const parts = (call["untrusted"] ?? call["pathnames"] ?? []) as string[];
    return http.safeJoin(text(call["directory"]), ...parts) ?? null;
  },
  get_content_type: (call) => http.withCharset(text(call["mimetype"]), text(call["charset"])),
};

// --- from_header: a class, its header and what it writes back ---

interface Described {
  /** The parsed value in Werkzeug's shape. */
  readonly value: unknown;
  readonly header: string;
}

const describe: Readonly<Record<string, (header: string | undefined) => Described | undefined>> = {
  Accept: (header) => describeAccept(http.parseAccept(header)),
  MIMEAccept: (header) => describeAccept(http.parseMimeAccept(header)),
  LanguageAccept: (header) => describeAccept(http.parseLanguageAccept(header)),
  CharsetAccept: (header) => describeAccept(http.parseCharsetAccept(header)),
  RequestCacheControl: describeCacheControl,
  ResponseCacheControl: describeCacheControl,
  ContentSecurityPolicy: (header) => {
    const policy = http.parseContentSecurityPolicy(header);
    // Werkzeug drops directives that have no value; CSP Level 3 has such directives.
    const value = Object.fromEntries(Object.entries(policy).filter(([, sources]) => sources !== ""));
    return { value, header: http.formatContentSecurityPolicy(value) };
  },
  HeaderSet: (header) => {
    const set = http.parseSetHeader(header);
    return { value: [...set], header: set.toString() };
  },
  ETags: (header) => {
    const tags = http.parseETags(header);
    const value = { strong: [...tags.strong].sort(), weak: [...tags.weak].sort(), star_tag: tags.any };
    return { value, header: tags.toString() };
  },
  IfRange: (header) => {
    const { etag, date } = http.parseIfRange(header);
    const value = { etag: etag?.value ?? null, date: date ?? null };
    return { value, header: date ? http.formatHttpDate(date) : etag ? http.quoteETag(etag.value) : "" };
  },
  Range: (header) => {
    const range = http.parseRange(header);
    if (range === undefined) return undefined;
    const ranges = range.ranges.map((spec) =>
      "suffix" in spec ? [-spec.suffix, null] : [spec.start, spec.end ?? null],
    );
    return { value: { units: range.unit, ranges }, header: http.formatRange(range) };
  },
  ContentRange: (header) => {
    const range = http.parseContentRange(header);
    if (range === undefined) return undefined;
    const { unit, length = null } = range;
    const value = { units: unit, start: range.range?.start ?? null, stop: range.range?.end ?? null, length };
    return { value, header: http.formatContentRange(range) };
  },
  Authorization: (header) => {
    const parsed = http.parseAuthorization(header);
    if (parsed === undefined) return undefined;
    const { scheme, token = null, username, password } = parsed;
    const parameters = username === undefined ? (parsed.parameters ?? {}) : { username, password };
    return { value: { type: scheme, parameters, token }, header: http.formatAuthorization(parsed) };
  },
  WWWAuthenticate: (header) => {
    const parsed = header === "" ? undefined : http.parseWwwAuthenticate(header);
    if (parsed === undefined) return undefined;
    const { scheme, token = null, parameters = {} } = parsed;
    return { value: { type: scheme, parameters, token }, header: http.formatWwwAuthenticate(parsed) };
  },
};

function describeAccept(accept: http.Accept): Described {
  return { value: accept.items.map((item) => [item.value, item.quality]), header: accept.toString() };
}

function describeCacheControl(header: string | undefined): Described {
  const written = http.formatCacheControl(http.parseCacheControl(header));
  return { value: http.parseDictHeader(written), header: written };
}

function acceptClass(cls: unknown): string {
  const name = String(cls ?? "Accept");
  return Object.keys(describe).find((known) => known !== "Accept" && name.includes(known)) ?? "Accept";
}

function checkFromHeader(one: HttpCase): CaseResult {
  const { cls, args } = one.call as { cls: string; args: readonly (string | null)[] };
  const parse = describe[cls];
  if (parse === undefined) return { kind: "skip", why: `there is no translation for ${cls}.from_header` };
  const parsed = parse(args[0] ?? undefined);
  if (one.to_header === null && one.result === null) {
    return parsed === undefined ? { kind: "pass" } : fail(`parsed ${show(parsed.value)} where nothing is`);
  }
  if (parsed === undefined) return fail(`parsed nothing where ${show(one.result)} is`);
  if (typeof one.to_header === "string" && !isSameHeader(cls, one.to_header, parsed.header)) {
    return fail(`wrote ${show(parsed.header)} instead of ${show(one.to_header)}`);
  }
  return typeof one.result === "object" && one.result !== null ? compare(one.result, parsed.value) : { kind: "pass" };
}

// Sets have no order, and 0.0 is 0; any other header must be written alike.
function isSameHeader(cls: string, expected: string, actual: string): boolean {
  if (expected === actual) return true;
  const items = (header: string): string[] =>
    header
      .split(/\s*,\s*/)
      .map((item) => item.replace(/;q=(\d)\.0$/, ";q=$1"))
      .sort();
  const isUnordered = cls === "ETags" || cls.endsWith("Accept") || cls.endsWith("CacheControl");
  return isUnordered && isDeepStrictEqual(items(expected), items(actual));
}

// --- operations that need more than a line ---

function dumpCookie(call: Call): string {
  const maxAge = call["max_age"];
  const expires = call["expires"];
  return http.dumpCookie(text(call["key"]), text(call["value"] ?? ""), {
    maxAge: maxAge === null || maxAge === undefined ? undefined : seconds(maxAge),
    expires: expires === null || expires === undefined ? undefined : new Date(instant(expires)),
    path: call["path"] as string | null | undefined,
    domain: optional(call["domain"]),
    secure: call["secure"] === true,
    httpOnly: call["httponly"] === true,
    sameSite: optional(call["samesite"]) as "lax" | undefined,
    partitioned: call["partitioned"] === true,
    // The warning goes to the process, where the runner would print it.
    maxSize: 0,
  });
}

// Werkzeug asks one question of all headers together; the answer is put together from ours.
function isResourceModified(call: Call): boolean {
  const environ = (call["environ"] ?? {}) as Record<string, string>;
  const header = (name: string): string | undefined =>
    environ[`HTTP_${name}`] ?? optional(call[`http_${name.toLowerCase()}`]);
  const data = call["data"];
  const etagText = optional(call["etag"]);
  if (data !== undefined && data !== null && etagText !== undefined) throw new TypeError("both data and etag");
  const etag =
    data === undefined || data === null
      ? http.unquoteETag(etagText)
      : { value: http.generateETag(bytes(data)), weak: false };
  const modified = call["last_modified"];
  const lastModified = modified === null || modified === undefined ? undefined : new Date(instant(modified));
  const usesIfRange = call["ignore_if_range"] === false && header("RANGE") !== undefined;
  const ifRange = http.parseIfRange(usesIfRange ? header("IF_RANGE") : undefined);
  const since = ifRange.date ?? http.parseHttpDate(header("IF_MODIFIED_SINCE"));
  let unmodified =
    since !== undefined && lastModified !== undefined && Math.floor(+lastModified / 1000) * 1000 <= +since;
  if (etag !== undefined) {
    const noneMatch = http.parseETags(header("IF_NONE_MATCH"));
    const match = http.parseETags(header("IF_MATCH"));
    if (ifRange.etag !== undefined) unmodified = ifRange.etag.value === etag.value;
    else {
      if (!noneMatch.isEmpty) unmodified = noneMatch.hasWeak(etag.value);
      if (!match.isEmpty) unmodified = !match.strong.has(etag.value);
    }
  }
  return !unmodified;
}

// --- values in Python's spelling ---

function text(value: unknown): string {
  return String(value);
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(String(inner(value)));
}

function seconds(value: unknown): number {
  const plain = inner(value);
  return Number(plain);
}

// An instant may be seconds, a date's text, or either in a tagged object.
function instant(value: unknown): Date {
  const plain = inner(value);
  if (typeof plain === "number") return new Date(plain * 1000);
  const written = String(plain);
  const hasZone = /[zZ]$|[+-]\d\d:?\d\d$|[A-Z]{3}$/.test(written);
  return http.parseHttpDate(written) ?? new Date(hasZone ? written.replace(" ", "T") : `${written.replace(" ", "T")}Z`);
}

function inner(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value)[0] : value;
}

function headerMap(value: unknown): http.HeaderMap {
  return new http.HeaderMap(value as [string, string][]);
}

function trustedHosts(value: unknown): string[] {
  return typeof value === "string" ? [value] : ((value ?? []) as string[]);
}

function pairs(map: http.MultiMap): unknown {
  return { pairs: [...map], lists: map.toLists(), first: map.toObject() };
}

// --- comparison ---

function compare(expected: unknown, actual: unknown): CaseResult {
  if (actual instanceof Date) {
    const wanted = expected === null ? undefined : instant(expected);
    return wanted !== undefined && +wanted === +actual
      ? { kind: "pass" }
      : fail(`gave ${actual.toISOString()} instead of ${show(expected)}`);
  }
  const plain = JSON.parse(JSON.stringify(actual ?? null)) as unknown;
  return isSame(expected, plain) ? { kind: "pass" } : fail(`gave ${show(plain)} instead of ${show(expected)}`);
}

function isSame(expected: unknown, actual: unknown): boolean {
  if (isDeepStrictEqual(expected, actual)) return true;
  // Cookies are a multi-map, of which the case may show the pairs, the lists or the first values.
  if (typeof actual === "object" && actual !== null && "pairs" in actual && "first" in actual) {
    return Object.values(actual).some((form) => isDeepStrictEqual(expected, form));
  }
  return false;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 200);
}

function fail(why: string): CaseResult {
  return { kind: "fail", why };
}
