// Sends ten thousand malformed requests over raw sockets: no crash, no hang, no answer 500, and memory stays flat.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { sessions } from "demijohn/sessions";

const total = 10_000;
const parallel = 40;

/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = makeRandom(20261122);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
const noise = (length: number): string =>
  Array.from({ length }, () => String.fromCharCode(Math.floor(random() * 256))).join("");

const paths = [
  "/",
  "/form",
  "/json",
  "/hello/%",
  "/hello/%zz",
  "/hello/%ff%fe",
  "/hello/%00",
  "/%2e%2e/%2e%2e",
  "//",
  "/?%",
  "/?a=%ff&&=&a",
  "*",
  "http://x/y",
  "/\u0001",
  `/${"a".repeat(9000)}`,
  `/?${"a=1&".repeat(2000)}`,
  "/post/99999999999999999999",
  "/static/../../x",
  "/hello/%C0%AF",
];
const boundaries = ["b", "", `"`, "x".repeat(300), "a\u0000b", "-"];
const bodies = (): string =>
  pick([
    "",
    noise(Math.floor(random() * 300)),
    "a=%zz&b=%&=&&&%00=%ff",
    '{"a":',
    '{"__proto__":{"x":1}}',
    "[".repeat(5000),
    `"${"x".repeat(70_000)}"`,
    '"\\ud800"',
    "--b\r\n\r\n",
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nv',
    '--b\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\nContent-Type: \u0001\r\n\r\nv\r\n--b--',
    `--b\r\n${"X: y\r\n".repeat(3000)}\r\n--b--`,
    "--b\r\nContent-Disposition\r\n\r\n\r\n--b--\r\n",
    "--b\nContent-Disposition: form-data; name=a\n\nv\n--b--",
  ]);
const cookies = (): string =>
  pick([
    "a",
    "=",
    ";;;",
    "session=",
    `session=${noise(40).replace(/[\r\n]/g, "")}`,
    'a="b;c',
    `${"c=1; ".repeat(500)}`,
    "session=eyJh.b.c",
    "__proto__=1",
  ]);

const types = (): string =>
  pick([
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    `multipart/form-data; boundary=${pick(boundaries)}`,
    "application/json; charset=x-none",
  ]);

/** A request whose frame is right and whose content is not: it reaches the app. */
function makeFramedRequest(): string {
  const body = bodies();
  const path = pick(paths.filter((path) => path.startsWith("/") && path.length < 9000 && !path.includes("\u0001")));
  const extra = random() < 0.5 ? `Cookie: ${cookies().replace(/[^\t\x20-\xff]/g, "")}\r\n` : "";
  const frame =
    random() < 0.5
      ? `Content-Length: ${Buffer.byteLength(body, "latin1")}\r\n\r\n${body}`
      : `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  return `${pick(["GET", "POST", "PUT"])} ${path} HTTP/1.1\r\nHost: ${pick(["localhost", "a b", "x:99999999", "[::"])}\r\n${extra}Content-Type: ${types()}\r\n${body === "" ? "\r\n" : frame}`;
}

/** One malformed request as raw text. */
function makeRequest(): string {
  if (random() < 0.6) return makeFramedRequest();
  const kind = Math.floor(random() * 10);
  if (kind === 0) return noise(1 + Math.floor(random() * 200));
  const method = pick([
    "GET",
    "POST",
    "PUT",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "G\u0000T",
    "get",
    "",
    "M".repeat(2000),
  ]);
  const version = pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2", "HTP", ""]);
  const end = pick(["\r\n", "\r\n", "\r\n", "\n", "\r"]);
  const body = bodies();
  const lines = [`${method} ${pick(paths)} ${version}`];
  if (random() < 0.9) lines.push(`Host: ${pick(["localhost", "localhost", "", "a b", "x:99999999", "[::", "\u00ff"])}`);
  if (random() < 0.5)
    lines.push(
      `Content-Type: ${pick(["application/json", "application/x-www-form-urlencoded", "multipart/form-data", `multipart/form-data; boundary=${pick(boundaries)}`, "multipart/form-data; boundary=b", "application/json; charset=x-none", ";;;", "\u0000"])}`,
    );
  if (random() < 0.4) lines.push(`Cookie: ${cookies()}`);
  if (random() < 0.2)
    lines.push(
      pick([
        "No colon",
        ": no name",
        "Bad name: x",
        "X: a\u0000b",
        "X:\u0001",
        ` folded`,
        "Transfer-Encoding: gzip",
        "Expect: 100-continue",
        "Expect: magic",
        "Upgrade: websocket",
        "Connection: upgrade",
        "Range: bytes=-",
        'If-None-Match: "',
        "Accept: ;q=x",
        "Authorization: Basic !!!",
        `Big: ${"x".repeat(20_000)}`,
      ]),
    );
  const framing = Math.floor(random() * 6);
  if (framing === 0)
    lines.push(
      `Content-Length: ${pick(["-1", "abc", "99999999999", "1e3", String(body.length), `${body.length}, 3`])}`,
    );
  else if (framing === 1) {
    lines.push("Transfer-Encoding: chunked");
    const chunk = pick([
      `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      `zz\r\n${body}`,
      "ffffffffffffffff\r\nx",
      "-1\r\n",
      `5\r\nab\r\n0\r\n\r\n`,
      `3;${"e".repeat(5000)}\r\nabc\r\n0\r\n\r\n`,
    ]);
    return `${lines.join(end)}${end}${end}${chunk}`;
  } else if (framing === 2) lines.push("Content-Length: 5", "Content-Length: 6");
  else if (framing === 3) lines.push("Content-Length: 5", "Transfer-Encoding: chunked");
  else lines.push(`Content-Length: ${Buffer.byteLength(body, "latin1")}`);
  return `${lines.join(end)}${end}${end}${body}`;
}

interface Outcome {
  readonly statuses: readonly number[];
  readonly isHanging: boolean;
}

/** Sends a request in one to three pieces and waits for the connection's end. */
function send(port: number, request: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const done = (isHanging: boolean): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ statuses: [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1])), isHanging });
    };
    // The client is done sending: the server must answer or close well before its own time limits.
    const limit = setTimeout(() => done(true), 15_000);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("close", () => done(false));
    socket.on("error", () => done(false));
    const cut = random() < 0.3 ? Math.floor(random() * request.length) : request.length;
    socket.write(request.slice(0, cut), "latin1");
    if (cut < request.length) setTimeout(() => socket.writable && socket.end(request.slice(cut), "latin1"), 5);
    else socket.end();
  });
}

function makeApp(faults: string[]): App {
  const note = (message: string): void => void faults.push(message);
  const app = new App({
    mode: "production",
    secretKey: "kZ0pQ6v3x8N1b7M4c2L9d5F6g8H0j3K1",
    limits: { body: 64 * 1024, bodyTime: 3000 },
    logger: { debug() {}, info() {}, warn() {}, error: note },
  });
  app.use(sessions());
  app.get("/", (request) => `${request.query.size} ${request.cookies.size} ${String(request.session.get("name"))}`);
  app.route("/form", { methods: ["GET", "POST", "PUT"] }, async (request) => {
    const { fields, files } = await request.form();
    return { fields: fields.size, files: files.size, host: request.host, url: request.url };
  });
  app.route("/json", { methods: ["GET", "POST", "PUT"] }, async (request) => ({
    got: await request.json({ force: true }),
  }));
  app.get("/hello/<name>", ({ params }) => params.name);
  app.get("/post/<int:id>", ({ params }) => ({ id: params.id }));
  return app;
}

async function stillAnswers(server: RunningServer): Promise<void> {
  const response = await fetch(`${server.url}hello/Ada`);
  assert.equal(await response.text(), "Ada");
}

test(`${total} malformed requests do no harm`, { timeout: 300_000 }, async () => {
  const faults: string[] = [];
  const app = makeApp(faults);
  const server = await app.run({ port: 0, headersTime: 3000, requestTime: 3000, keepAliveTime: 500 });
  const statuses = new Map<number, number>();
  const hanging: string[] = [];
  let sent = 0;
  const settle = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  let early = 0;
  const worker = async (): Promise<void> => {
    while (sent < total) {
      sent++;
      if (sent === total / 4) early = settle();
      const request = makeRequest();
      const outcome = await send(server.port, request);
      if (outcome.isHanging) hanging.push(JSON.stringify(request.slice(0, 300)));
      for (const status of outcome.statuses) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
    await stillAnswers(server);
    const late = settle();
    assert.deepEqual(hanging.slice(0, 3), [], "requests that hang");
    assert.deepEqual(
      [...statuses.keys()].filter((status) => status >= 500 && status !== 501 && status !== 505),
      [],
      `statuses: ${JSON.stringify([...statuses])}`,
    );
    assert.deepEqual(faults.slice(0, 3), [], "faults in the log");
    // The generator is worth something only while much of it gets past the parser.
    for (const status of [200, 400, 404, 405, 413, 415])
      assert.ok(statuses.get(status)! > 20, `few answers ${status}: ${JSON.stringify([...statuses])}`);
    assert.ok(late - early < 48 * 1024 * 1024, `the heap grew by ${Math.round((late - early) / 1024)} KiB`);
  } finally {
    await server.close(1000);
  }
});
