// Tests mailers and the battery: senders, templates, the outbox, transports, mail after a commit, and the mailbox page.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App, type AppOptions, DemijohnError } from "demijohn";
import {
  ConsoleTransport,
  FileTransport,
  Mailer,
  type MailOptions,
  MemoryTransport,
  mail,
  mailerOf,
  NoneTransport,
  transportOfUrl,
} from "demijohn/mail";
import { atomic, closeDatabases, defineDatabases } from "demijohn/orm";
import { traceChannel } from "#kernel";
import { expectWarning } from "../expect-warning.ts";

const folder = mkdtempSync(join(tmpdir(), "demijohn-mail-"));
after(() => rmSync(folder, { recursive: true }));
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const hello = { to: "ada@example.org", subject: "Hello", text: "Hello, Ada!" };

for (const [name, text] of Object.entries({
  "welcome.txt": "Welcome, {{ name }}!\n",
  "welcome.html": "<p>Welcome, {{ name }}!</p>",
  "welcome.subject.txt": "Hello, {{ name }}\n",
  "plain.txt": "{{ request.path }}",
  "broken.txt": "{% include 'nowhere.txt' %}",
}))
  writeFileSync(join(folder, name), text);

function appWith(options: MailOptions = {}, appOptions: AppOptions = {}): App {
  const app = new App({ mode: "test", templateFolder: folder, logger: silent, ...appOptions });
  app.use(mail(options));
  return app;
}

test("request.mail sends, and tests read the outbox", async () => {
  const app = appWith({ from: "Shop <shop@example.org>" });
  app.post("/hello", async (request) => {
    await request.mail.send(hello);
    return "Sent.";
  });
  await app.request("/hello", { method: "POST" });
  const [message] = mailerOf(app).outbox;
  assert.equal(message!.from!.address, "shop@example.org");
  assert.equal(message!.subject, "Hello");
});

test("a template fills text, HTML and subject, each escaped as its kind asks", async () => {
  const app = appWith();
  await app.ready();
  await mailerOf(app).send({ to: "ada@example.org", template: "welcome", context: { name: "<Ada>" } });
  const [message] = mailerOf(app).outbox;
  assert.equal(message!.text, "Welcome, <Ada>!");
  assert.equal(message!.html, "<p>Welcome, &lt;Ada&gt;!</p>");
  assert.equal(message!.subject, "Hello, <Ada>");
});

test("a value with a line break cannot leave a subject's template", async () => {
  const app = appWith();
  await app.ready();
  await assert.rejects(
    mailerOf(app).send({ to: "ada@example.org", template: "welcome", context: { name: "x\nBcc: eve@example.org" } }),
    { code: "MAIL_HEADER_INJECTION" },
  );
});

test("templates of request.mail see the request", async () => {
  const app = appWith();
  app.get(
    "/here",
    async (request) => (await request.mail.compose({ ...hello, text: undefined, template: "plain" })).text!,
  );
  assert.equal(await (await app.request("/here")).text(), "/here");
});

test("a missing template is told; one that it includes stays the engine's error", async () => {
  const app = appWith();
  await app.ready();
  await assert.rejects(mailerOf(app).send({ to: "a@x.example", template: "goodbye" }), {
    message:
      'MAIL_NO_TEMPLATE: There is no template for the mail "goodbye".\n' +
      "  Looked for goodbye.txt and goodbye.html.\n" +
      "  Write templates/goodbye.txt or templates/goodbye.html.",
  });
  await assert.rejects(mailerOf(app).send({ to: "a@x.example", template: "broken" }), { code: "TEMPLATES_NOT_FOUND" });
  await assert.rejects(new Mailer({ transport: new NoneTransport() }).send({ to: "a@x.example", template: "x" }), {
    message:
      'MAIL_NO_TEMPLATE: The template "x" cannot be rendered: this mailer has no templates.\n' +
      "  Send with request.mail or mailerOf(app), or give the mailer a render function.",
  });
});

test("what a message lacks is told", async () => {
  const mailer = new Mailer({ transport: new MemoryTransport() });
  await assert.rejects(mailer.send(hello), {
    message:
      "MAIL_NO_SENDER: The message has no sender, and there is no default one.\n" +
      "  Set MAIL_FROM, or give the message a from.",
  });
  await assert.rejects(mailer.send({ from: "a@x.example", subject: "Hi", text: "x" }), {
    message: 'MAIL_NO_RECIPIENT: The message has no recipient.\n  Subject: "Hi".\n  Give to, cc or bcc.',
  });
  await assert.rejects(mailer.sendToAdmins({ text: "x" }), {
    message: "MAIL_NO_RECIPIENT: There are no admins to write to.\n  Set MAIL_ADMINS=ada@example.org,bob@example.org.",
  });
  assert.throws(() => mailer.using("news"), {
    message:
      'MAIL_UNKNOWN_MAILER: There is no mailer "news".\n' +
      "  Mailers: none.\n" +
      '  Declare it: mail({ mailers: { "news": "smtp://…" } }).',
  });
  assert.throws(() => new Mailer({ transport: new NoneTransport() }).outbox, {
    message:
      "MAIL_NO_OUTBOX: There is no outbox, as mail is not kept in memory.\n" +
      '  The transport is "none".\n' +
      '  Give the app mode: "test", or set MAIL_URL=memory:.',
  });
});

test("an app without the battery, or not ready, says so", () => {
  assert.throws(() => mailerOf(new App()), {
    message:
      "MAIL_NOT_USED: The app's mailer was asked for, and the app uses no mail.\n" +
      '  Write app.use(mail()), with mail from "demijohn/mail".',
  });
  assert.throws(() => mailerOf(appWith()), {
    message: "MAIL_NOT_READY: Mail cannot be sent before the app is ready.\n  Write await app.ready() first.",
  });
});

test("administrators and managers get the site's prefix, and a sender of their own", async () => {
  const app = appWith({
    from: "shop@example.org",
    serverFrom: "server@example.org",
    admins: ["Ada <ada@example.org>", "bob@example.org"],
    managers: ["eve@example.org"],
    subjectPrefix: "[Shop] ",
  });
  await app.ready();
  await mailerOf(app).sendToAdmins({ subject: "Fault", text: "x" });
  await mailerOf(app).sendToManagers({ subject: "Comment", text: "x" });
  assert.deepEqual(
    mailerOf(app).outbox.map(({ from, subject, recipients }) => [from!.address, subject, recipients]),
    [
      ["server@example.org", "[Shop] Fault", ["ada@example.org", "bob@example.org"]],
      ["shop@example.org", "[Shop] Comment", ["eve@example.org"]],
    ],
  );
});

test("a mailer of another name goes its own way", async () => {
  const app = appWith({ mailers: { news: "memory:" } });
  await app.ready();
  await mailerOf(app).using("news").send(hello);
  assert.equal(mailerOf(app).outbox.length, 0);
  assert.equal(mailerOf(app).using("news").outbox.length, 1);
});

test("mail in the background is awaited when the app stops, and its failure is logged", async () => {
  const errors: string[] = [];
  const failing = {
    name: "failing",
    connect: async () => {
      throw new DemijohnError("MAIL_NO_CONNECTION", "Nobody answers.");
    },
  };
  const app = appWith({ transport: failing }, { logger: { ...silent, error: (text) => void errors.push(text) } });
  await app.ready();
  await mailerOf(app).sendInBackground(hello);
  await assert.rejects(mailerOf(app).sendInBackground({ ...hello, to: "nobody" }), { code: "MAIL_BAD_ADDRESS" });
  await app.close();
  assert.match(errors.join("\n"), /MAIL_NO_CONNECTION: Nobody answers\./);
});

test("a mailer of its own warns of mail in the background that failed", async () => {
  const connect = async (): Promise<never> => {
    throw new Error("Nobody answers.");
  };
  const mailer = new Mailer({ transport: { name: "failing", connect }, from: "a@x.example" });
  await expectWarning(/A message could not be sent: Nobody answers\./, () => mailer.sendInBackground(hello));
});

test("mail after a commit is sent when the transaction is done, and never when it is rolled back", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const app = appWith();
  await app.ready();
  const mailer = mailerOf(app);
  await atomic(async () => {
    await mailer.sendOnCommit({ ...hello, subject: "done" });
    assert.equal(mailer.outbox.length, 0);
  });
  await assert.rejects(
    atomic(async () => {
      await mailer.sendOnCommit({ ...hello, subject: "undone" });
      throw new Error("no");
    }),
  );
  await mailer.sendOnCommit({ ...hello, subject: "at once" });
  await app.close();
  assert.deepEqual(
    mailer.outbox.map(({ subject }) => subject),
    ["done", "at once"],
  );
  await closeDatabases();
});

test("the console shows links whole and steers no terminal", async () => {
  let shown = "";
  const mailer = new Mailer({ transport: new ConsoleTransport((text) => (shown += text)), from: "a@x.example" });
  const link = `https://example.org/reset/${"x".repeat(120)}`;
  await mailer.send({ ...hello, text: `${link}\n\x1b[2J`, attachments: [{ name: "a.txt", content: "abc" }] });
  assert.ok(shown.includes(`${link}\n\u{fffd}[2J\n[a.txt, text/plain; charset=utf-8, 3 bytes]\n`));
});

test("the file transport writes one private file for each message", async () => {
  const place = join(folder, "mails");
  const mailer = new Mailer({ transport: new FileTransport(place), from: "a@x.example" });
  await mailer.sendAll([hello, hello]);
  const files = readdirSync(place);
  assert.equal(files.length, 2);
  assert.match(readFileSync(join(place, files[0]!), "utf8"), /^From: a@x\.example\r\n/);
  assert.equal(statSync(join(place, files[0]!)).mode & 0o777, 0o600);
});

test("each message is traced with its transport and its error", async () => {
  const seen: unknown[] = [];
  const listen = (trace: { transport: string; error: unknown }): void => void seen.push([trace.transport, trace.error]);
  const channel = traceChannel<{ transport: string; error: unknown }>("mail");
  channel.subscribe(listen);
  await new Mailer({ transport: new NoneTransport(), from: "a@x.example" }).send(hello);
  channel.unsubscribe(listen);
  assert.deepEqual(seen, [["none", undefined]]);
});

const urls: readonly (readonly [url: string, problem: string])[] = [
  ["mail.example.org", "It begins with none of smtp, smtps, console, file, memory, none."],
  ["smtp://", "It names no host."],
  ["smtp://host:99999", "It is no URL."],
  ["smtp://host?tls=maybe", "Its option tls is none of required, optional, none."],
  ["smtp://host?timeout=soon", "Its option timeout is not a duration."],
  ["smtp://host?pool=1", 'It has an option "pool", which is not known.'],
  ["smtp://us%er@host", "Its user or password has a percent sign that begins no escape."],
  ["file:", "It names no folder."],
];
for (const [url, problem] of urls) {
  test(`the URL ${url} is refused`, () => {
    assert.throws(
      () => transportOfUrl(url),
      (error) => error instanceof DemijohnError && error.details.facts?.[0] === problem,
    );
  });
}

test("a wrong URL is told without its password", () => {
  assert.throws(() => transportOfUrl("smtp://shop:secret@host?x=1"), {
    message:
      "MAIL_BAD_URL: The mail URL cannot be used.\n" +
      '  You wrote "smtp://shop:…@host?x=1"\n' +
      '  It has an option "x", which is not known.\n' +
      "  Write smtp://user:password@host:587, smtps://user:password@host, console:, file:folder, memory: or none:.",
  });
});

test("production asks for MAIL_URL and MAIL_FROM", async () => {
  const app = appWith({}, { mode: "production" });
  await assert.rejects(
    app.ready(),
    (error) => error instanceof DemijohnError && /mail\.url/.test(error.message) && /mail\.from/.test(error.message),
  );
  const whole = appWith({ transport: new NoneTransport(), from: "a@x.example" }, { mode: "production" });
  await whole.ready();
});

test("the check before deployment finds mail that goes nowhere and passwords in the clear", async () => {
  const app = appWith({
    url: "console:",
    mailers: { news: "smtp://a:b@host?tls=optional", good: "smtps://a:b@host" },
  });
  await app.ready();
  const check = app.plan.checks.find(({ name }) => name === "mail-delivery")!;
  const messages = await check.check(app as never);
  assert.deepEqual(
    messages.map(({ code, where }) => [code, where]),
    [
      ["MAIL_NOT_DELIVERED", "mail.url"],
      ["MAIL_UNENCRYPTED", "mail.mailers.news"],
    ],
  );
  assert.equal(messages[0]!.message, 'Mail goes to "console", where nobody gets it.');
  assert.equal(
    messages[1]!.message,
    "The password of the mail server may travel in the clear, where others can read it.",
  );
});

test("the command sends a message and says to whom", async () => {
  const app = appWith();
  await app.ready();
  const lines: string[] = [];
  const command = app.plan.commands.find(({ name }) => name === "mail test")!;
  const status = await command.run({
    args: { to: ["ada@example.org"] },
    options: {},
    app,
    print: (text = "") => void lines.push(text),
    warn() {},
  } as never);
  assert.equal(status, 0);
  assert.deepEqual(lines, ["Sent to ada@example.org."]);
  assert.equal(mailerOf(app).outbox[0]!.subject, "A test message");
});

test("development shows what was sent, in a frame where nothing runs, to this machine alone", async () => {
  const app = appWith({ transport: new MemoryTransport() }, { mode: "development" });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { Host: "localhost", ...headers } });
  assert.match(await (await get("/_mail/")).text(), /Nothing yet/);
  await mailerOf(app).send({
    ...hello,
    subject: "<b>Jar</b>",
    text: "Go to https://example.org/?a=1&b=<2>.",
    html: '<script>alert(1)</script><img src="cid:a">',
    attachments: [{ name: "a.png", content: "x", cid: "a" }],
  });
  const list = await (await get("/_mail/")).text();
  assert.ok(list.includes("&lt;b&gt;Jar&lt;/b&gt;") && list.includes('href="/_mail/1"'));
  const shown = await get("/_mail/1");
  const page = await shown.text();
  assert.match(
    page,
    /<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML of the message" src="\/_mail\/1\/html">/,
  );
  assert.match(page, /Go to <a href="https:\/\/example\.org\/\?a=1&amp;b=" target="_blank" rel="noreferrer">/);
  assert.match(shown.headers.get("content-security-policy")!, /^default-src 'none'; /);
  const frame = await get("/_mail/1/html");
  assert.match(
    frame.headers.get("content-security-policy")!,
    /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /,
  );
  assert.match(await frame.text(), /<img src="data:image\/png;base64,eA==">/);
  assert.match(await (await get("/_mail/1/source")).text(), /^From: noreply@localhost\r\n/);
  assert.equal(await (await get("/_mail/1/files/0")).text(), "x");
  assert.equal((await get("/_mail/9")).status, 404);
  assert.equal((await get("/_mail/1/files/9")).status, 404);
  assert.equal((await get("/_mail/", { "X-Forwarded-For": "203.0.113.9" })).status, 404);
  assert.equal((await get("/_mail/", { Host: "evil.example" })).status, 404);
  await app.request("/_mail/clear", { method: "POST", headers: { Host: "localhost" } });
  assert.match(await (await get("/_mail/")).text(), /Nothing yet/);
});

test("there is no mailbox outside of development, nor where it is turned off", async () => {
  assert.equal((await appWith().request("/_mail/")).status, 404);
  assert.equal((await appWith({ mailbox: false }, { mode: "development" }).request("/_mail/")).status, 404);
});

test("where nodemailer is missing, the cure is told", async () => {
  const { registerHooks } = await import("node:module");
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === "nodemailer") throw new Error("Cannot find package 'nodemailer'");
      return next(specifier, context);
    },
  });
  const mailer = new Mailer({ transport: transportOfUrl("smtp://127.0.0.1:9"), from: "a@x.example" });
  await assert.rejects(mailer.send(hello), {
    message:
      'MAIL_NO_NODEMAILER: SMTP needs the package "nodemailer", which is not installed.\n' +
      "  Run npm install nodemailer, or set MAIL_URL=console: while you develop.",
  });
  hooks.deregister();
});
