// Tests the lines of access logs and of development's requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { requestLine } from "../../src/cli/develop/request-line.ts";
import { type AccessRecord, formatAccess } from "../../src/cli/serve/access-log.ts";

const record: AccessRecord = {
  address: "192.0.2.7",
  method: "GET",
  target: "/jars?size=5",
  host: "example.org",
  status: 200,
  length: 12,
  referer: undefined,
  userAgent: "curl/8",
  time: new Date(Date.UTC(2026, 0, 5, 7, 8, 9)),
  duration: 1.23456,
};

test("the common, combined and JSON formats", () => {
  const common = '192.0.2.7 - - [05/Jan/2026:07:08:09 +0000] "GET /jars?size=5 HTTP/1.1" 200 12';
  assert.equal(formatAccess(record, "common"), `${common}\n`);
  assert.equal(formatAccess(record, "combined"), `${common} "-" "curl/8"\n`);
  assert.deepEqual(JSON.parse(formatAccess(record, "json")), {
    time: "2026-01-05T07:08:09.000Z",
    address: "192.0.2.7",
    method: "GET",
    host: "example.org",
    target: "/jars?size=5",
    status: 200,
    length: 12,
    duration: 1.235,
    userAgent: "curl/8",
  });
});

test("what is not known is a hyphen", () => {
  assert.match(formatAccess({ ...record, address: undefined, length: undefined }, "common"), /^- - - .* 200 -\n$/);
});

test("no request forges a line or a field", () => {
  const forged = { ...record, userAgent: 'x" 200\r\n1.2.3.4 - -\u2028é\\' };
  assert.ok(
    formatAccess(forged, "combined").endsWith('"x\\" 200\\x0d\\x0a1.2.3.4 - -\\xe2\\x80\\xa8\\xc3\\xa9\\\\"\n'),
  );
  assert.equal(formatAccess(forged, "json").split("\n").length, 2);
});

test("development's line has no colours where the stream is no terminal, and no control characters of the request", () => {
  const answered = { method: "GET", target: "/\x1b[31m\n", status: 404, duration: 12.6 };
  const stream = process.getBuiltinModule("node:fs").createWriteStream("/dev/null");
  const line = requestLine(answered, new Date(2026, 0, 5, 7, 8, 9), stream);
  stream.close();
  assert.equal(line, "07:08:09 404 GET /\\x1b[31m\\x0a 13 ms\n");
});
