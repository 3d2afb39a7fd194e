// Draws a QR code (ISO/IEC 18004) of a text as SVG: bytes, error correction level L, versions 1 to 10.

// Of versions 1 to 10 at level L: error correction codewords of a block, and the number of blocks.
const correctionWords = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18] as const;
const blockCounts = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4] as const;

/** The modules of a QR code, row by row: true is dark. */
export function qrModules(text: string): boolean[][] {
  const bytes = Buffer.from(text);
  const version = correctionWords.findIndex((_, i) => bytes.length + (i + 1 < 10 ? 2 : 3) <= dataWords(i + 1)) + 1;
  if (version === 0) throw new RangeError(`A text of ${bytes.length} bytes is too long for the QR codes drawn here.`);
  const words = interleave(padData(bytes, version), version);
  const masks = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => draw(words, version, mask));
  return masks.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

/** The code as an SVG picture with the quiet zone around it, to be put into a page. */
export function qrSvg(text: string, label: string): string {
  const modules = qrModules(text);
  const size = modules.length + 8;
  const path = modules
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : [])))
    .join("");
  const title = label.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return (
    `<svg class="dj-qr" role="img" aria-label="${title}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`
  );
}

// All codewords that a version has room for.
function allWords(version: number): number {
  const alignments = version === 1 ? 0 : Math.floor(version / 7) + 2;
  let bits = (16 * version + 128) * version + 64;
  if (version > 1) bits -= (25 * alignments - 10) * alignments - 55;
  if (version >= 7) bits -= 36;
  return Math.floor(bits / 8);
}

function dataWords(version: number): number {
  return allWords(version) - correctionWords[version - 1]! * blockCounts[version - 1]!;
}

// Mode, length, bytes, end and padding.
function padData(bytes: Buffer, version: number): number[] {
  const length = bytes.length.toString(2).padStart(version < 10 ? 8 : 16, "0");
  const body = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const room = dataWords(version) * 8;
  let bits = `0100${length}${body}`;
  bits += "0".repeat(Math.min(4, room - bits.length));
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const words = (bits.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 2));
  for (let i = 0; words.length < room / 8; i++) words.push(i % 2 === 0 ? 0xec : 0x11);
  return words;
}

// Blocks are corrected one by one, and written a word of each in turn; the later ones may be a word longer.
function interleave(words: readonly number[], version: number): number[] {
  const count = blockCounts[version - 1]!;
  const correction = correctionWords[version - 1]!;
  const short = Math.floor(words.length / count);
  const longOnes = words.length % count;
  const blocks: number[][] = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = short + (i < count - longOnes ? 0 : 1);
    blocks.push(words.slice(at, at + length));
    at += length;
  }
  const corrections = blocks.map((block) => remainder(block, correction));
  const inTurn = (lists: readonly number[][]): number[] =>
    Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) =>
      lists.flatMap((list) => list[i] ?? []),
    ).flat();
  return [...inTurn(blocks), ...inTurn(corrections)];
}

// In the field of 256 elements with the polynomial x⁸ + x⁴ + x³ + x² + 1.
function multiply(left: number, right: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((right >>> i) & 1) * left;
  }
  return product;
}

/** The Reed–Solomon remainder of a block. */
function remainder(block: readonly number[], degree: number): number[] {
  const divisor = new Array<number>(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i++, root = multiply(root, 2))
    for (let j = 0; j < degree; j++) divisor[j] = multiply(divisor[j]!, root) ^ (divisor[j + 1] ?? 0);
  const rest = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((each, i) => {
      rest[i]! ^= multiply(each, factor);
    });
  }
  return rest;
}

function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = Array.from({ length: count - 1 }, (_, i) => version * 4 + 10 - i * step);
  return [6, ...places.reverse()];
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function draw(words: readonly number[], version: number, mask: number): boolean[][] {
  const size = version * 4 + 17;
  const modules = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  const set = (x: number, y: number, isDark: boolean): void => {
    if (x >= 0 && y >= 0 && x < size && y < size) modules[y]![x] = isDark;
  };
  drawPatterns(set, version, size);
  drawFormat(set, mask, size);
  if (version >= 7) drawVersion(set, version, size);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (modules[y]![x] !== undefined) continue;
        const isSet = ((words[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1;
        bit++;
        modules[y]![x] = (isSet === 1) !== masks[mask]!(x, y);
      }
  }
  return modules as boolean[][];
}

type SetModule = (x: number, y: number, isDark: boolean) => void;

function drawPatterns(set: SetModule, version: number, size: number): void {
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  const places = alignmentPlaces(version);
  const last = places.length - 1;
  places.forEach((cx, i) => {
    places.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    });
  });
}

// Five bits, level L and the mask, with ten of BCH code, twice.
function drawFormat(set: SetModule, mask: number, size: number): void {
  const data = (1 << 3) | mask;
  let rest = data;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (i: number): boolean => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
  set(8, size - 8, true);
}

// Six bits with twelve of BCH code, twice.
function drawVersion(set: SetModule, version: number, size: number): void {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const isDark = ((bits >>> i) & 1) === 1;
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(a, b, isDark);
    set(b, a, isDark);
  }
}

// Runs of one colour, squares of one colour, and an uneven share of dark are hard to read.
function penalty(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  const columns = modules.map((_, x) => modules.map((row) => row[x]!));
  let points = 0;
  for (const line of [...modules, ...columns])
    for (const run of line.map(Number).join("").match(/0+|1+/g) ?? []) if (run.length >= 5) points += run.length - 2;
  for (let y = 1; y < size; y++)
    for (let x = 1; x < size; x++) {
      const color = modules[y]![x];
      if (modules[y]![x - 1] === color && modules[y - 1]![x] === color && modules[y - 1]![x - 1] === color) points += 3;
    }
  const dark = modules.flat().filter(Boolean).length;
  return points + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}
