// Tests which cookies the jar keeps, and which of them belong to a request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CookieJar, type CookieTarget } from "demijohn/testing";

const home: CookieTarget = { host: "example.org", path: "/", secure: true };

function jarOf(lines: readonly string[], from: Partial<CookieTarget> = {}): CookieJar {
  const jar = new CookieJar();
  jar.takeIn(lines, { ...home, ...from });
  return jar;
}

test("a cookie without a domain goes to its own host alone", () => {
  const jar = jarOf(["a=1"]);
  assert.equal(jar.header(home), "a=1");
  assert.equal(jar.header({ ...home, host: "EXAMPLE.org:8000" }), "a=1");
  assert.equal(jar.header({ ...home, host: "blog.example.org" }), undefined);
  assert.equal(jar.header({ ...home, host: "org" }), undefined);
  assert.equal(jar.find("a")?.hostOnly, true);
});

test("a cookie with a domain goes to its subdomains too, and never to a name that only ends alike", () => {
  const jar = jarOf(["a=1; Domain=.Example.org"], { host: "www.example.org" });
  for (const host of ["example.org", "www.example.org", "a.b.example.org"])
    assert.equal(jar.header({ ...home, host }), "a=1", host);
  assert.equal(jar.header({ ...home, host: "badexample.org" }), undefined);
  assert.equal(jar.get("a", { domain: "example.org" }), "1");
});

test("a domain that the host does not belong to is ignored", () => {
  assert.deepEqual(jarOf(["a=1; Domain=other.org", "b=2; Domain=www.example.org", "c=3; Domain=ple.org"]).all, []);
});

test("a path covers itself and what lies below it", () => {
  const jar = jarOf(["a=1; Path=/cellar"]);
  for (const [path, header] of [
    ["/cellar", "a=1"],
    ["/cellar/", "a=1"],
    ["/cellar/jars", "a=1"],
    ["/cellars", undefined],
    ["/", undefined],
  ] as const)
    assert.equal(jar.header({ ...home, path }), header, path);
  assert.equal(jarOf(["a=1; Path=/cellar/"]).header({ ...home, path: "/cellar/jars" }), "a=1");
});

test("without a path the request's folder is taken", () => {
  for (const [path, folder] of [
    ["/", "/"],
    ["/jars", "/"],
    ["/jars/", "/jars"],
    ["/cellar/jars/5", "/cellar/jars"],
  ] as const)
    assert.equal(jarOf(["a=1"], { path }).find("a")?.path, folder, path);
  assert.equal(jarOf(["a=1; Path=relative"], { path: "/cellar/jars" }).find("a")?.path, "/cellar");
});

test("a secure cookie needs https, except on localhost", () => {
  const jar = jarOf(["a=1; Secure"]);
  assert.equal(jar.header(home), "a=1");
  assert.equal(jar.header({ ...home, secure: false }), undefined);
  for (const host of ["localhost", "localhost:8000", "shop.localhost"]) {
    const local = { host, path: "/", secure: false };
    assert.equal(jarOf(["a=1; Secure"], local).header(local), "a=1", host);
  }
});

test("max-age and expires end a cookie, and max-age goes first", () => {
  const past = "Thu, 01 Jan 1970 00:00:00 GMT";
  const future = "Fri, 01 Jan 2100 00:00:00 GMT";
  const kept = jarOf([`a=1; Expires=${future}`, "b=2; Max-Age=60", `c=3; Max-Age=60; Expires=${past}`]);
  assert.equal(kept.header(home), "a=1; b=2; c=3");
  assert.equal(kept.find("a")?.expires?.toISOString(), "2100-01-01T00:00:00.000Z");
  assert.equal(kept.find("b")?.maxAge, 60);
  kept.takeIn([`a=; Expires=${past}`, "b=; Max-Age=0", `c=; Max-Age=-1; Expires=${future}`], home);
  assert.deepEqual(kept.all, []);
});

test("a cookie is told apart by name, domain and path", () => {
  const jar = jarOf(["a=host", "a=domain; Domain=example.org; Path=/x", "a=deep; Path=/x/y", "A=upper"]);
  jar.takeIn(["a=again"], home);
  assert.equal(jar.all.length, 4);
  assert.equal(jar.get("a", { path: "/" }), "again");
  assert.equal(jar.get("a", { path: "/x" }), "domain");
  assert.equal(jar.get("A"), "upper");
  assert.equal(jar.get("missing"), undefined);
});

test("the longer path goes first, and of equal ones the one that was set first", () => {
  const jar = jarOf(["a=1; Path=/", "b=2; Path=/cellar", "c=3; Path=/", "d=4; Path=/cellar/jars"]);
  assert.equal(jar.header({ ...home, path: "/cellar/jars" }), "d=4; b=2; a=1; c=3");
});

test("values keep their equals signs, and attributes are read in any case", () => {
  const jar = jarOf([" a = b=c== ; HTTPONLY; sameSite=Lax; partitioned; secure", "no equals sign", "e="]);
  assert.deepEqual(jar.all, [
    {
      name: "a",
      value: "b=c==",
      domain: "example.org",
      path: "/",
      hostOnly: true,
      secure: true,
      httpOnly: true,
      sameSite: "Lax",
      partitioned: true,
      maxAge: undefined,
      expires: undefined,
    },
    { ...jar.find("e")!, name: "e", value: "" },
  ]);
});

test("a test puts cookies in and takes them out by name", () => {
  const jar = new CookieJar();
  jar.set("a", "1");
  jar.set("a", "2", { path: "/x" });
  jar.set("b", "3", { domain: "example.org", hostOnly: false });
  assert.equal(jar.header({ host: "localhost:80", path: "/x", secure: false }), "a=2; a=1");
  assert.equal(jar.header({ ...home, host: "www.example.org" }), "b=3");
  jar.delete("a");
  assert.deepEqual(
    jar.all.map(({ name }) => name),
    ["b"],
  );
  jar.clear();
  assert.deepEqual(jar.all, []);
});
