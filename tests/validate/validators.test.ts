// Tests the validators: what they take and refuse, their texts and codes, and how equal ones are known.
import assert from "node:assert/strict";
import { test } from "node:test";
import { temporal } from "#orm/internals";
import {
  assertValid,
  checkValue,
  checkValueAsync,
  DecimalText,
  decimalValidator,
  describeIssue,
  emailValidator,
  fileExtensionValidator,
  type Issue,
  integerListValidator,
  maxLengthValidator,
  maxValueValidator,
  minLengthValidator,
  minValueValidator,
  noneOfValidator,
  normalizeIpv6,
  parseIpv4,
  parseIpv6,
  prohibitNullCharactersValidator,
  regexValidator,
  ruleOf,
  sameValidator,
  stepValueValidator,
  urlValidator,
  ValidationError,
  validateCommaSeparatedIntegerList,
  validateDomainName,
  validateEmail,
  validateImageFileExtension,
  validateInteger,
  validateIpv4Address,
  validateIpv6Address,
  validateIpv46Address,
  validateMacAddress,
  validateSlug,
  validateUnicodeSlug,
  validateUrl,
} from "#validate";

type Check = (value: never) => Issue | undefined;

const day = (text: string) => temporal().PlainDate.from(text);

const cases: readonly (readonly [string, unknown, readonly unknown[], readonly unknown[]])[] = [
  [
    "email",
    validateEmail,
    [
      "a@b.org",
      "a.b+c@b.co.uk",
      '"quoted"@b.org',
      "a@localhost",
      "a@[127.0.0.1]",
      "a@[::1]",
      "ä".length === 1 ? "a@müller.de" : "",
    ],
    [
      "",
      "a",
      "a@",
      "@b.org",
      "a@b",
      "a@-b.org",
      "a@b.org\n",
      "a b@c.org",
      "a@[127.0.0.999]",
      `${"a".repeat(320)}@b.org`,
      "a@b..org",
      "a\r\nBcc: x@y.org",
      7,
      null,
    ],
  ],
  ["an allowlist of hosts", emailValidator({ allowlist: ["intranet"] }), ["a@intranet"], ["a@localhost"]],
  [
    "url",
    validateUrl,
    [
      "http://a.org",
      "https://a.org:8000/x?y#z",
      "ftp://a.org",
      "http://localhost/",
      "http://1.2.3.4/",
      "http://[::1]:80/",
      "http://u:p@a.org/",
      "http://müller.de",
    ],
    [
      "",
      "a.org",
      "javascript:alert(1)",
      "http://",
      "http://a",
      "http://1.2.3.999",
      "http://[::1",
      "http://a.org\n",
      "//a.org",
      `http://a.org/${"x".repeat(2048)}`,
      "http://-a.org",
      "http://a.org:123456",
      5,
    ],
  ],
  ["schemes", urlValidator({ schemes: ["https"] }), ["https://a.org"], ["http://a.org"]],
  ["slug", validateSlug, ["a-b_C9"], ["", "a b", "é", "a\n"]],
  ["unicode slug", validateUnicodeSlug, ["é-ß", "你好"], ["a b", ""]],
  [
    "MAC address",
    validateMacAddress,
    ["08:00:2b:01:02:03", "08-00-2B-01-02-03"],
    ["08:00:2b:01:02", "08:00-2b:01:02:03", "08:00:2b:01:02:0g", "08:00:2b:01:02:03\n", "", "08002b010203"],
  ],
  ["none of", noneOfValidator(["admin", "root", 7]), ["ada", "", 8, "7"], ["admin", "Admin", "ＲＯＯＴ", 7]],
  ["integer", validateInteger, ["42", "-7", 42], ["4.2", "", "a", "42\n"]],
  ["integer list", validateCommaSeparatedIntegerList, ["1", "1,2"], ["", "1,", "1, 2", "a"]],
  ["negative integers", integerListValidator({ separator: ".", allowNegative: true }), ["-1.2"], ["1,2"]],
  ["ipv4", validateIpv4Address, ["1.2.3.4", "0.0.0.0"], ["1.2.3", "01.2.3.4", "256.1.1.1", "1.2.3.4\n", "1.2.3.４"]],
  [
    "ipv6",
    validateIpv6Address,
    ["::", "::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"],
    ["1:2", ":::", "1::2::3", "12345::", "::1%", "::ffff:1.2.3.456", ""],
  ],
  ["either", validateIpv46Address, ["1.2.3.4", "::1"], ["1", ""]],
  ["domain", validateDomainName, ["a.org", "xn--4ca9at.org", "müller.de"], ["a", "-a.org", "a b.org", ".org"]],
  ["regex", regexValidator(/b/), ["abc"], ["ac"]],
  ["inverse regex", regexValidator(/b/, { inverse: true }), ["ac"], ["abc"]],
  ["null characters", prohibitNullCharactersValidator(), ["a"], ["a\0"]],
  ["longest", maxLengthValidator(2), ["", "ab", "🍷🍷", [1, 2], new Set([1])], ["abc", "🍷🍷🍷", [1, 2, 3]]],
  ["shortest", minLengthValidator(2), ["ab"], ["", "a", "🍷"]],
  ["largest", maxValueValidator(10), [10, -1], [10.1]],
  ["largest decimal", maxValueValidator("9.99"), ["9.990", "-1000"], ["10", "9.991"]],
  ["largest big integer", maxValueValidator(10n), [10n], [11n]],
  ["earliest day", minValueValidator(() => day("2026-01-02")), [day("2026-01-02")], [day("2026-01-01")]],
  ["earliest instant", minValueValidator(new Date(5)), [new Date(5)], [new Date(4)]],
  ["step", stepValueValidator("0.1"), [0.3, "12.7", 0], [0.35]],
  ["step from an offset", stepValueValidator(3, { offset: 1 }), [1, 4, -2], [3]],
  [
    "decimal",
    decimalValidator({ maxDigits: 4, decimalPlaces: 2 }),
    ["12.34", "0.12", "12", "-99.99", "1E1"],
    ["123.4", "1.234", "12345", "NaN", "Infinity", "x"],
  ],
  [
    "extensions",
    fileExtensionValidator({ allowed: ["PDF"] }),
    [{ name: "a.pdf" }, { name: "f", filename: "x.b.PDF" }, "y.pdf"],
    [{ name: "a.pdf.exe" }, { name: ".pdf" }, "pdf"],
  ],
  ["pictures", validateImageFileExtension, ["a.png", "a.JPEG"], ["a.svg", "a"]],
];

for (const [name, validator, good, bad] of cases)
  test(`${name} takes what is good and refuses what is not`, () => {
    for (const value of good) assert.equal((validator as Check)(value as never), undefined, String(value));
    for (const value of bad) assert.notEqual((validator as Check)(value as never), undefined, String(value));
  });

test("texts say the limit and the value, in the right number", () => {
  const text = (issue: Issue | undefined): string => describeIssue(issue!);
  assert.equal(text(maxLengthValidator(1)("ab")), "Ensure this value has at most 1 character (it has 2).");
  assert.equal(text(minLengthValidator(3)("ab")), "Ensure this value has at least 3 characters (it has 2).");
  assert.equal(text(maxValueValidator(3)(4)), "Ensure this value is less than or equal to 3.");
  assert.equal(
    text(stepValueValidator(3, { offset: 1 })(3)),
    "Ensure this value is a multiple of step size 3, starting from 1, e.g. 1, 4, 7, and so on.",
  );
  assert.equal(
    text(fileExtensionValidator({ allowed: ["pdf", "txt"] })("a.exe")),
    "File extension “exe” is not allowed. Allowed extensions are: pdf, txt.",
  );
  assert.equal(
    text(regexValidator(/a/, { message: "Begin with {letter}.", code: "letter" })("b")),
    "Begin with {letter}.",
  );
});

test("a text is translated before it is filled in, by its number where it has one", () => {
  const issue = maxLengthValidator(1)("abc")!;
  const german = describeIssue(issue, (message, count) =>
    typeof message === "string" ? message : `${count === 1 ? "Ein" : "Viele"}: {limit} statt {length}`,
  );
  assert.equal(german, "Ein: 1 statt 3");
});

test("equal validators are known by what they check", () => {
  assert.ok(sameValidator(maxLengthValidator(3), maxLengthValidator(3)));
  assert.ok(!sameValidator(maxLengthValidator(3), maxLengthValidator(4)));
  assert.ok(!sameValidator(maxLengthValidator(3), minLengthValidator(3)));
  assert.ok(sameValidator(regexValidator(/a/i), regexValidator(/a/i)));
  assert.ok(!sameValidator(regexValidator(/a/i), regexValidator(/a/)));
  assert.ok(sameValidator(minValueValidator(new Date(1)), minValueValidator(new Date(1))));
  const own = (): undefined => undefined;
  assert.ok(sameValidator(own, own));
  assert.ok(!sameValidator(own, () => undefined));
  assert.deepEqual(ruleOf(emailValidator())?.kind, "email");
});

test("all validators run, whether they return a text, an issue or several, throw, or wait", async () => {
  const validators = [
    () => "One.",
    () => ({ code: "two", message: "Two." }),
    () => [{ code: "three", message: "Three." }],
    () => {
      throw new ValidationError("Four.", { code: "four" });
    },
    () => undefined,
  ];
  assert.deepEqual(
    checkValue(1, validators).map((issue) => issue.code),
    ["invalid", "two", "three", "four"],
  );
  assert.deepEqual(
    (await checkValueAsync(1, [...validators, async () => "Five."])).map((issue) => issue.message),
    ["One.", "Two.", "Three.", "Four.", "Five."],
  );
  assert.throws(
    () =>
      checkValue(1, [
        () => {
          throw new TypeError("no fault of the value");
        },
      ]),
    TypeError,
  );
  assert.throws(() => assertValid("x", validateEmail), ValidationError);
  assert.doesNotThrow(() => assertValid("a@b.org", validateEmail));
});

test("a pattern that remembers its place is refused", () => {
  assert.throws(() => regexValidator(/a/g), {
    message: `VALIDATE_BAD_RULE: A pattern that remembers its place would match every other time.
  You wrote /a/g
  Leave out its flags g and y: /a/.`,
  });
});

test("patterns take time in proportion to the text", () => {
  const start = performance.now();
  for (const validator of [
    validateEmail,
    validateUrl,
    validateDomainName,
    validateSlug,
    validateIpv6Address,
    validateCommaSeparatedIntegerList,
  ])
    for (const text of [
      "a".repeat(50_000),
      `a@${"a.".repeat(25_000)}`,
      `http://${"a.".repeat(25_000)}`,
      "1,".repeat(25_000),
      ":".repeat(50_000),
      `${"-".repeat(50_000)}!`,
    ])
      (validator as Check)(text as never);
  assert.ok(performance.now() - start < 15_000);
});

test("IP addresses are read and written in one form", () => {
  assert.deepEqual(parseIpv4("1.2.3.4"), [1, 2, 3, 4]);
  assert.deepEqual(parseIpv6("::1"), [0, 0, 0, 0, 0, 0, 0, 1]);
  assert.equal(normalizeIpv6("2001:0DB8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  assert.equal(normalizeIpv6("::ffff:102:304"), "::ffff:1.2.3.4");
  assert.equal(normalizeIpv6("::ffff:1.2.3.4", { unpackIpv4: true }), "1.2.3.4");
  assert.equal(normalizeIpv6("1:0:3:4:5:6:7:8"), "1:0:3:4:5:6:7:8");
  assert.equal(normalizeIpv6("no"), undefined);
});

test("decimals are exact at any length", () => {
  const big = DecimalText.find("123456789012345678901234567890.10")!;
  assert.equal(String(big.plus(DecimalText.find("0.9")!)), "123456789012345678901234567891.00");
  assert.equal(String(DecimalText.find("1.5e3")), "1500");
  assert.equal(String(DecimalText.find("-15e-4")), "-0.0015");
  assert.equal(DecimalText.find("1e999999999"), undefined);
});
