// Tests how addresses are read and checked: RFC 5322's forms, international domains, and everything that is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAddress, MailError, parseAddresses } from "demijohn/mail";

const read: readonly (readonly [text: string, ...expected: (readonly [name: string, address: string])[]])[] = [
  ["ada@example.org", ["", "ada@example.org"]],
  ["Ada Lovelace <ada@example.org>", ["Ada Lovelace", "ada@example.org"]],
  ['"Lovelace, Ada" <ada@example.org>', ["Lovelace, Ada", "ada@example.org"]],
  ['"Ada \\"the\\" Countess" <a@b.example>', ['Ada "the" Countess', "a@b.example"]],
  ["<ada@example.org>", ["", "ada@example.org"]],
  ["ada@example.org (at work)", ["", "ada@example.org"]],
  ["ada@a.example, Bob <bob@b.example>,", ["", "ada@a.example"], ["Bob", "bob@b.example"]],
  ["Ada Lövelace <ada@bücher.example>", ["Ada Lövelace", "ada@xn--bcher-kva.example"]],
  ["ada@例え.テスト", ["", "ada@xn--r8jz45g.xn--zckzah"]],
  ["root@localhost", ["", "root@localhost"]],
  ["a.b+c_d'e@x-y.example", ["", "a.b+c_d'e@x-y.example"]],
  ['"john smith"@example.org', ["", '"john smith"@example.org']],
  ['J <"a,b>c"@example.org>', ["J", '"a,b>c"@example.org']],
  ["ada@[127.0.0.1]", ["", "ada@[127.0.0.1]"]],
  ["ada@[IPv6:::1]", ["", "ada@[IPv6:::1]"]],
  ["", ...[]],
  ["  ", ...[]],
];

for (const [text, ...expected] of read) {
  test(`${JSON.stringify(text)} is read`, () => {
    assert.deepEqual(
      parseAddresses(text).map(({ name, address }) => [name, address]),
      expected,
    );
  });
}

const refused: readonly (readonly [text: string, problem: string])[] = [
  ["ada", "It has no @."],
  ["@example.org", "Nothing stands before the @."],
  ["ada@", "The part after the @ is not a domain."],
  ["ada@exam ple.org", "The part after the @ is not a domain."],
  ["ada@-x.example", "The part after the @ is not a domain."],
  ["ada@x..example", "The part after the @ is not a domain."],
  ["ada@example.org.", "The part after the @ is not a domain."],
  ["ada@ex/ample.org", "The part after the @ is not a domain."],
  ["ada@exa%6dple.org", "The part after the @ is not a domain."],
  [`ada@${"x".repeat(64)}.example`, "The part after the @ is not a domain."],
  ["ada..b@example.org", "The part before the @ has characters that are not allowed."],
  [".ada@example.org", "The part before the @ has characters that are not allowed."],
  ["a b@example.org", "The part before the @ has characters that are not allowed."],
  ["a@b@example.org", "The part before the @ has characters that are not allowed."],
  ["team: ada@example.org, bob@example.org;", "The part before the @ has characters that are not allowed."],
  [`${"x".repeat(65)}@example.org`, "The part before the @ has more than 64 characters."],
  [`${"x".repeat(60)}@${`${"y".repeat(49)}.`.repeat(4)}org`, "It has more than 254 characters."],
  ["ädä@example.org", "The part before the @ has letters beyond ASCII, which few mail servers deliver to."],
  ["Ada <ada@example.org> Bob", "Text follows the address in angle brackets."],
  ["<a@b.example> <c@d.example>", "Two addresses stand without a comma between them."],
  ['"Ada <ada@example.org>', "A quotation mark is never closed."],
  ["Ada <ada@example.org", "An angle bracket is never closed."],
  ["ada@example.org (work", "A parenthesis is never closed."],
];

for (const [text, problem] of refused) {
  test(`${JSON.stringify(text.slice(0, 40))} is refused`, () => {
    assert.throws(
      () => parseAddresses(text),
      (error) =>
        error instanceof MailError && error.code === "MAIL_BAD_ADDRESS" && error.details.facts?.[0] === problem,
    );
  });
}

test("what is wrong with an address is told whole", () => {
  assert.throws(() => parseAddresses("ada.example.org", "to"), {
    message:
      "MAIL_BAD_ADDRESS: To is not a mail address.\n" +
      '  You wrote "ada.example.org"\n' +
      "  It has no @.\n" +
      "  Write ada@example.org or Ada Lovelace <ada@example.org>.",
  });
  assert.throws(() => parseAddresses({ address: 7 } as never, "to"), {
    message:
      "MAIL_BAD_ADDRESS: To is not a mail address.\n" +
      "  You wrote an object of class Object\n" +
      '  Write "ada@example.org" or { name: "Ada Lovelace", address: "ada@example.org" }.',
  });
});

test("records and lists are read too, with names that look like addresses", () => {
  const people = parseAddresses(["a@x.example, b@x.example", { name: "Bob <x@y>", address: "bob@x.example" }]);
  assert.deepEqual(people.map(formatAddress), ["a@x.example", "b@x.example", '"Bob <x@y>" <bob@x.example>']);
});

for (const text of [
  "ada@example.org\nBcc: eve@x.example",
  "Ada\r\nBcc: e@x.example <ada@example.org>",
  "a\0@x.example",
]) {
  test(`${JSON.stringify(text)} begins no header`, () => {
    assert.throws(() => parseAddresses(text), { code: "MAIL_HEADER_INJECTION" });
    assert.throws(() => parseAddresses({ address: text }), { code: "MAIL_HEADER_INJECTION" });
    assert.throws(() => parseAddresses({ name: text, address: "a@x.example" }), { code: "MAIL_HEADER_INJECTION" });
  });
}
