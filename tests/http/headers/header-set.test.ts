// States how headers that are sets compare and keep their items.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderSet, parseSetHeader } from "demijohn/http";

test("items are compared in any case and kept in order, each once", () => {
  const set = parseSetHeader('Accept, "x y", ACCEPT, Cookie');
  assert.deepEqual([...set], ["Accept", "x y", "Cookie"]);
  assert.equal(set.size, 3);
  assert.equal(set.has("cookie"), true);
  assert.equal(set.add("cookie").add("Origin").toString(), 'Accept, "x y", Cookie, Origin');
  assert.equal(set.delete("ORIGIN"), true);
  assert.equal(set.delete("ORIGIN"), false);
  set.clear();
  assert.equal(set.toString(), "");
  assert.equal(parseSetHeader(undefined).size, 0);
  assert.deepEqual([...new HeaderSet(["a", "A"]).values()], ["a"]);
});
