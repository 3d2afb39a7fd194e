// States which headers belong to a connection or a body, and how they are removed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderMap, isEntityHeader, isHopByHopHeader, removeEntityHeaders, removeHopByHopHeaders } from "demijohn/http";

test("headers are told apart in any case", () => {
  assert.equal(isEntityHeader("CONTENT-type"), true);
  assert.equal(isEntityHeader("ETag"), false);
  assert.equal(isHopByHopHeader("Transfer-Encoding"), true);
  assert.equal(isHopByHopHeader("Server"), false);
});

test("the headers of a body go, but for the kept ones", () => {
  const make = (): HeaderMap =>
    new HeaderMap({ Date: "d", Foo: "bar", "Content-Type": "text/html", "Content-Length": "56", Expires: "e" });
  const headers = make();
  removeEntityHeaders(headers);
  assert.deepEqual([...headers.keys()], ["Date", "Foo", "Expires"]);
  const all = make();
  removeEntityHeaders(all, ["Content-LENGTH"]);
  assert.deepEqual([...all.keys()], ["Date", "Foo", "Content-Length"]);
});

test("the headers of a connection go, with those that Connection names", () => {
  const headers = new HeaderMap([
    ["Connection", "closed, X-Private"],
    ["connection", "x-other"],
    ["X-PRIVATE", "1"],
    ["X-Other", "2"],
    ["Foo", "bar"],
    ["Upgrade", "x"],
  ]);
  removeHopByHopHeaders(headers);
  assert.deepEqual([...headers], [["Foo", "bar"]]);
});
