// States what Cookie headers give and what Set-Cookie lines are made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpCookie, parseCookies } from "demijohn/http";
import { expectWarning } from "../../expect-warning.ts";

const pairs = (header: string | undefined): [string, string][] => [...parseCookies(header)];

test("cookies are parsed in order, the first of a name goes first", () => {
  assert.deepEqual(pairs("first=IamTheFirst ; a=1; oops ; a=2 ;second = andMeTwo;"), [
    ["first", "IamTheFirst"],
    ["a", "1"],
    ["oops", ""],
    ["a", "2"],
    ["second", "andMeTwo"],
  ]);
  assert.equal(parseCookies("a=1; a=2").get("a"), "1");
  assert.deepEqual(pairs(undefined), []);
  assert.deepEqual(pairs(""), []);
  assert.deepEqual(pairs("; ;=x; = ;"), []);
});

test("quoted values lose their quotes and escapes", () => {
  assert.deepEqual(pairs('a="b c"; d="x\\"y\\\\z\\073\\342\\230\\203"; e="1;2"; f="'), [
    ["a", "b c"],
    ["d", 'x"y\\z;☃'],
    ["e", "1;2"],
    ["f", '"'],
  ]);
});

test("a quote that is not closed, or has text behind it, is part of the value", () => {
  assert.deepEqual(pairs('a="b; c=d'), [
    ["a", '"b'],
    ["c", "d"],
  ]);
  assert.deepEqual(pairs('a="b"c; d="e" ; f'), [
    ["a", '"b"c'],
    ["d", "e"],
    ["f", ""],
  ]);
});

test("bytes beyond ASCII are UTF-8", () => {
  assert.deepEqual(pairs("f\xc3\xb6=\xc3\xa9"), [["fö", "é"]]);
  assert.deepEqual(pairs("a=☃"), [["a", "☃"]]);
});

test("a header of quotes and backslashes takes linear time", () => {
  for (const unit of ['a="\\";', 'a="', '\\"', "a=;", '="\\'] as const) {
    const start = process.hrtime.bigint();
    parseCookies(unit.repeat(200_000));
    assert.ok(Number(process.hrtime.bigint() - start) < 2e9, unit);
  }
});

test("every attribute is written", () => {
  assert.equal(dumpCookie("a", "1"), "a=1; Path=/");
  assert.equal(dumpCookie("a"), "a=; Path=/");
  assert.equal(
    dumpCookie("a", "1", {
      domain: ".Example.com:8000",
      expires: new Date(0),
      maxAge: 60.9,
      secure: true,
      httpOnly: true,
      path: "/a b;c",
      sameSite: "lax",
      partitioned: true,
    }),
    "a=1; Domain=Example.com; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60; Secure; HttpOnly; Path=/a%20b%3Bc; SameSite=Lax; Partitioned",
  );
  assert.equal(dumpCookie("a", "1", { path: null, partitioned: true }), "a=1; Secure; Partitioned");
  assert.equal(dumpCookie("a", "1", { domain: "☃.com", path: null }), "a=1; Domain=xn--n3h.com");
  assert.equal(dumpCookie("a", "1", { sameSite: "none", path: null }), "a=1; SameSite=None");
});

test("a value that needs it is quoted, and parsed back", () => {
  for (const value of ["a b", 'q"q', "back\\slash", "a;b,c", "☃", "é\x01\x7f", "line\r\nbreak", "=x"]) {
    const line = dumpCookie("k", value, { path: null });
    assert.match(line, /^[\x20-\x7e]*$/);
    assert.equal(parseCookies(line).get("k"), value);
  }
  assert.equal(dumpCookie("a", "x/y=z", { path: null }), "a=x/y=z");
  assert.equal(dumpCookie("fö", "1", { path: null }), "f\xc3\xb6=1");
});

test("a cookie that no browser takes is refused", () => {
  const fails = (name: string, options: object, message: string): void => {
    assert.throws(() => dumpCookie(name, "1", options), { message });
  };
  for (const name of ["", "a b", "a=b", "a;b", "a\n"])
    assert.throws(() => dumpCookie(name), { code: "HTTP_BAD_COOKIE" });
  fails(
    "a;b",
    {},
    `HTTP_BAD_COOKIE: The cookie "a;b" cannot be set: its name is empty or has a space, a control character or one of = ; , ".
  Use letters, digits, "-" and "_".`,
  );
  fails(
    "a",
    { domain: "x; Secure" },
    `HTTP_BAD_COOKIE: The cookie "a" cannot be set: its domain "x; Secure" is no host name.
  Write domain: "example.com".`,
  );
  fails(
    "a",
    { sameSite: "bad" },
    `HTTP_BAD_COOKIE: The cookie "a" cannot be set: its sameSite is "bad".
  Write sameSite: "strict", "lax" or "none".`,
  );
  fails(
    "__Host-a",
    { secure: true, domain: "a.b" },
    `HTTP_BAD_COOKIE: The cookie "__Host-a" cannot be set: the prefix __Host- needs Secure, the path / and no domain.
  Write { secure: true, path: "/" }.`,
  );
  fails(
    "__Secure-a",
    {},
    `HTTP_BAD_COOKIE: The cookie "__Secure-a" cannot be set: the prefix __Secure- needs the attribute Secure.
  Add secure: true.`,
  );
  assert.equal(dumpCookie("__Host-a", "1", { secure: true }), "__Host-a=1; Secure; Path=/");
});

test("a cookie larger than browsers keep emits a warning", async () => {
  const warning = await expectWarning(/The cookie "big"/, () => dumpCookie("big", "x".repeat(4093)));
  assert.equal(
    warning.message,
    'The cookie "big" has 4105 bytes (4093 of them its value), more than 4093: browsers may drop it silently.',
  );
  assert.equal((warning as NodeJS.ErrnoException).code, "HTTP_LARGE_COOKIE");
  dumpCookie("big", "x".repeat(9000), { maxSize: 0 });
});
