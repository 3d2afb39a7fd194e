// Tests QR codes by reading them back with code of its own: patterns, format, order of modules, and correction words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { qrModules, qrSvg } from "../../src/auth/proofs/totp/qr-code.ts";

// ISO/IEC 18004 table 9 for level L: of each version the data words of its blocks, and the correction words of a block.
const blocks: readonly (readonly [readonly number[], number])[] = [
  [[19], 7],
  [[34], 10],
  [[55], 15],
  [[80], 20],
  [[108], 26],
  [[68, 68], 18],
  [[78, 78], 20],
  [[97, 97], 24],
  [[116, 116], 30],
  [[68, 68, 69, 69], 18],
];
// Annex E: the centres of the alignment patterns.
const alignments = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];
// Annex C: the format words of level L and masks 0 to 7, and of versions 7 to 10 annex D.
const formats = [
  "111011111000100",
  "111001011110011",
  "111110110101010",
  "111100010011101",
  "110011000101111",
  "110001100011000",
  "110110001000001",
  "110100101110110",
];
const versions = ["000111110010010100", "001000010110111100", "001001101010011001", "001010010011010011"];

const exp = [1];
for (let i = 1; i < 255; i++) exp.push(exp[i - 1]! < 128 ? exp[i - 1]! * 2 : (exp[i - 1]! * 2) ^ 285);
const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : exp[(exp.indexOf(a) + exp.indexOf(b)) % 255]!;

function read(modules: readonly (readonly boolean[])[]): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const at = (row: number, column: number): string => (modules[row]![column] ? "1" : "0");
  const reserved = new Set<number>();
  const reserve = (row: number, column: number): void => void reserved.add(row * size + column);
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const)
    for (let r = -1; r < 8; r++)
      for (let c = -1; c < 8; c++) {
        if (top + r < 0 || left + c < 0 || top + r >= size || left + c >= size) continue;
        reserve(top + r, left + c);
        const isRing =
          [r, c].some((each) => each === 0 || each === 6) && [r, c].every((each) => each >= 0 && each <= 6);
        const isCore = [r, c].every((each) => each >= 2 && each <= 4);
        assert.equal(at(top + r, left + c), isRing || isCore ? "1" : "0", "a finder pattern");
      }
  for (let i = 8; i < size - 8; i++) {
    reserve(6, i);
    reserve(i, 6);
    assert.deepEqual([at(6, i), at(i, 6)], i % 2 === 0 ? ["1", "1"] : ["0", "0"], "a timing pattern");
  }
  const centres = alignments[version - 1]!;
  for (const row of centres)
    for (const column of centres) {
      if ((row === 6 && column === 6) || (row === 6 && column === size - 7) || (row === size - 7 && column === 6))
        continue;
      let square = "";
      for (let r = -2; r <= 2; r++)
        for (let c = -2; c <= 2; c++) {
          reserve(row + r, column + c);
          square += at(row + r, column + c);
        }
      assert.equal(square, "1111110001101011000111111", "an alignment pattern");
    }
  const first = [0, 1, 2, 3, 4, 5, 7, 8].map((c) => [8, c]).concat([7, 5, 4, 3, 2, 1, 0].map((r) => [r, 8]));
  const second = [1, 2, 3, 4, 5, 6, 7]
    .map((i) => [size - i, 8])
    .concat([8, 7, 6, 5, 4, 3, 2, 1].map((i) => [8, size - i]));
  const [one, two] = [first, second].map((places) => places.map(([r, c]) => at(r!, c!)).join(""));
  for (const [r, c] of [...first, ...second]) reserve(r!, c!);
  assert.equal(one, two, "the formats differ");
  const mask = formats.indexOf(one!);
  assert.notEqual(mask, -1, `the format ${one}`);
  reserve(size - 8, 8);
  assert.equal(at(size - 8, 8), "1", "the dark module");
  if (version >= 7) {
    let [left, top] = ["", ""];
    for (let i = 17; i >= 0; i--) {
      const [long, short] = [Math.floor(i / 3), size - 11 + (i % 3)];
      left += at(short, long);
      top += at(long, short);
      reserve(short, long);
      reserve(long, short);
    }
    assert.deepEqual([left, top], [versions[version - 7], versions[version - 7]], "the version");
  }
  const conditions = [
    (i: number, j: number) => (i + j) % 2,
    (i: number) => i % 2,
    (_i: number, j: number) => j % 3,
    (i: number, j: number) => (i + j) % 3,
    (i: number, j: number) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2,
    (i: number, j: number) => ((i * j) % 2) + ((i * j) % 3),
    (i: number, j: number) => (((i * j) % 2) + ((i * j) % 3)) % 2,
    (i: number, j: number) => (((i + j) % 2) + ((i * j) % 3)) % 2,
  ];
  // Pairs of columns from the right, upwards first, without the column of the timing pattern.
  let bits = "";
  const pairs: number[] = [];
  for (let column = size - 1; column > 0; column -= 2) pairs.push(column <= 6 ? column - 1 : column);
  pairs
    .filter((column) => column > 0)
    .forEach((column, n) => {
      for (let i = 0; i < size; i++) {
        const row = n % 2 === 0 ? size - 1 - i : i;
        for (const c of [column, column - 1])
          if (!reserved.has(row * size + c))
            bits += conditions[mask]!(row, c) === 0 ? (at(row, c) === "1" ? "0" : "1") : at(row, c);
      }
    });
  const words = (bits.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 2));
  const [lengths, correction] = blocks[version - 1]!;
  const parts: number[][] = lengths.map(() => []);
  let next = 0;
  for (let i = 0; i < Math.max(...lengths); i++)
    for (const [b, length] of lengths.entries()) if (i < length) parts[b]!.push(words[next++]!);
  const data = parts.flat();
  for (let i = 0; i < correction; i++) for (const part of parts) part.push(words[next++]!);
  for (const part of parts)
    for (let i = 0; i < correction; i++)
      assert.equal(
        part.reduce((sum, word) => times(sum, exp[i]!) ^ word, 0),
        0,
        "a block has an error",
      );
  const stream = data.map((word) => word.toString(2).padStart(8, "0")).join("");
  assert.equal(stream.slice(0, 4), "0100");
  const digits = version < 10 ? 8 : 16;
  const length = Number.parseInt(stream.slice(4, 4 + digits), 2);
  return Buffer.from(
    (stream.slice(4 + digits, 4 + digits + length * 8).match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)),
  ).toString();
}

test("codes of all versions are read back", () => {
  const seen = new Set<number>();
  for (const length of [1, 17, 18, 32, 53, 78, 106, 107, 134, 154, 155, 192, 230, 231, 271]) {
    const text = Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 7 + length) % 90))).join("");
    const modules = qrModules(text);
    seen.add(modules.length);
    assert.equal(read(modules), text, `${length} bytes`);
  }
  assert.deepEqual([...seen], [21, 25, 29, 33, 37, 41, 45, 49, 53, 57]);
  assert.equal(
    read(qrModules("otpauth://totp/Jars:jörg@example.org?secret=JBSWY3DPEHPK3PXP")),
    "otpauth://totp/Jars:jörg@example.org?secret=JBSWY3DPEHPK3PXP",
  );
});

test("what is too long is refused, and a label is escaped", () => {
  assert.throws(() => qrModules("x".repeat(272)), {
    message: "A text of 272 bytes is too long for the QR codes drawn here.",
  });
  assert.match(qrSvg("x", '"<b>'), /aria-label="&#34;&#60;b&#62;"/);
});
