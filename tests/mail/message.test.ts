// Tests messages: what is refused when they are made, and how they are written in MIME.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Message, type MessageOptions } from "demijohn/mail";

const fixed = {
  from: "shop@example.org",
  to: "ada@example.org",
  date: new Date("2026-01-05T08:00:00Z"),
  messageId: "<1@example.org>",
};
const make = (options: MessageOptions): Message => new Message({ ...fixed, text: "x", ...options });

/** The message with its random boundaries named b1, b2, … */
function mime(options: MessageOptions): string {
  let text = Buffer.from(make(options).toMime()).toString();
  let count = 0;
  for (let match = /"(=_[\w-]{20})"/.exec(text); match !== null; match = /"(=_[\w-]{20})"/.exec(text))
    text = text.replaceAll(match[1]!, `b${++count}`);
  return text;
}

function header(options: MessageOptions, name: string): string | undefined {
  return new RegExp(`^${name}: ((?:.*)(?:\\r\\n .*)*)`, "m").exec(mime(options))?.[1];
}

test("a plain message is a few lines", () => {
  assert.equal(
    mime({ subject: "Hello", text: "Hello, Ada!\nBye." }),
    "From: shop@example.org\r\nTo: ada@example.org\r\nSubject: Hello\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\n" +
      "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" +
      "Content-Transfer-Encoding: 7bit\r\n\r\nHello, Ada!\r\nBye.\r\n",
  );
});

test("text, HTML, an image in it and a file make a tree of parts", () => {
  const text = mime({
    text: "Hi",
    html: '<img src="cid:logo">',
    alternatives: [{ type: "text/calendar; method=REQUEST", content: "BEGIN:VCALENDAR" }],
    attachments: [
      { name: "logo.png", content: new Uint8Array([1, 2, 3]), cid: "logo" },
      { name: "prices.csv", content: "jar,7\n" },
    ],
  });
  assert.equal(
    text.slice(text.indexOf("Content-Type")),
    'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n' +
      '--b1\r\nContent-Type: multipart/alternative; boundary="b2"\r\n\r\n' +
      "--b2\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHi\r\n" +
      '--b2\r\nContent-Type: multipart/related; boundary="b3"\r\n\r\n' +
      "--b3\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" +
      '<img src="cid:logo">\r\n' +
      '--b3\r\nContent-Type: image/png; name="logo.png"\r\nContent-Disposition: inline; filename="logo.png"\r\n' +
      "Content-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n--b3--\r\n\r\n" +
      "--b2\r\nContent-Type: text/calendar; method=REQUEST\r\nContent-Transfer-Encoding: 7bit\r\n\r\nBEGIN:VCALENDAR\r\n" +
      "--b2--\r\n\r\n" +
      '--b1\r\nContent-Type: text/csv; charset=utf-8; name="prices.csv"\r\nContent-Disposition: attachment; filename="prices.csv"\r\n' +
      "Content-Transfer-Encoding: base64\r\n\r\namFyLDcK\r\n--b1--\r\n\r\n",
  );
});

const bodies: readonly (readonly [what: string, text: string, encoding: string, body: string])[] = [
  ["ASCII", "a\r\nb\rc\nd", "7bit", "a\r\nb\r\nc\r\nd"],
  ["an umlaut", "Grüße an alle, die es gibt", "quoted-printable", "Gr=C3=BC=C3=9Fe an alle, die es gibt"],
  ["Greek", "Καλημέρα κόσμε", "base64", Buffer.from("Καλημέρα κόσμε").toString("base64")],
  ["a space at a line's end", "a \nb", "quoted-printable", "a=20\r\nb"],
  ["From at a line's beginning", "From here", "quoted-printable", "=46rom here"],
  ["an equals sign beside an umlaut", "prices = für each", "quoted-printable", "prices =3D f=C3=BCr each"],
  ["a long line", "x".repeat(100), "quoted-printable", `${"x".repeat(75)}=\r\n${"x".repeat(25)}`],
];
for (const [what, text, encoding, body] of bodies) {
  test(`${what} is written as ${encoding}`, () => {
    const written = mime({ text });
    assert.equal(/Content-Transfer-Encoding: (.*)\r/.exec(written)![1], encoding);
    assert.equal(written.slice(written.indexOf("\r\n\r\n") + 4), `${body}\r\n`);
    for (const line of written.split("\r\n")) assert.ok(line.length <= 76, line);
  });
}

test("header text beyond ASCII stands in encoded words of at most 75 characters that split no letter", () => {
  assert.equal(header({ subject: "Grüße" }, "Subject"), "=?UTF-8?B?R3LDvMOfZQ==?=");
  assert.equal(header({ subject: "Your order – jar" }, "Subject"), "=?UTF-8?Q?Your_order_=E2=80=93_jar?=");
  assert.equal(header({ subject: "=?UTF-8?Q?fake?=" }, "Subject"), "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Ffake=3F=3D?=");
  const long = header({ subject: "Ω".repeat(60) }, "Subject")!;
  const words = long.split("\r\n ");
  assert.ok(words.length > 1 && words.every((word) => word.length <= 75));
  assert.equal(
    words.map((word) => Buffer.from(/\?B\?(.*)\?=/.exec(word)![1]!, "base64").toString()).join(""),
    "Ω".repeat(60),
  );
});

test("long headers are folded at spaces", () => {
  const subject = "word ".repeat(30).trim();
  const folded = header({ subject }, "Subject")!;
  assert.equal(folded.replaceAll("\r\n", ""), subject);
  assert.ok(folded.split("\r\n").every((line) => line.length <= 76));
  const to = Array.from({ length: 8 }, (_, i) => `reader${i}@example.org`);
  assert.equal(header({ to }, "To")!.replaceAll("\r\n", ""), to.join(", "));
});

test("names are quoted or encoded before their address", () => {
  const to = [
    { name: "Ada Lovelace", address: "a@x.example" },
    { name: "Lovelace, Ada", address: "b@x.example" },
    { name: "Ädä", address: "c@x.example" },
  ];
  assert.equal(
    header({ to }, "To")!.replaceAll("\r\n", ""),
    'Ada Lovelace <a@x.example>, "Lovelace, Ada" <b@x.example>, =?UTF-8?B?w4Rkw6Q=?= <c@x.example>',
  );
});

test("a file's name beyond ASCII is written as RFC 2231 says", () => {
  const text = mime({ attachments: [{ name: 'Grüße "x".txt', content: "x" }] });
  assert.ok(text.includes("filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22x%22.txt\r\n"));
});

test("an enclosed message is not encoded", () => {
  const text = mime({ attachments: [{ name: "old.eml", type: "message/rfc822", content: "Subject: x\r\n\r\nGrüße" }] });
  assert.ok(text.includes("Content-Transfer-Encoding: 8bit\r\n\r\nSubject: x\r\n\r\nGrüße\r\n--b1--"));
});

test("a file is read when the message is made", () => {
  const path = new URL("../fixtures/tls/cert.pem", import.meta.url).pathname;
  const [file] = make({ attachments: [{ path }] }).attachments;
  assert.equal(file!.name, "cert.pem");
  assert.ok(Buffer.from(file!.content).toString().startsWith("-----BEGIN CERTIFICATE"));
});

test("an image without HTML is a file like others", () => {
  assert.match(
    mime({ attachments: [{ name: "a.png", content: "x", cid: "a" }] }),
    /Content-Type: multipart\/mixed; boundary="b1"/,
  );
});

test("recipients are listed once each, and contains() looks into every version", () => {
  const message = make({ cc: "Ada <ada@example.org>", bcc: "eve@example.org", text: "a jar", html: "<p>a jar</p>" });
  assert.deepEqual(message.recipients, ["ada@example.org", "eve@example.org"]);
  assert.equal(message.contains("a jar"), true);
  assert.equal(message.contains("<p>"), false);
});

test("another sender makes another message", () => {
  const message = new Message({ to: "a@x.example", text: "x" });
  assert.match(message.messageId, /@localhost>$/);
  assert.match(message.withSender("b@y.example").messageId, /@y\.example>$/);
});

const injections: readonly (readonly [what: string, options: MessageOptions])[] = [
  ["a line feed in the subject", { subject: "x\nBcc: eve@example.org" }],
  ["a carriage return in the subject", { subject: "x\rBcc: eve@example.org" }],
  ["a NUL in the subject", { subject: "x\0" }],
  ["a Unicode line separator in the subject", { subject: "x\u2028Bcc: eve@example.org" }],
  ["a C1 next-line in the subject", { subject: "x\u0085Bcc: eve@example.org" }],
  ["a line feed in the sender", { from: "shop@example.org\nBcc: eve@example.org" }],
  ["a line feed in replyTo", { replyTo: "a@x.example\nBcc: eve@example.org" }],
  ["a line feed in a header", { headers: { "X-Note": "x\r\n\r\n<script>" } }],
  ["a line feed in a message id", { messageId: "<a@b>\nBcc: eve@example.org" }],
  ["a line feed in a file's name", { attachments: [{ name: "a\n.txt", content: "x" }] }],
];
for (const [what, options] of injections) {
  test(`${what} is refused`, () => {
    assert.throws(() => make(options), { name: "MailError", code: "MAIL_HEADER_INJECTION" });
  });
}

const faults: readonly (readonly [options: MessageOptions, message: string])[] = [
  [
    { subject: "Hi\nBcc: eve@example.org" },
    "MAIL_HEADER_INJECTION: The subject has a line break, which could begin a header of its own.\n" +
      '  You wrote "Hi\\nBcc: eve@example.org"\n' +
      "  At character 3: U+000A.\n" +
      '  Refuse such text where it comes in, or replace it: text.replace(/\\s+/g, " ").',
  ],
  [
    { subject: "Hi", text: undefined },
    'MAIL_NO_BODY: The message has neither text nor HTML.\n  Subject: "Hi".\n  Give text, html or a template.',
  ],
  [
    { html: '<img src="cid:logo">' },
    "MAIL_MISSING_IMAGE: The HTML shows cid:logo, and no attachment has this cid.\n" +
      "  Cids: none.\n" +
      '  Attach it: { path: "image.png", cid: "logo" }.',
  ],
  [
    { headers: { "reply-to": "a@x.example" } },
    'MAIL_RESERVED_HEADER: The extra header "reply-to" cannot be given.\n' +
      "  The message writes it itself.\n" +
      "  Use replyTo of the message.",
  ],
  [
    { headers: { "X Note": "x" } },
    'MAIL_RESERVED_HEADER: The extra header "X Note" cannot be given.\n' +
      "  A header's name has no spaces and no colon.\n" +
      "  Correct its name.",
  ],
  [
    { messageId: "1" },
    'MAIL_RESERVED_HEADER: The messageId is not one.\n  You wrote "1"\n  Write "<unique@your.domain>", or leave it out.',
  ],
  [
    { from: "a@x.example, b@x.example" },
    "MAIL_BAD_ADDRESS: From has 2 addresses.\n" +
      "  Addresses: a@x.example, b@x.example.\n" +
      "  A message has one sender; put the others into replyTo or cc.",
  ],
  [
    { attachments: [{ name: "", content: "x" }] },
    "MAIL_BAD_ATTACHMENT: An attachment has no name or no content.\n" +
      '  You wrote { name: "", content: "x" }\n' +
      '  Give { name: "report.pdf", content: bytes }, or { path: "reports/1.pdf" }.',
  ],
  [
    { attachments: [{ name: "a", content: "x", type: "pdf" }] },
    'MAIL_BAD_ATTACHMENT: The attachment "a" has a type that is none.\n' +
      '  You wrote type: "pdf"\n' +
      '  Write a media type such as "application/pdf".',
  ],
  [
    { attachments: [{ name: "a", content: "x", cid: "a>b" }] },
    "MAIL_BAD_ATTACHMENT: An inline image has a cid that cannot stand in a header.\n" +
      '  You wrote cid: "a>b"\n' +
      '  Use letters, digits and . _ - + @, such as "logo".',
  ],
  [
    { alternatives: [{ type: "calendar", content: "x" }] },
    "MAIL_BAD_ATTACHMENT: An alternative has a type that is none.\n" +
      '  You wrote type: "calendar"\n' +
      '  Write a media type such as "text/calendar; method=REQUEST".',
  ],
  [
    { attachments: [{ path: "/no/such/file" }] },
    "MAIL_BAD_ATTACHMENT: The file of an attachment cannot be read.\n" +
      '  You wrote "/no/such/file"\n' +
      "  The system says: ENOENT: no such file or directory, open '/no/such/file'.\n" +
      "  Give a path that this process may read; a relative one starts at its working folder.",
  ],
];
for (const [options, message] of faults) {
  test(`${message.slice(0, message.indexOf("."))} is said whole`, () => {
    assert.throws(() => make(options), { message });
  });
}
