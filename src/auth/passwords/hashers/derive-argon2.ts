// Computes Argon2 of either version (1.0 and 1.3) without the platform's help: for old encodings, and platforms without it.
import { blake2b } from "./blake2b.ts";

/** Which memory the next block depends on: by the data (d), not by it (i), or first one and then the other (id). */
export type Argon2Variant = "argon2d" | "argon2i" | "argon2id";

/** The parameters of RFC 9106 section 3.1; `version` is 16 (1.0) or 19 (1.3). */
export interface Argon2Parameters {
  readonly variant: Argon2Variant;
  readonly version: number;
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Uint8Array;
  readonly tagLength: number;
}

const typeNumbers = { argon2d: 0, argon2i: 1, argon2id: 2 } as const;
// A block of 1024 bytes is 128 words of 64 bits, each held as two of 32: the low half first.
const blockWords = 256;
const slices = 4;

/** Derives the tag; gives way to other work between slices. */
export async function deriveArgon2(password: Uint8Array, parameters: Argon2Parameters): Promise<Buffer> {
  const { memory, passes, parallelism, tagLength } = parameters;
  const segment = Math.floor(memory / (slices * parallelism));
  const laneLength = segment * slices;
  const blocks = new Uint32Array(laneLength * parallelism * blockWords);
  const first = firstHash(password, parameters);
  for (let lane = 0; lane < parallelism; lane++)
    for (const column of [0, 1]) {
      const bytes = longHash(Buffer.concat([first, le32(column), le32(lane)]), 1024);
      blocks.set(
        new Uint32Array(bytes.buffer, bytes.byteOffset, blockWords),
        (lane * laneLength + column) * blockWords,
      );
    }
  const filling = { ...parameters, segment, laneLength, blocks };
  for (let pass = 0; pass < passes; pass++)
    for (let slice = 0; slice < slices; slice++) {
      for (let lane = 0; lane < parallelism; lane++) {
        fillSegment(filling, pass, slice, lane);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  const last = new Uint32Array(blockWords);
  for (let lane = 0; lane < parallelism; lane++) {
    const at = ((lane + 1) * laneLength - 1) * blockWords;
    for (let i = 0; i < blockWords; i++) last[i]! ^= blocks[at + i]!;
  }
  return longHash(Buffer.from(last.buffer), tagLength);
}

interface Filling extends Argon2Parameters {
  readonly segment: number;
  readonly laneLength: number;
  readonly blocks: Uint32Array;
}

function firstHash(
  password: Uint8Array,
  { variant, version, memory, passes, parallelism, salt, tagLength }: Argon2Parameters,
): Buffer {
  const head = [parallelism, tagLength, memory, passes, version, typeNumbers[variant]].map(le32);
  const none = le32(0);
  return blake2b(Buffer.concat([...head, le32(password.length), password, le32(salt.length), salt, none, none]), 64);
}

// H' of RFC 9106 section 3.3: a hash of any length out of hashes of 64 bytes.
function longHash(input: Uint8Array, length: number): Buffer {
  const start = Buffer.concat([le32(length), input]);
  if (length <= 64) return blake2b(start, length);
  const out = Buffer.from(new ArrayBuffer(length));
  let piece = blake2b(start, 64);
  let at = 0;
  for (; length - at > 64; at += 32) {
    piece.copy(out, at, 0, 32);
    piece = blake2b(piece, length - at - 32 > 64 ? 64 : length - at - 32);
  }
  piece.copy(out, at);
  return out;
}

// Where in the memory the work is: RFC 9106 section 3.4.
function fillSegment(filling: Filling, pass: number, slice: number, lane: number): void {
  const { variant, version, segment, laneLength, parallelism, blocks } = filling;
  const isIndependent = variant === "argon2i" || (variant === "argon2id" && pass === 0 && slice < 2);
  const addresses = isIndependent ? makeAddresses(filling, pass, slice, lane) : undefined;
  const block = new Uint32Array(blockWords);
  for (let i = pass === 0 && slice === 0 ? 2 : 0; i < segment; i++) {
    const column = slice * segment + i;
    const current = lane * laneLength + column;
    const previous = column === 0 ? current + laneLength - 1 : current - 1;
    const low = addresses === undefined ? blocks[previous * blockWords]! : addresses[2 * i]!;
    const high = addresses === undefined ? blocks[previous * blockWords + 1]! : addresses[2 * i + 1]!;
    const sourceLane = pass === 0 && slice === 0 ? lane : high % parallelism;
    const source =
      sourceLane * laneLength + sourceColumn(filling, { pass, slice, i, isSameLane: sourceLane === lane }, low);
    compress(block, blocks, previous * blockWords, blocks, source * blockWords);
    const at = current * blockWords;
    const keepsOld = pass > 0 && version === 19;
    for (let word = 0; word < blockWords; word++)
      blocks[at + word] = keepsOld ? blocks[at + word]! ^ block[word]! : block[word]!;
  }
}

interface Place {
  readonly pass: number;
  readonly slice: number;
  readonly i: number;
  readonly isSameLane: boolean;
}

function sourceColumn({ segment, laneLength }: Filling, { pass, slice, i, isSameLane }: Place, low: number): number {
  const finished = pass === 0 ? slice * segment : laneLength - segment;
  const area = isSameLane ? finished + i - 1 : finished - (i === 0 ? 1 : 0);
  const x = highProduct(low, low);
  const y = highProduct(area, x);
  const start = pass === 0 ? 0 : ((slice + 1) % slices) * segment;
  return (start + area - 1 - y) % laneLength;
}

function makeAddresses(
  { variant, passes, segment, laneLength, parallelism }: Filling,
  pass: number,
  slice: number,
  lane: number,
): Uint32Array {
  const addresses = new Uint32Array(Math.ceil(segment / 128) * blockWords);
  const zero = new Uint32Array(blockWords);
  const input = new Uint32Array(blockWords);
  const words = [pass, lane, slice, laneLength * parallelism, passes, typeNumbers[variant]];
  words.forEach((word, i) => {
    input[2 * i] = word;
  });
  const once = new Uint32Array(blockWords);
  const twice = new Uint32Array(blockWords);
  for (let at = 0; at < addresses.length; at += blockWords) {
    input[12]!++;
    compress(once, zero, 0, input, 0);
    compress(twice, zero, 0, once, 0);
    addresses.set(twice, at);
  }
  return addresses;
}

const mixed = new Uint32Array(blockWords);

// G of RFC 9106 section 3.5: `to` becomes the mix of two blocks.
function compress(to: Uint32Array, left: Uint32Array, leftAt: number, right: Uint32Array, rightAt: number): void {
  for (let i = 0; i < blockWords; i++) {
    const word = left[leftAt + i]! ^ right[rightAt + i]!;
    mixed[i] = word;
    to[i] = word;
  }
  for (let row = 0; row < 8; row++) permute(16 * row, 1, 2);
  for (let column = 0; column < 8; column++) permute(2 * column, 1, 16);
  for (let i = 0; i < blockWords; i++) to[i]! ^= mixed[i]!;
}

// Sixteen words of 64 bits: pairs that lie `step` apart, from `start` on.
function permute(start: number, inPair: number, step: number): void {
  const at = (n: number): number => 2 * (start + (n >> 1) * step + (n & 1) * inPair);
  const [v0, v1, v2, v3, v4, v5, v6, v7] = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
  const [v8, v9, va, vb, vc, vd, ve, vf] = [at(8), at(9), at(10), at(11), at(12), at(13), at(14), at(15)];
  quarter(v0, v4, v8, vc);
  quarter(v1, v5, v9, vd);
  quarter(v2, v6, va, ve);
  quarter(v3, v7, vb, vf);
  quarter(v0, v5, va, vf);
  quarter(v1, v6, vb, vc);
  quarter(v2, v7, v8, vd);
  quarter(v3, v4, v9, ve);
}

function quarter(a: number, b: number, c: number, d: number): void {
  multiplyAdd(a, b);
  rotate(d, a, 32);
  multiplyAdd(c, d);
  rotate(b, c, 24);
  multiplyAdd(a, b);
  rotate(d, a, 16);
  multiplyAdd(c, d);
  rotate(b, c, 63);
}

// x = x + y + 2 · low(x) · low(y), of 64 bits.
function multiplyAdd(x: number, y: number): void {
  const xLow = mixed[x]!;
  const yLow = mixed[y]!;
  const productLow = Math.imul(xLow, yLow) >>> 0;
  const productHigh = highProduct(xLow, yLow);
  const sumLow = xLow + yLow + 2 * productLow;
  const high = mixed[x + 1]! + mixed[y + 1]! + 2 * productHigh + Math.floor(sumLow / 2 ** 32);
  mixed[x] = sumLow;
  mixed[x + 1] = high;
}

// x = (x xor y) rotated right by 32, 24, 16 or 63 bits.
function rotate(x: number, y: number, bits: number): void {
  const low = mixed[x]! ^ mixed[y]!;
  const high = mixed[x + 1]! ^ mixed[y + 1]!;
  if (bits === 32) {
    mixed[x] = high;
    mixed[x + 1] = low;
  } else if (bits === 63) {
    mixed[x] = (low << 1) | (high >>> 31);
    mixed[x + 1] = (high << 1) | (low >>> 31);
  } else {
    mixed[x] = (low >>> bits) | (high << (32 - bits));
    mixed[x + 1] = (high >>> bits) | (low << (32 - bits));
  }
}

// The upper 32 bits of a product of two words of 32.
function highProduct(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const low = xLow * yHigh + (middle & 0xffff);
  return (xHigh * yHigh + Math.floor(middle / 65_536) + (low >= 2 ** 32 ? 65_536 : 0) + (low >>> 16)) >>> 0;
}

function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
