// States what is left of file names that come from outside.
import assert from "node:assert/strict";
import { test } from "node:test";
import { secureFileName } from "demijohn/http";

test("folders, blanks and dots at the ends go", () => {
  assert.equal(secureFileName("My cool movie.mov"), "My_cool_movie.mov");
  assert.equal(secureFileName("../../../etc/passwd"), "etc_passwd");
  assert.equal(secureFileName("..\\..\\boot.ini"), "boot.ini");
  assert.equal(secureFileName(" a\tb  c.txt "), "a_b_c.txt");
  assert.equal(secureFileName(".htaccess"), "htaccess");
  assert.equal(secureFileName("a\0b\nc"), "ab_c");
});

test("only ASCII stays, accents go from their letters", () => {
  assert.equal(secureFileName("i contain cool ümläuts.txt"), "i_contain_cool_umlauts.txt");
  assert.equal(secureFileName("文.txt"), "txt");
  assert.equal(secureFileName("☃"), "");
});

test("names of devices are not left alone", () => {
  assert.equal(secureFileName("CON"), "_CON");
  assert.equal(secureFileName("nul.txt"), "_nul.txt");
  assert.equal(secureFileName("console.txt"), "console.txt");
});
