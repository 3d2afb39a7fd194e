// States what Cache-Control is read into and written from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCacheControl, parseCacheControl } from "demijohn/http";

test("directives are read into fields", () => {
  assert.deepEqual(parseCacheControl('max-age=60, No-Cache, private="X-A, X-B", max-stale, s-maxage="5", immutable'), {
    maxAge: 60,
    noCache: true,
    private: "X-A, X-B",
    maxStale: true,
    sMaxAge: 5,
    immutable: true,
  });
  assert.deepEqual(parseCacheControl("max-stale=5, only-if-cached, min-fresh=1"), {
    maxStale: 5,
    onlyIfCached: true,
    minFresh: 1,
  });
  assert.deepEqual(parseCacheControl(undefined), {});
});

test("what is unknown or malformed is an extension, without a prototype", () => {
  const { extensions, ...known } = parseCacheControl("max-age=x, max-age, foo=bar, __proto__=1, public");
  assert.deepEqual(known, { public: true });
  assert.deepEqual(Object.entries(extensions!), [
    ["max-age", null],
    ["foo", "bar"],
    ["__proto__", "1"],
  ]);
});

test("fields are written in their order, false ones left out", () => {
  assert.equal(
    formatCacheControl({
      public: true,
      maxAge: 60.5,
      noStore: false,
      private: "X A",
      staleWhileRevalidate: undefined,
      extensions: { foo: "b c", bar: null },
    }),
    'public, max-age=60, private="X A", foo="b c", bar',
  );
  for (const header of ["no-store", "public, max-age=31536000, immutable", "private, must-revalidate, s-maxage=0"]) {
    assert.equal(formatCacheControl(parseCacheControl(header)), header);
  }
});
