// States what preconditions decide, in the order of RFC 9110.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ConditionOutcome,
  evaluateConditions,
  HeaderMap,
  isRangeFresh,
  parseIfRange,
  type ResourceState,
} from "demijohn/http";

const early = "Sun, 06 Nov 1994 08:49:36 GMT";
const same = "Sun, 06 Nov 1994 08:49:37 GMT";
const late = "Sun, 06 Nov 1994 08:49:38 GMT";
const resource: ResourceState = {
  etag: { value: "v", weak: false },
  lastModified: new Date("1994-11-06T08:49:37.500Z"),
};

function outcome(headers: Record<string, string>, method = "GET", state = resource): ConditionOutcome {
  return evaluateConditions(method, new HeaderMap(headers), state);
}

test("no condition lets the request proceed", () => {
  assert.equal(outcome({}), "proceed");
});

test("If-None-Match compares weakly: 304 to a reader, 412 to a writer", () => {
  assert.equal(outcome({ "If-None-Match": '"v"' }), "not-modified");
  assert.equal(outcome({ "If-None-Match": 'W/"v", "x"' }, "HEAD"), "not-modified");
  assert.equal(outcome({ "If-None-Match": '"v"' }, "PUT"), "failed");
  assert.equal(outcome({ "If-None-Match": '"x"' }), "proceed");
  assert.equal(outcome({ "If-None-Match": "*" }, "PUT"), "failed");
  assert.equal(outcome({ "If-None-Match": "*" }, "PUT", { exists: false }), "proceed");
  assert.equal(outcome({ "If-None-Match": '"v"' }, "GET", {}), "proceed");
});

test("If-Match compares strongly", () => {
  assert.equal(outcome({ "If-Match": '"x", "v"' }, "PUT"), "proceed");
  assert.equal(outcome({ "If-Match": 'W/"v"' }, "PUT"), "failed");
  assert.equal(outcome({ "If-Match": '"v"' }, "PUT", { etag: { value: "v", weak: true } }), "failed");
  assert.equal(outcome({ "If-Match": '"v"' }, "PUT", {}), "failed");
  assert.equal(outcome({ "If-Match": "*" }, "PUT", {}), "proceed");
  assert.equal(outcome({ "If-Match": "*" }, "PUT", { exists: false }), "failed");
});

test("dates are compared by the second", () => {
  assert.equal(outcome({ "If-Modified-Since": same }), "not-modified");
  assert.equal(outcome({ "If-Modified-Since": late }), "not-modified");
  assert.equal(outcome({ "If-Modified-Since": early }), "proceed");
  assert.equal(outcome({ "If-Modified-Since": same }, "POST"), "proceed");
  assert.equal(outcome({ "If-Modified-Since": "nonsense" }), "proceed");
  assert.equal(outcome({ "If-Unmodified-Since": same }, "PUT"), "proceed");
  assert.equal(outcome({ "If-Unmodified-Since": early }, "PUT"), "failed");
  assert.equal(outcome({ "If-Unmodified-Since": early }, "PUT", {}), "proceed");
});

test("tags go before dates, and failing before not being modified", () => {
  assert.equal(outcome({ "If-None-Match": '"x"', "If-Modified-Since": late }), "proceed");
  assert.equal(outcome({ "If-Match": '"v"', "If-Unmodified-Since": early }, "PUT"), "proceed");
  assert.equal(outcome({ "If-Match": '"x"', "If-None-Match": '"v"' }), "failed");
  assert.equal(outcome({ "If-Match": '"v"', "If-None-Match": '"v"' }), "not-modified");
});

test("a range is fresh only for exactly this version", () => {
  assert.equal(isRangeFresh(undefined, resource), true);
  assert.equal(isRangeFresh('"v"', resource), true);
  assert.equal(isRangeFresh('W/"v"', resource), false);
  assert.equal(isRangeFresh('"x"', resource), false);
  assert.equal(isRangeFresh(same, resource), true);
  assert.equal(isRangeFresh(late, resource), false);
  assert.equal(isRangeFresh(early, resource), false);
  assert.equal(isRangeFresh('"v"', {}), false);
  assert.equal(isRangeFresh('"v"', { etag: { value: "v", weak: true } }), false);
});

test("If-Range is a tag or a date", () => {
  assert.deepEqual(parseIfRange('"v"'), { etag: { value: "v", weak: false } });
  assert.deepEqual(parseIfRange('W/"v"'), { etag: { value: "v", weak: true } });
  assert.deepEqual(parseIfRange(same), { date: new Date("1994-11-06T08:49:37Z") });
  assert.deepEqual(parseIfRange(undefined), {});
  assert.deepEqual(parseIfRange("*"), {});
});
