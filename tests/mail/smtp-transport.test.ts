// Tests SMTP on the wire: what a real server over a real socket is told, with and without TLS, and what it answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MailError, Mailer, SmtpTransport, transportOfUrl } from "demijohn/mail";
import { type SmtpServerOptions, startSmtpServer, type TestSmtpServer } from "./smtp-server.ts";

const ca = readFileSync(new URL("../fixtures/tls/cert.pem", import.meta.url), "utf8");
const from = "shop@example.org";
const hello = { to: "ada@example.org", subject: "Hello", text: "Hello, Ada!" };

async function withServer(
  options: SmtpServerOptions,
  run: (server: TestSmtpServer, mailer: (query?: string, login?: string) => Mailer) => Promise<void>,
): Promise<void> {
  const server = await startSmtpServer(options);
  const mailer = (query = "", login = ""): Mailer =>
    new Mailer({ from, transport: transportOfUrl(`smtp://${login}127.0.0.1:${server.port}${query}`) });
  try {
    await run(server, mailer);
  } finally {
    await server.close();
  }
}

async function failure(work: Promise<unknown>): Promise<MailError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof MailError, String(error));
  return error;
}

test("the envelope names all recipients, the message no blind copies", async () => {
  await withServer({}, async (server, mailer) => {
    const delivery = await mailer().send({ ...hello, cc: "bob@example.org", bcc: "eve@example.org, ada@example.org" });
    const [mail] = server.mails;
    assert.equal(mail!.from, from);
    assert.deepEqual(mail!.to, ["ada@example.org", "bob@example.org", "eve@example.org"]);
    assert.ok(!mail!.wire.includes("eve@"));
    assert.match(mail!.wire, /^From: shop@example\.org\r\nTo: ada@example\.org\r\nCc: bob@example\.org\r\n/);
    assert.deepEqual(delivery.accepted, mail!.to);
    assert.equal(delivery.response, "250 2.0.0 queued as 1");
  });
});

test("a line that begins with a dot arrives with its dot", async () => {
  await withServer({}, async (server, mailer) => {
    await mailer().send({ ...hello, text: "one\n.\n.two\n..three\nend" });
    assert.ok(server.mails[0]!.wire.includes("one\r\n..\r\n..two\r\n...three\r\nend"));
  });
});

test("all messages of a mailing share one connection and one login, and one refused message stops no other", async () => {
  const login = { user: "shop", password: "p@ss:word" };
  await withServer({ ...login, refused: ["gone@example.org"] }, async (server, mailer) => {
    async function* mails() {
      for (const name of ["ada", "gone", "bob"]) yield { ...hello, to: `${name}@example.org` };
    }
    const report = await mailer("", "shop:p%40ss%3Aword@").sendAll(mails());
    assert.equal(server.connections(), 1);
    assert.equal(server.commands.filter((line) => line.startsWith("AUTH")).length, 1);
    assert.deepEqual(
      server.mails.map((mail) => [mail.to[0], mail.user]),
      [
        ["ada@example.org", "shop"],
        ["bob@example.org", "shop"],
      ],
    );
    assert.equal(report.deliveries.length, 2);
    assert.equal(report.stoppedBy, undefined);
    assert.equal((report.failures[0]!.error as MailError).code, "MAIL_NOT_SENT");
  });
});

test("a password travels only after STARTTLS, to a server whose certificate is known", async () => {
  await withServer({ startTls: true, user: "shop", password: "secret" }, async (server) => {
    const transport = new SmtpTransport({
      host: "localhost",
      port: server.port,
      user: "shop",
      password: "secret",
      tls: "required",
      ca,
    });
    await new Mailer({ from, transport }).send(hello);
    assert.equal(server.mails[0]!.encrypted, true);
    assert.equal(server.mails[0]!.user, "shop");
    const verbs = server.commands.map((line) => line.split(" ")[0]);
    assert.ok(verbs.indexOf("STARTTLS") < verbs.indexOf("AUTH"));
  });
});

test("a certificate of nobody known ends the connection before the login", async () => {
  await withServer({ startTls: true, user: "shop", password: "secret" }, async (server, mailer) => {
    const error = await failure(mailer("?tls=required", "shop:secret@").send(hello));
    assert.equal(error.code, "MAIL_NO_CONNECTION");
    assert.ok(!server.commands.some((line) => line.startsWith("AUTH")));
  });
});

test("a server without STARTTLS is refused where TLS is required", async () => {
  await withServer({}, async (server, mailer) => {
    const error = await failure(mailer("?tls=required").send(hello));
    assert.equal(error.code, "MAIL_NO_CONNECTION");
    assert.deepEqual(server.mails, []);
  });
});

test("a server that cannot be reached is named", async () => {
  const server = await startSmtpServer();
  await server.close();
  const mailer = new Mailer({ from, transport: new SmtpTransport({ host: "127.0.0.1", port: server.port }) });
  const error = await failure(mailer.send(hello));
  assert.equal(
    error.message,
    `MAIL_NO_CONNECTION: The mail server 127.0.0.1:${server.port} cannot be used.\n` +
      `  ESOCKET: connect ECONNREFUSED 127.0.0.1:${server.port}.\n` +
      "  Check host, port and TLS of MAIL_URL, and whether this machine may reach it.",
  );
});

test("a wrong password is told with the server's answer", async () => {
  await withServer({ user: "shop", password: "right" }, async (server, mailer) => {
    const error = await failure(mailer("", "shop:wrong@").send(hello));
    assert.equal(
      error.message,
      `MAIL_AUTH_FAILED: The mail server 127.0.0.1:${server.port} refuses the user or the password.\n` +
        "  It says: 535 5.7.8 wrong\n" +
        "  Correct MAIL_URL; characters such as @ and : in a password are written percent-encoded.",
    );
  });
});

test("a message that the server refuses is told with its answer", async () => {
  await withServer({ final: "554 5.7.1 looks like spam" }, async (server, mailer) => {
    const error = await failure(mailer().send(hello));
    assert.equal(
      error.message,
      `MAIL_NOT_SENT: The mail server 127.0.0.1:${server.port} refused the message.\n` +
        "  It says: 554 5.7.1 looks like spam\n" +
        "  Recipients: ada@example.org.\n" +
        "  Read the server's answer: codes of 400 and above may pass when it is tried again, those of 500 and above do not.",
    );
  });
});

test("recipients that are refused while others are taken are listed with the reason", async () => {
  await withServer({ refused: ["gone@example.org"] }, async (_server, mailer) => {
    const delivery = await mailer().send({ ...hello, to: "ada@example.org, gone@example.org" });
    assert.deepEqual(delivery.accepted, ["ada@example.org"]);
    assert.deepEqual(delivery.rejected, [
      { address: "gone@example.org", reason: "550 5.1.1 no gone@example.org here" },
    ]);
  });
});

test("a mailing to a server that is away throws at once", async () => {
  const server = await startSmtpServer();
  await server.close();
  const mailer = new Mailer({ from, transport: new SmtpTransport({ host: "127.0.0.1", port: server.port }) });
  assert.equal((await failure(mailer.sendAll([hello, hello]))).code, "MAIL_NO_CONNECTION");
});

test("messages are signed where a key is given", async () => {
  const { privateKey } = process.getBuiltinModule("node:crypto").generateKeyPairSync("rsa", { modulusLength: 1024 });
  await withServer({}, async (server) => {
    const transport = new SmtpTransport({
      host: "127.0.0.1",
      port: server.port,
      dkim: {
        domain: "example.org",
        selector: "s1",
        privateKey: privateKey.export({ type: "pkcs1", format: "pem" }) as string,
      },
    });
    await new Mailer({ from, transport }).send(hello);
    assert.match(server.mails[0]!.wire, /^DKIM-Signature: v=1; a=rsa-sha256; .*d=example\.org;/);
  });
});
