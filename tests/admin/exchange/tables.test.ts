// Tests how tables are read from and written to CSV, JSON and XLSX.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { csvLines } from "../../../src/admin/data/exchange/csv-file.ts";
import { jsonLines } from "../../../src/admin/data/exchange/json-file.ts";
import { readTable } from "../../../src/admin/data/exchange/read-table.ts";
import type { Table } from "../../../src/admin/data/exchange/table.ts";
import { TableFault } from "../../../src/admin/data/exchange/table-fault.ts";
import { checkUnpackedSize } from "../../../src/admin/data/exchange/unpacked-size.ts";
import { xlsxBytes } from "../../../src/admin/data/exchange/xlsx-file.ts";

const limits = { rows: 5, unpacked: 5_000_000 };
const read = (content: string | Uint8Array, most = limits): Promise<Table> =>
  readTable(typeof content === "string" ? new TextEncoder().encode(content) : content, most);
const fails = (content: string | Uint8Array, text: string, values: object = {}): Promise<void> =>
  assert.rejects(read(content), (error: unknown) => {
    assert.ok(error instanceof TableFault, String(error));
    assert.deepEqual([error.message, error.values], [text, values]);
    return true;
  });
async function joined(parts: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const part of parts) chunks.push(typeof part === "string" ? new TextEncoder().encode(part) : part);
  return Buffer.concat(chunks);
}
async function* rowsOf(...rows: (readonly unknown[])[]): AsyncGenerator<readonly unknown[]> {
  yield* rows;
}

test("CSV is read with its line numbers, whatever its delimiter, ends of lines and mark of bytes", async () => {
  for (const [mark, end] of [
    [",", "\r\n"],
    [";", "\n"],
    ["\t", "\r"],
  ] as const)
    assert.deepEqual(await read(`\uFEFFname${mark}year${end}Rioja${mark}2019${end}${end}Asti${mark}`), {
      columns: ["name", "year"],
      rows: [
        { number: 2, values: ["Rioja", "2019"] },
        { number: 4, values: ["Asti", ""] },
      ],
    });
});

test("quoted values hold delimiters, quotes and lines, and the next row keeps its number", async () => {
  assert.deepEqual((await read('a,b\n"x, ""y""\nz",1\nq\n')).rows, [
    { number: 2, values: ['x, "y"\nz', "1"] },
    { number: 4, values: ["q", null] },
  ]);
});

test("what is wrong with a file is said with its place", async () => {
  await fails("", "The file is empty.");
  await fails("\n\n", "The file is empty.");
  await fails('a,b\n1,"2\n', "A quote on line {line} is never closed.", { line: 2 });
  await fails("a,b\n1,2,3\n", "Line {line} has {count} values, and there are {columns} headings.", {
    line: 2,
    count: 3,
    columns: 2,
  });
  await fails("a,b,a\n1,2,3\n", "There are two columns “{name}”.", { name: "a" });
  await fails(`a\n${"1\n".repeat(6)}`, "The file has more than {count} rows.", { count: 5 });
  await fails(Uint8Array.from([0xff, 0xfe, 0x61, 0]), "The file is not in UTF-8. Save it anew as “CSV UTF-8”.");
  await fails(Uint8Array.from([0x61, 0x0a, 0xe9]), "The file is not in UTF-8. Save it anew as “CSV UTF-8”.");
  await fails("[1]", "Item {number} of the JSON is no object.", { number: 1 });
  await fails('{"a":1}', "The JSON is no list of objects: it begins with {start}.", { start: '{"a":1}' });
  await fails(
    Uint8Array.from([0x50, 0x4b, 3, 4, 5]),
    "This is no XLSX file. Save it as “Excel workbook (.xlsx)”, without a password.",
  );
  await assert.rejects(read("[{]"), { message: "This is no JSON: {reason}." });
});

test("JSON is read by all names that occur, and large integers keep their digits", async () => {
  assert.deepEqual(await read('[{"a":1,"b":[1,2]},{"c":{"d":1},"a":9007199254740993,"b":null}]'), {
    columns: ["a", "b", "c"],
    rows: [
      { number: 2, values: [1, "1, 2", null] },
      { number: 3, values: ["9007199254740993", null, '{"d":1}'] },
    ],
  });
});

test("what is written as CSV cannot become a formula, and is read back as it was", async () => {
  const values = ["=1+1", "+49 30", "-x", "@a", "-12.50", 'say "hi"', "a;b", "", "plain"];
  const text = new TextDecoder().decode(await joined(csvLines(["v"], rowsOf(...values.map((value) => [value])))));
  assert.equal(text, 'v\r\n\'=1+1\r\n\'+49 30\r\n\'-x\r\n\'@a\r\n-12.50\r\n"say ""hi"""\r\n"a;b"\r\n\r\nplain\r\n');
  const back = await read(text, { ...limits, rows: 20 });
  assert.deepEqual(
    back.rows.map((row) => row.values[0]),
    values.filter((value) => value !== ""),
  );
});

test("JSON is written with the types that it has", async () => {
  const row = [1n, 9_007_199_254_740_993n, true, null, new Date(0), { a: 1 }, Uint8Array.from([1])];
  const text = new TextDecoder().decode(await joined(jsonLines(["a", "b", "c", "d", "e", "f", "g"], rowsOf(row))));
  assert.deepEqual(JSON.parse(text), [
    { a: 1, b: "9007199254740993", c: true, d: null, e: "1970-01-01T00:00:00.000Z", f: { a: 1 }, g: "AQ==" },
  ]);
  assert.equal(new TextDecoder().decode(await joined(jsonLines(["a"], rowsOf()))), "[]\n");
});

test("XLSX holds numbers as numbers, days and instants as dates, and texts that look like formulas as texts", async () => {
  const columns = [
    { heading: "text", kind: "text" },
    { heading: "number", kind: "number" },
    { heading: "day", kind: "date" },
    { heading: "at", kind: "dateTime" },
    { heading: "yes", kind: "boolean" },
  ] as const;
  const rows = rowsOf(
    ["=1+1", "12.50", "2024-05-01", new Date("2024-05-01T10:20:00Z"), true],
    ["a\u0000b", "12345678901234567890", "0033-04-03", null, false],
  );
  const bytes = await joined(await xlsxBytes("A/B", columns, rows));
  assert.deepEqual(await read(bytes), {
    columns: ["text", "number", "day", "at", "yes"],
    rows: [
      { number: 2, values: ["=1+1", 12.5, "2024-05-01", "2024-05-01 10:20:00", true] },
      { number: 3, values: ["ab", "12345678901234567890", "0033-04-03", null, false] },
    ],
  });
  await assert.rejects(read(bytes, { rows: 1, unpacked: 5_000_000 }), {
    message: "The file has more than {count} rows.",
  });
  await assert.rejects(read(bytes, { rows: 9, unpacked: 100 }), {
    message: "The spreadsheet unpacks to more than {count} megabytes.",
  });
});

test("an archive that unpacks to much is refused whatever its directory says", async () => {
  const packed = deflateRawSync(Buffer.alloc(20_000_000));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + packed.length, 16);
  const archive = Buffer.concat([local, packed, entry, end]);
  assert.ok(archive.length < 25_000);
  await assert.rejects(checkUnpackedSize(archive, 10_000_000), {
    message: "The spreadsheet unpacks to more than {count} megabytes.",
  });
  await checkUnpackedSize(archive, 20_000_001);
});
