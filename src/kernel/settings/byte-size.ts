// Reads sizes as people write them ("16 MB", "512 KiB") into bytes, and writes bytes back that way.

const unitBytes: Readonly<Record<string, number>> = Object.freeze({
  "": 1,
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  tb: 1000 ** 4,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
});

/** Reads a size into bytes; undefined when it is none. `MB` is 1,000,000 bytes and `MiB` 1,048,576 (IEC 80000-13). */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (!match) return undefined;
  const unit = match[2]!.toLowerCase();
  if (!Object.hasOwn(unitBytes, unit)) return undefined;
  return Math.round(Number(match[1]) * unitBytes[unit]!);
}

/** Writes bytes for people, in the unit that needs the fewest digits: `"16 MB"`, `"1 MiB"`, `"1.5 GB"`. */
export function describeByteSize(bytes: number): string {
  let best = `${bytes} bytes`;
  for (const unit of ["kB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB"]) {
    const count = bytes / unitBytes[unit.toLowerCase()]!;
    if (count >= 1 && Number.isInteger(count * 10)) {
      const text = `${count} ${unit}`;
      if (text.length <= best.length) best = text;
    }
  }
  return best;
}
