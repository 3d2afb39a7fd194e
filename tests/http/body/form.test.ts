// States what forms give, urlencoded and multipart, at their limits and when they fail.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type HttpError, type ParsedForm, type ParseFormOptions, parseForm, parseUrlencoded } from "demijohn/http";

type Part = readonly [headers: string, data: string];

function multipart(parts: readonly Part[], newline = "\r\n"): Buffer {
  const body = parts.map(([headers, data]) => `--B${newline}${headers}${newline}${newline}${data}${newline}`);
  return Buffer.from(`${body.join("")}--B--${newline}`);
}

const field = (name: string, value: string): Part => [`Content-Disposition: form-data; name="${name}"`, value];
const upload = (name: string, filename: string, data: string): Part => [
  `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: text/plain`,
  data,
];

function* slices(body: Uint8Array, size: number): Generator<Uint8Array> {
  for (let i = 0; i < body.length; i += size) yield body.subarray(i, i + size);
}

function parse(body: Uint8Array, options: ParseFormOptions & { size?: number } = {}): Promise<ParsedForm> {
  return parseForm(slices(body, options.size ?? 65536), "multipart/form-data; boundary=B", options);
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "demijohn-test-"));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("an urlencoded form gives fields", async () => {
  const form = await parseForm(
    [Buffer.from("a=1&b=x+"), Buffer.from("y&a=%C3%A9")],
    "application/x-www-form-urlencoded",
  );
  assert.deepEqual(
    [...form.fields],
    [
      ["a", "1"],
      ["b", "x y"],
      ["a", "é"],
    ],
  );
  assert.equal(form.files.size, 0);
  await form.cleanup();
});

test("an urlencoded form is read in its charset", async () => {
  const type = "application/x-www-form-urlencoded; charset=iso-8859-1";
  assert.equal((await parseForm([Buffer.from([0x61, 0x3d, 0xe9])], type)).fields.get("a"), "é");
  assert.equal(parseUrlencoded(Buffer.from("a=b")).get("a"), "b");
});

test("a body of another type is not read", async () => {
  let read = false;
  const body = (function* (): Generator<Uint8Array> {
    read = true;
    yield Buffer.from("{}");
  })();
  for (const type of ["application/json", "", undefined]) assert.equal((await parseForm(body, type)).fields.size, 0);
  assert.equal(read, false);
});

test("a multipart form gives fields and files, whatever the size of the chunks", async () => {
  const body = multipart([
    field("a", "1"),
    upload("f", "C:\\docs\\my note.txt", "Hi!"),
    field("a", ""),
    field("é", "ü"),
  ]);
  for (const size of [1, 2, 7, 65536]) {
    const form = await parse(body, { size });
    assert.deepEqual(
      [...form.fields],
      [
        ["a", "1"],
        ["a", ""],
        ["é", "ü"],
      ],
    );
    const file = form.files.require("f");
    assert.equal(file.name, "f");
    assert.equal(file.filename, "C:\\docs\\my note.txt");
    assert.equal(file.safeName, "my_note.txt");
    assert.equal(file.type, "text/plain");
    assert.equal(file.size, 3);
    assert.equal(await file.text(), "Hi!");
    await form.cleanup();
  }
});

test("lines may end in LF or CR alone", async () => {
  for (const newline of ["\n", "\r"]) {
    const form = await parse(multipart([field("a", "x"), field("b", "1\r\n2")], newline), { size: 3 });
    assert.deepEqual(
      [...form.fields],
      [
        ["a", "x"],
        ["b", "1\r\n2"],
      ],
    );
  }
});

test("a part has its own charset, where that is one of the web's", async () => {
  const part = (charset: string): Part => [
    `Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=${charset}`,
    "",
  ];
  const body = (charset: string): Buffer => {
    const text = multipart([part(charset)]).toString("latin1");
    return Buffer.from(text.replace("\r\n\r\n", "\r\n\r\n\xe9"), "latin1");
  };
  assert.equal((await parse(body("ISO-8859-1"))).fields.get("a"), "é");
  assert.equal((await parse(body("utf-8"))).fields.get("a"), "\ufffd");
  assert.equal((await parse(body("ebcdic"))).fields.get("a"), "\ufffd");
});

test("a part without a name, and a file field without a choice, are left out", async () => {
  const form = await parse(
    multipart([["Content-Disposition: form-data", "x"], upload("f", "", ""), upload("g", "", "x"), field("a", "1")]),
  );
  assert.deepEqual([...form.fields], [["a", "1"]]);
  assert.deepEqual([...form.files.keys()], ["g"]);
});

test("a missing file is a 400 that names it", async () => {
  const form = await parse(multipart([upload("f", "a.txt", "x")]));
  assert.throws(() => form.files.require("photo"), {
    message: `HTTP_MISSING_KEY: The upload has no "photo".
  The upload has: "f".
  Send "photo", or read it with get("photo"), which may be undefined.`,
  });
});

test("files over the memory limit go to one private file, which cleanup removes", async () => {
  await withFolder(async (directory) => {
    const parts = [
      upload("a", "a", "x".repeat(50)),
      upload("b", "b", "y".repeat(300)),
      upload("c", "c", "z".repeat(10)),
      upload("d", "d", "w".repeat(500)),
    ];
    const form = await parse(multipart(parts), { size: 16, fileMemory: 100, directory });
    const files = readdirSync(directory);
    assert.equal(files.length, 1);
    assert.equal(statSync(join(directory, files[0]!)).mode & 0o777, 0o600);
    for (const [name, text] of [
      ["a", "x".repeat(50)],
      ["b", "y".repeat(300)],
      ["c", "z".repeat(10)],
      ["d", "w".repeat(500)],
    ] as const) {
      assert.equal(await form.files.require(name).text(), text);
    }
    await form.cleanup();
    await form.cleanup();
    assert.deepEqual(readdirSync(directory), []);
  });
});

async function rejection(promise: Promise<unknown>): Promise<HttpError> {
  return promise.then(
    () => assert.fail("nothing was thrown"),
    (error: HttpError) => error,
  );
}

test("each limit answers 413 and names the option", async () => {
  const form = multipart([field("a", "12345"), upload("f", "f", "x".repeat(50)), field("b", "1")]);
  assert.equal(
    (await rejection(parse(form, { body: 60, size: 10 }))).message,
    `HTTP_BODY_TOO_LARGE: The request's body has more than 60 bytes.
  Send less, or raise the limit: new App({ limits: { body: 64 * 1024 * 1024 } }).`,
  );
  assert.equal((await rejection(parse(form, { body: 60, contentLength: 61 }))).code, "HTTP_BODY_TOO_LARGE");
  assert.equal(
    (await rejection(parse(form, { fieldMemory: 6 }))).message,
    `HTTP_FIELDS_TOO_LARGE: The form's fields have more than 6 bytes.
  Send long texts as files, or raise the limit: new App({ limits: { fieldMemory: 2_000_000 } }).`,
  );
  assert.equal(
    (await rejection(parse(form, { fileSize: 49 }))).message,
    `HTTP_FILE_TOO_LARGE: A file has more than 49 bytes.
  Send a smaller file, or raise the limit: new App({ limits: { fileSize: 64 * 1024 * 1024 } }).`,
  );
  assert.equal(
    (await rejection(parse(form, { parts: 2 }))).message,
    `HTTP_TOO_MANY_PARTS: The form has more than 2 parts.
  Send fewer, or raise the limit: new App({ limits: { parts: 5000 } }).`,
  );
  assert.equal(
    (await rejection(parse(form, { partHeaders: 30 }))).message,
    `HTTP_PART_HEADERS_TOO_LARGE: The headers of a form part have more than 30 bytes.
  Send shorter names and file names, or raise the limit: new App({ limits: { partHeaders: 65536 } }).`,
  );
  const urlencoded = (text: string, options: ParseFormOptions): Promise<unknown> =>
    parseForm(slices(Buffer.from(text), 4), "application/x-www-form-urlencoded", options);
  assert.equal(
    (await rejection(urlencoded("a=1&b=2&c=3", { fields: 2 }))).message,
    `HTTP_TOO_MANY_FIELDS: The form has more than 2 fields.
  Send fewer, or raise the limit: new App({ limits: { fields: 5000 } }).`,
  );
  assert.equal((await rejection(urlencoded("a=1&b=2", { fieldMemory: 5 }))).code, "HTTP_FIELDS_TOO_LARGE");
  assert.equal((await rejection(urlencoded("", { fieldMemory: 5, contentLength: 6 }))).code, "HTTP_FIELDS_TOO_LARGE");
  assert.equal((await rejection(urlencoded("a=1&b=2", { body: 5 }))).code, "HTTP_BODY_TOO_LARGE");
  assert.throws(() => parseUrlencoded(Buffer.alloc(9), undefined, { fieldMemory: 8 }), { status: 413 });
});

test("limits that are just met pass", async () => {
  const form = multipart([field("a", "12345"), upload("f", "f", "x".repeat(50))]);
  const options = { body: form.length, contentLength: form.length, fieldMemory: 6, fileSize: 50, parts: 2 };
  assert.equal((await parse(form, options)).fields.get("a"), "12345");
});

test("a body that comes too slowly answers 408", async () => {
  const ended: string[] = [];
  const slow = {
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a=");
      await new Promise(() => {});
    },
  };
  const error = await rejection(parseForm(slow, "application/x-www-form-urlencoded", { bodyTime: 20 }));
  assert.equal(
    error.message,
    `HTTP_BODY_TIMEOUT: The request's body did not arrive within 0.02 s.
  Raise the limit for slow clients: new App({ limits: { bodyTime: 300_000 } }).`,
  );
  assert.equal(error.status, 408);
  const quick = await parseForm([Buffer.from("a=1")], "application/x-www-form-urlencoded", { bodyTime: 1000 });
  assert.equal(quick.fields.get("a"), "1");
  assert.deepEqual(ended, []);
});

test("the source is ended when a limit is passed", async () => {
  let ended = false;
  const endless = {
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(10, "a");
      } finally {
        ended = true;
      }
    },
  };
  await rejection(parseForm(endless, "application/x-www-form-urlencoded", { fieldMemory: 100 }));
  assert.equal(ended, true);
});

test("a malformed form answers 400, or is empty where lenient", async () => {
  const cases: [string, string, string][] = [
    ["multipart/form-data", "--B--", "its boundary is missing or is not valid"],
    ["multipart/form-data; boundary=é", "--B--", "its boundary is missing or is not valid"],
    ["multipart/form-data; boundary=B", "", "it ends before its closing boundary"],
    [
      "multipart/form-data; boundary=B",
      multipart([field("a", "1")])
        .toString()
        .slice(0, -5),
      "it ends before its closing boundary",
    ],
    [
      "multipart/form-data; boundary=B",
      multipart([["X: y", "1"]]).toString(),
      "a part has no Content-Disposition header",
    ],
  ];
  for (const [type, body, why] of cases) {
    const error = await rejection(parseForm([Buffer.from(body)], type));
    assert.equal(error.status, 400);
    assert.equal(
      error.message,
      `HTTP_BAD_MULTIPART: The multipart form is not valid: ${why}.
  Let the client's own FormData write the body and its Content-Type.`,
    );
    assert.equal((await parseForm([Buffer.from(body)], type, { lenient: true })).fields.size, 0);
  }
  const large = multipart([field("a", "12345")]);
  assert.equal((await rejection(parse(large, { lenient: true, fieldMemory: 3 }))).status, 413);
});

test("nothing is left on disk after any failure", async () => {
  await withFolder(async (directory) => {
    const whole = multipart([upload("f", "f", "x".repeat(1000)), field("a", "1")]);
    const broken = (function* (): Generator<Uint8Array> {
      yield whole.subarray(0, 800);
      throw new Error("the client went away");
    })();
    const options = { fileMemory: 0, directory };
    await rejection(parse(whole.subarray(0, 900), options));
    await rejection(parse(whole, { ...options, body: 700, size: 100 }));
    await rejection(parse(whole, { ...options, fileSize: 700, size: 100 }));
    await rejection(parse(whole, { ...options, fieldMemory: 0 }));
    assert.equal(
      (await rejection(parseForm(broken, "multipart/form-data; boundary=B", options))).message,
      "the client went away",
    );
    assert.equal((await parse(whole.subarray(0, 900), { ...options, lenient: true })).files.size, 0);
    assert.deepEqual(readdirSync(directory), []);
  });
});
