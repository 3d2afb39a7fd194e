// States where multipart bodies are split, whatever the chunks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type MultipartLimits, MultipartParser } from "demijohn/http";

interface ReadPart {
  headers: [string, string][];
  data: string;
  ended: boolean;
}

function read(body: string, options: { size?: number; boundary?: string; limits?: MultipartLimits } = {}): ReadPart[] {
  const parser = new MultipartParser(options.boundary ?? "B", options.limits);
  const bytes = Buffer.from(body, "latin1");
  const size = options.size ?? bytes.length;
  const parts: ReadPart[] = [];
  const take = (events: ReturnType<MultipartParser["write"]>): void => {
    for (const event of events) {
      if (event.kind === "part") parts.push({ headers: [...event.headers], data: "", ended: false });
      else if (event.kind === "data") parts.at(-1)!.data += event.bytes.toString("latin1");
      else parts.at(-1)!.ended = true;
    }
  };
  for (let i = 0; i < bytes.length; i += Math.max(1, size))
    take(parser.write(bytes.subarray(i, i + Math.max(1, size))));
  take(parser.finish());
  return parts;
}

const data = (body: string, size?: number): string[] =>
  read(body, size === undefined ? {} : { size }).map((part) => part.data);

test("parts are split at their boundaries, however the chunks fall", () => {
  const body = "preamble\r\n--B\r\nA: 1\r\nB : 2\r\n\r\nfirst\r\n--B\r\nA: 3\r\n\r\n\r\n--B--\r\nepilogue";
  for (let size = 1; size <= body.length; size++) {
    assert.deepEqual(read(body, { size }), [
      {
        headers: [
          ["A", "1"],
          ["B", "2"],
        ],
        data: "first",
        ended: true,
      },
      { headers: [["A", "3"]], data: "", ended: true },
    ]);
  }
});

test("what only looks like a boundary is data", () => {
  for (const inner of [
    "--B",
    "x--B\r\n",
    "\r\n--Bx",
    "\r\n--B-",
    "\r\n--B-x",
    "\r\n-B\r\n",
    "\r\n--B \tx",
    "\r\r\n\n",
    "\r\n--",
    "\r\n--C--",
  ]) {
    for (const size of [1, 2, 3, 5, 1000])
      assert.deepEqual(data(`--B\r\n\r\nx${inner}y\r\n--B--`, size), [`x${inner}y`], inner);
  }
});

test("blanks may stand behind a boundary", () => {
  assert.deepEqual(data("--B \t\r\nA: 1\r\n\r\nx\r\n--B  \r\nA: 1\r\n\r\ny\r\n--B--  \r\n", 1), ["x", "y"]);
});

test("a boundary may follow the headers at once", () => {
  assert.deepEqual(data("--B\r\nA: 1\r\n\r\n--B\r\nA: 2\r\n\r\nx\r\n--B--"), ["", "x"]);
});

test("a part may have no headers", () => {
  for (const newline of ["\r\n", "\n", "\r"]) {
    assert.deepEqual(read(["--B", "", "x", "--B--"].join(newline), { size: 1 }), [
      { headers: [], data: "x", ended: true },
    ]);
  }
});

test("a header line that starts with a blank continues the one before", () => {
  const [part] = read("--B\r\nA: 1;\r\n\tb=2;\n c=3\r\nnonsense\r\nC: \xc3\xa9\r\n\r\nx\r\n--B--");
  assert.deepEqual(part?.headers, [
    ["A", "1; b=2; c=3"],
    ["C", "é"],
  ]);
});

test("a body with no part is empty", () => {
  assert.deepEqual(data("--B--"), []);
  assert.deepEqual(data("anything\r\n--B--\r\nanything --B\r\n"), []);
});

test("a body that is cut off is malformed at every place but its end", () => {
  const body = "--B\r\nA: 1\r\n\r\nx\r\n--B\r\nA: 1\r\n\r\ny\r\n--B--";
  for (let end = 0; end < body.length; end++) {
    assert.throws(() => read(body.slice(0, end)), { code: "HTTP_BAD_MULTIPART" }, body.slice(0, end));
  }
});

test("blanks without end behind a boundary do not make the parser wait", () => {
  const parser = new MultipartParser("B");
  parser.write(Buffer.from("--B\r\nA: 1\r\n\r\n"));
  let out = 0;
  for (const event of parser.write(Buffer.from(`\r\n--B${" ".repeat(1000)}`)))
    if (event.kind === "data") out += event.bytes.length;
  assert.ok(out > 900);
});

test("the boundary has to be of printable ASCII", () => {
  for (const boundary of ["", "é", "a\r\nb", "x".repeat(201)]) {
    assert.throws(() => new MultipartParser(boundary), {
      message: `HTTP_BAD_MULTIPART: The multipart form is not valid: its boundary is missing or is not valid.
  Let the client's own FormData write the body and its Content-Type.`,
    });
  }
});

test("the headers of a part are bounded also while they arrive", () => {
  const parser = new MultipartParser("B", { partHeaders: 100 });
  parser.write(Buffer.from("--B\r\nA: "));
  assert.throws(
    () => {
      for (let i = 0; i < 20; i++) parser.write(Buffer.alloc(10, "x"));
    },
    { code: "HTTP_PART_HEADERS_TOO_LARGE", status: 413 },
  );
});

test("data passes through without being held back", () => {
  const parser = new MultipartParser("B");
  parser.write(Buffer.from("--B\r\nA: 1\r\n\r\n"));
  const chunk = Buffer.alloc(64 * 1024, "\r");
  for (let i = 0; i < 10; i++) {
    const passed = parser
      .write(chunk)
      .reduce((sum, event) => sum + (event.kind === "data" ? event.bytes.length : 0), 0);
    assert.ok(passed >= chunk.length - 5);
  }
});
