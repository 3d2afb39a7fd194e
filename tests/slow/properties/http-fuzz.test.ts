// Feeds parsers texts and bytes of any kind, and expects values or HttpErrors and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as http from "demijohn/http";
import fc from "fast-check";

// Text made of what headers are made of reaches more branches than text of any characters.
const pieces = [
  ..."abzAZ019 \t,;:=\"'\\/*%&+-_.?#@[]()<>{}\0\r\n\x7f\xe9☃",
  "%41",
  "%c3%a9",
  "%ff",
  "W/",
  "bytes=",
  "q=0.5",
  "UTF-8''",
  "*0*=",
  "--B",
  "\r\n",
  "\r\n\r\n",
  "__proto__",
  "Content-Disposition: form-data; name=",
  "filename=",
  "Basic ",
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "xn--",
  "[::1]",
  "http://",
];
const headerText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  parseListHeader: http.parseListHeader,
  parseDictHeader: http.parseDictHeader,
  parseOptionsHeader: http.parseOptionsHeader,
  parseSetHeader: http.parseSetHeader,
  unquoteHeaderValue: http.unquoteHeaderValue,
  parseCookies: http.parseCookies,
  parseQueryString: http.parseQueryString,
  parseHttpDate: http.parseHttpDate,
  parseAge: http.parseAge,
  parseETags: http.parseETags,
  unquoteETag: http.unquoteETag,
  parseIfRange: http.parseIfRange,
  parseRange: (text) => http.resolveRanges(http.parseRange(text), 100),
  planPartial: (text) => http.planPartial(text, { length: 100 }),
  parseContentRange: http.parseContentRange,
  parseAccept: (text) => http.parseAccept(text).bestMatch(["a", "b"]),
  parseMimeAccept: (text) => http.parseMimeAccept(text).bestMatch(["text/html", "application/json"]),
  parseLanguageAccept: (text) => http.parseLanguageAccept(text).bestMatch(["en", "de-CH"]),
  parseCharsetAccept: (text) => http.parseCharsetAccept(text).bestMatch(["utf-8"]),
  parseEncodingAccept: (text) => http.parseEncodingAccept(text).bestMatch(["gzip", "identity"]),
  parseAuthorization: http.parseAuthorization,
  parseWwwAuthenticate: http.parseWwwAuthenticate,
  parseCacheControl: (text) => http.formatCacheControl(http.parseCacheControl(text)),
  parseContentSecurityPolicy: http.parseContentSecurityPolicy,
  parseHost: http.parseHost,
  resolveHost: (text) => http.resolveHost(text, { allowed: [".a.com"] }),
  resolveForwarded: (text) => {
    const get = (): string => text;
    const peer = { address: undefined, scheme: "http", host: "a" } as const;
    const counts = { for: 1, proto: 1, host: 1, port: 1, prefix: 1 };
    return [
      http.resolveForwarded({ get }, peer, counts),
      http.resolveForwarded({ get }, peer, { ...counts, standard: true }),
    ];
  },
  percentDecode: http.percentDecode,
  percentEncode: http.percentEncode,
  iriToUri: http.iriToUri,
  uriToIri: http.uriToIri,
  secureFileName: http.secureFileName,
  safeJoin: (text) => http.safeJoin("/srv", text),
  findMediaType: http.findMediaType,
  formatContentDisposition: (text) => http.formatContentDisposition("attachment", text),
  parseJsonText: http.parseJsonText,
};

for (const [name, parse] of Object.entries(parsers)) {
  test(`${name} throws nothing but answers on any text`, () => {
    fc.assert(
      fc.property(headerText, (text) => {
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof http.HttpError)) throw error;
        }
      }),
      { numRuns: 100 },
    );
  });
}

function timeOf(call: () => unknown): number {
  const start = performance.now();
  try {
    call();
  } catch (error) {
    if (!(error instanceof http.HttpError)) throw error;
  }
  return performance.now() - start;
}

test("every parser takes linear time on long runs of what headers are made of", () => {
  const units = [
    ..." \t.,;:=/\\\"'*%&+-_?#@[]()a0é",
    "W/",
    '\\"',
    'a="',
    "a=b;",
    "*0",
    "0-",
    "a;",
    "a,",
    "a=",
    "%f",
    '""',
    "..",
    ", ",
    "; ",
    "{",
    "1,",
  ];
  const slow: string[] = [];
  for (const [name, parse] of Object.entries(parsers)) {
    for (const unit of units) {
      const run = unit.repeat(20_000);
      for (const text of [`a${run}x`, `bytes=${run}`, `/${run}!`]) {
        // The best of three, since others use the machine too.
        const times = [0, 0, 0].map(() => timeOf(() => parse(text)));
        const time = Math.min(...times);
        if (time > 200) slow.push(`${name} took ${Math.round(time)} ms for ${JSON.stringify(text.slice(0, 12))}…`);
      }
    }
  }
  assert.deepEqual(slow, []);
});

test("what headers are made of never splits a message", () => {
  fc.assert(
    fc.property(headerText, headerText, (name, value) => {
      const headers = new http.HeaderMap();
      try {
        headers.append(name, value);
        headers.append("Set-Cookie", http.dumpCookie(name, value, { maxSize: 0 }));
        headers.append("Content-Disposition", http.formatContentDisposition("attachment", value));
      } catch (error) {
        assert.match((error as http.HttpError).code, /^HTTP_BAD_(HEADER_NAME|HEADER_VALUE|COOKIE)$/);
      }
      assert.equal(headers.toString().split(/\r\n|\r|\n/).length, headers.size + 1);
    }),
    { numRuns: 500 },
  );
});

test("a cookie's value survives being written and parsed", () => {
  fc.assert(
    fc.property(fc.oneof(headerText, fc.string({ unit: "grapheme" })), (value) => {
      const wellFormed = value.toWellFormed();
      assert.equal(http.parseCookies(http.dumpCookie("k", wellFormed, { maxSize: 0 })).get("k"), wellFormed);
    }),
    { numRuns: 500 },
  );
});

test("pairs survive being written as a query string and parsed", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (pairs) => {
      assert.deepEqual([...http.parseQueryString(http.formatQueryString(pairs))], pairs);
    }),
  );
});

test("a quoted header value survives in a list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 12 }), { minLength: 1, maxLength: 6 }),
      (items) => {
        const trimmed = items.filter((item) => item !== "");
        assert.deepEqual(http.parseListHeader(http.dumpHeader(trimmed)), trimmed);
      },
    ),
  );
});

test("JSON is refused exactly where the platform refuses it, and the fault lies in the text", () => {
  const json = fc.json({ maxDepth: 4 });
  const broken = fc.tuple(json, fc.nat(), fc.constantFrom(..."{}[],:\"'0-.eE\\ut \n\0")).map(([text, at, char]) => {
    const i = at % (text.length + 1);
    return text.slice(0, i) + char + text.slice(i + (at % 3));
  });
  fc.assert(
    fc.property(broken, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      if (valid) return;
      assert.throws(
        () => http.parseJsonText(text),
        (error: http.HttpError) => {
          assert.equal(error.code, "HTTP_BAD_JSON");
          assert.match(error.publicText, /at line \d+, column \d+ is not expected\.$|is empty\.$/);
          return true;
        },
      );
    }),
    { numRuns: 500 },
  );
});

const chunked = (body: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(body.length / size) }, (_, i) => body.subarray(i * size, (i + 1) * size));

async function outcome(body: Uint8Array, size: number, type: string): Promise<unknown> {
  try {
    const form = await http.parseForm(chunked(body, size), type, { fileMemory: 1 << 20 });
    const files: [string, string, string][] = [];
    for (const [name, file] of form.files)
      files.push([name, file.filename, Buffer.from(await file.bytes()).toString("hex")]);
    await form.cleanup();
    return { fields: [...form.fields], files };
  } catch (error) {
    if (!(error instanceof http.HttpError)) throw error;
    return error.message;
  }
}

test("a form of any bytes gives an answer, the same for chunks of any size", async () => {
  const multipart = fc
    .array(
      fc.constantFrom(
        ...pieces,
        "--B\r\n",
        "\r\n--B\r\n",
        "\r\n--B--",
        "\n--B\n",
        "\r--B\r",
        'Content-Disposition: form-data; name="a"\r\n\r\n',
      ),
      { maxLength: 30 },
    )
    .map((parts) => Buffer.from(`--B\r\n${parts.join("")}\r\n--B--`));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(multipart, fc.uint8Array({ maxLength: 80 })),
      fc.integer({ min: 1, max: 9 }),
      async (body, size) => {
        for (const type of ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded"]) {
          assert.deepEqual(await outcome(body, size, type), await outcome(body, 1 << 20, type));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("a form that FormData writes is read back whole", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((value) => value.toWellFormed());
  const name = text.map((value) => value.replace(/[\r\n"\\%]/g, "_"));
  const entry = fc.oneof(
    fc.record({ name, value: text }),
    fc.record({ name, filename: name.filter((value) => value !== ""), bytes: fc.uint8Array({ maxLength: 60 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 6 }), fc.integer({ min: 1, max: 64 }), async (entries, size) => {
      const data = new FormData();
      const fields: [string, string][] = [];
      const files: [string, string, string][] = [];
      for (const one of entries) {
        if ("value" in one) {
          data.append(one.name, one.value);
          fields.push([one.name, one.value.replace(/\r\n|\r|\n/g, "\r\n")]);
        } else {
          data.append(one.name, new File([Uint8Array.from(one.bytes)], one.filename));
          files.push([one.name, one.filename, Buffer.from(one.bytes).toString("hex")]);
        }
      }
      const message = new Response(data);
      const body = new Uint8Array(await message.arrayBuffer());
      assert.deepEqual(await outcome(body, size, message.headers.get("content-type")!), { fields, files });
    }),
    { numRuns: 100 },
  );
});
