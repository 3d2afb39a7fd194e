// States how addresses are turned into ASCII and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { iriToUri, uriToIri } from "demijohn/http";

test("an IRI becomes ASCII", () => {
  assert.equal(iriToUri("http://☃.net/"), "http://xn--n3h.net/");
  assert.equal(iriToUri("http://üser:pässword@☃.net/påth"), "http://%C3%BCser:p%C3%A4ssword@xn--n3h.net/p%C3%A5th");
  assert.equal(iriToUri("/a b?ü=%20 1#ä"), "/a%20b?%C3%BC=%20%201#%C3%A4");
  assert.equal(iriToUri("http://[::1]:8000/ü"), "http://[::1]:8000/%C3%BC");
  assert.equal(iriToUri("itms-services://?action=download"), "itms-services://?action=download");
  assert.equal(iriToUri("/foo"), "/foo");
  assert.equal(iriToUri("http://foo.com/%2F"), "http://foo.com/%2F");
});

test("a URI becomes readable, and keeps what has a meaning escaped", () => {
  assert.equal(uriToIri("http://xn--n3h.net/"), "http://☃.net/");
  assert.equal(uriToIri("http://%C3%BCser:p%C3%A4ssword@xn--n3h.net/p%C3%A5th"), "http://üser:pässword@☃.net/påth");
  assert.equal(uriToIri("/%3F?%2F#%23"), "/%3F?/##");
  assert.equal(uriToIri("/?%26%3D%2b%20%FF"), "/?%26%3D%2b%20%FF");
  assert.equal(uriToIri("http://xn--dfdfdffdsf.com/"), "http://xn--dfdfdffdsf.com/");
});

test("both ways together change nothing that is valid", () => {
  for (const uri of ["http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF", "//a/b", "?a", "#b", "mailto:a@b", ""]) {
    assert.equal(iriToUri(uriToIri(uri)), uri);
  }
});
