// Measures what the parts of a ZIP archive unpack to, so that a small upload cannot fill the memory.
import { TableFault } from "./table-fault.ts";

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** Unpacks each part and forgets it. @throws TableFault for what is no archive, or unpacks to more than `most` bytes. */
export async function checkUnpackedSize(bytes: Uint8Array, most: number): Promise<void> {
  const { inflateRaw } = process.getBuiltinModule("node:zlib");
  const { promisify } = process.getBuiltinModule("node:util");
  const inflate = promisify(inflateRaw) as (
    data: Uint8Array,
    options: { maxOutputLength: number },
  ) => Promise<Uint8Array>;
  let left = most;
  for (const { method, data } of partsOf(bytes)) {
    try {
      left -= method === 0 ? data.length : (await inflate(data, { maxOutputLength: Math.max(1, left) })).length;
    } catch (error) {
      if ((error as { code?: string }).code !== "ERR_BUFFER_TOO_LARGE") throw notReadable();
      left = -1;
    }
    if (left < 0)
      throw new TableFault("The spreadsheet unpacks to more than {count} megabytes.", {
        count: Math.floor(most / 1_000_000),
      });
  }
}

function notReadable(): TableFault {
  return new TableFault("This is no XLSX file. Save it as “Excel workbook (.xlsx)”, without a password.");
}

// The parts by the directory at the end of the archive.
function partsOf(bytes: Uint8Array): { method: number; data: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== endMark) end--;
  if (end < 0) throw notReadable();
  const parts: { method: number; data: Uint8Array }[] = [];
  let at = view.getUint32(end + 16, true);
  try {
    for (let i = view.getUint16(end + 10, true); i > 0; i--) {
      if (view.getUint32(at, true) !== entryMark) throw notReadable();
      const size = view.getUint32(at + 20, true);
      const local = view.getUint32(at + 42, true);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (start + size > bytes.length) throw notReadable();
      parts.push({ method: view.getUint16(at + 10, true), data: bytes.subarray(start, start + size) });
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (error) {
    throw error instanceof TableFault ? error : notReadable();
  }
  return parts;
}
