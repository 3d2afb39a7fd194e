// The command that writes the compressed variants beside static files, for clients that accept them.

import { contentTypeForFile, isTextType } from "#http";
import { type Command, defineCommand } from "#kernel";

// Below this, the headers weigh more than what is saved.
const leastSize = 256;

/** Makes `demijohn static compress` for some folders. */
export function compressCommand(folders: readonly string[]): Command {
  return defineCommand({
    name: "static compress",
    summary: "Writes .br, .zst and .gz variants beside the static files that get smaller by it.",
    run: async ({ print }) => {
      let written = 0;
      for (const folder of folders) {
        for (const path of textFiles(folder)) written += await compressFile(path);
      }
      print(`Wrote ${written} compressed ${written === 1 ? "file" : "files"}.`);
    },
  });
}

function textFiles(folder: string): string[] {
  const { readdirSync } = process.getBuiltinModule("node:fs");
  const { join } = process.getBuiltinModule("node:path");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|zst|gz)$/.test(entry.name) && isCompressible(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isCompressible(name: string): boolean {
  const type = contentTypeForFile(name).split(";", 1)[0]!;
  return (
    isTextType(type) || type === "image/svg+xml" || type === "application/wasm" || type === "application/manifest+json"
  );
}

/** Writes the variants of one file that are smaller than it; returns how many. A variant keeps the file's time. */
async function compressFile(path: string): Promise<number> {
  const fs = process.getBuiltinModule("node:fs").promises;
  const zlib = process.getBuiltinModule("node:zlib");
  const bytes = await fs.readFile(path);
  if (bytes.length < leastSize) return 0;
  const { mtime } = await fs.stat(path);
  const variants: readonly (readonly [string, Buffer])[] = [
    [".br", zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } })],
    [".zst", zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 19 } })],
    [".gz", zlib.gzipSync(bytes, { level: 9 })],
  ];
  let written = 0;
  for (const [ending, compressed] of variants) {
    if (compressed.length >= bytes.length) continue;
    const temporary = `${path}${ending}.${process.pid}.tmp`;
    await fs.writeFile(temporary, compressed);
    await fs.utimes(temporary, mtime, mtime);
    await fs.rename(temporary, path + ending);
    written++;
  }
  return written;
}
