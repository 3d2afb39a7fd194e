// States the status, code, text and headers of every HTTP error class, and what the short functions make.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as http from "demijohn/http";

const classes: readonly [number, new () => http.HttpError, string][] = [
  [400, http.BadRequest, "HTTP_BAD_REQUEST"],
  [401, http.Unauthorized, "HTTP_UNAUTHORIZED"],
  [403, http.Forbidden, "HTTP_FORBIDDEN"],
  [404, http.NotFound, "HTTP_NOT_FOUND"],
  [405, http.MethodNotAllowed, "HTTP_METHOD_NOT_ALLOWED"],
  [406, http.NotAcceptable, "HTTP_NOT_ACCEPTABLE"],
  [408, http.RequestTimeout, "HTTP_REQUEST_TIMEOUT"],
  [409, http.Conflict, "HTTP_CONFLICT"],
  [410, http.Gone, "HTTP_GONE"],
  [411, http.LengthRequired, "HTTP_LENGTH_REQUIRED"],
  [412, http.PreconditionFailed, "HTTP_PRECONDITION_FAILED"],
  [413, http.PayloadTooLarge, "HTTP_PAYLOAD_TOO_LARGE"],
  [414, http.UriTooLong, "HTTP_URI_TOO_LONG"],
  [415, http.UnsupportedMediaType, "HTTP_UNSUPPORTED_MEDIA_TYPE"],
  [416, http.RangeNotSatisfiable, "HTTP_RANGE_NOT_SATISFIABLE"],
  [417, http.ExpectationFailed, "HTTP_EXPECTATION_FAILED"],
  [418, http.ImATeapot, "HTTP_IM_A_TEAPOT"],
  [421, http.MisdirectedRequest, "HTTP_MISDIRECTED_REQUEST"],
  [422, http.UnprocessableContent, "HTTP_UNPROCESSABLE_CONTENT"],
  [423, http.Locked, "HTTP_LOCKED"],
  [424, http.FailedDependency, "HTTP_FAILED_DEPENDENCY"],
  [428, http.PreconditionRequired, "HTTP_PRECONDITION_REQUIRED"],
  [429, http.TooManyRequests, "HTTP_TOO_MANY_REQUESTS"],
  [431, http.RequestHeaderFieldsTooLarge, "HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE"],
  [451, http.UnavailableForLegalReasons, "HTTP_UNAVAILABLE_FOR_LEGAL_REASONS"],
  [500, http.InternalServerError, "HTTP_INTERNAL_SERVER_ERROR"],
  [501, http.NotImplemented, "HTTP_NOT_IMPLEMENTED"],
  [502, http.BadGateway, "HTTP_BAD_GATEWAY"],
  [503, http.ServiceUnavailable, "HTTP_SERVICE_UNAVAILABLE"],
  [504, http.GatewayTimeout, "HTTP_GATEWAY_TIMEOUT"],
  [505, http.HttpVersionNotSupported, "HTTP_VERSION_NOT_SUPPORTED"],
];

test("each status has a class, a code and a text of its own", () => {
  const texts = new Set<string>();
  for (const [status, Kind, code] of classes) {
    const error = new Kind();
    assert.equal(error.status, status);
    assert.equal(error.code, code);
    assert.equal(error.name, Kind.name);
    assert.equal(error.phrase, http.STATUS_TEXT[status]);
    assert.equal(error.message, `${code}: ${error.publicText}`);
    assert.ok(error instanceof http.HttpError);
    texts.add(error.publicText);
  }
  assert.equal(texts.size, classes.length);
});

test("httpError makes an instance of the status's class", () => {
  for (const [status, Kind] of classes) {
    const error = http.httpError(status, "So it is.");
    assert.equal(error.constructor, Kind);
    assert.equal(error.publicText, "So it is.");
  }
});

test("a status without a class of its own is a plain HttpError", () => {
  const error = http.httpError(402);
  assert.equal(error.constructor, http.HttpError);
  assert.equal(error.message, "HTTP_ERROR: Payment Required");
  assert.equal(http.httpError(499).message, "HTTP_ERROR: The answer is 499.");
  assert.equal(http.httpError(499).phrase, "Unknown Error");
});

test("a status that is no error's is refused", () => {
  for (const status of [200, 302, 399, 600, 404.5, Number.NaN]) {
    assert.throws(() => new http.HttpError(status), {
      message: `HTTP_NOT_AN_ERROR_STATUS: ${status} is not the status of an error.
  The statuses of errors are 400 to 599.
  For another answer return a response: return text(body, { status: 204 }).`,
    });
  }
});

test("abort throws, the short functions give the error to throw or to return", () => {
  assert.throws(() => http.abort(410, "Drunk up."), { name: "Gone", publicText: "Drunk up." });
  assert.equal(http.notFound("No jar.").status, 404);
  assert.equal(http.forbidden().status, 403);
  assert.equal(http.badRequest().status, 400);
  assert.equal(http.unauthorized("Who?", { challenges: ["Bearer"] }).status, 401);
});

test("the headers of a status come with its error", () => {
  assert.deepEqual(new http.MethodNotAllowed(["GET", "HEAD"]).headers, [["Allow", "GET, HEAD"]]);
  assert.deepEqual(new http.MethodNotAllowed(["GET"]).allow, ["GET"]);
  assert.deepEqual(new http.RangeNotSatisfiable(12).headers, [["Content-Range", "bytes */12"]]);
  assert.deepEqual(new http.RangeNotSatisfiable().headers, []);
  assert.deepEqual(new http.TooManyRequests(undefined, { retryAfter: 1.2 }).headers, [["Retry-After", "2"]]);
  const until = new Date(Date.UTC(2030, 0, 1));
  assert.deepEqual(new http.ServiceUnavailable("Back soon.", { retryAfter: until, headers: [["X-A", "b"]] }).headers, [
    ["Retry-After", "Tue, 01 Jan 2030 00:00:00 GMT"],
    ["X-A", "b"],
  ]);
  const error = new http.Unauthorized("Sign in.", {
    challenges: ['Basic realm="a"', "Bearer"],
    headers: [["X-A", "b"]],
  });
  assert.deepEqual(error.headers, [
    ["WWW-Authenticate", 'Basic realm="a"'],
    ["WWW-Authenticate", "Bearer"],
    ["X-A", "b"],
  ]);
});

test("a summary is for developers, the text for the public", () => {
  const error = new http.Forbidden("Not for you.", {
    summary: "User 7 lacks jars.open.",
    cure: "Grant it.",
    cause: "policy",
  });
  assert.equal(error.publicText, "Not for you.");
  assert.equal(error.message, "HTTP_FORBIDDEN: User 7 lacks jars.open.\n  Grant it.");
  assert.equal(error.cause, "policy");
  assert.deepEqual(Object.keys(error.details), ["cure", "cause"]);
});

test("a missing key is a 400 that names it", () => {
  const error = new http.MissingKey("name", "form", ["nme", "age"]);
  assert.equal(error.status, 400);
  assert.equal(error.key, "name");
  assert.equal(error.source, "form");
  assert.equal(error.publicText, 'The form has no "name".');
  assert.equal(
    error.message,
    `HTTP_MISSING_KEY: The form has no "name".
  The form has: "nme", "age".
  Send "name", or read it with get("name"), which may be undefined.`,
  );
  assert.match(new http.MissingKey("q", "query").message, /The query is empty\./);
});
