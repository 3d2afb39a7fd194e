// Computes BLAKE2b (RFC 7693) of any output length, which the platform offers for 64 bytes alone.

const mask = (1n << 64n) - 1n;
const start: readonly bigint[] = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];
// One hexadecimal digit a word: the order in which a round takes the message's words (RFC 7693 section 2.7).
const orders: readonly (readonly number[])[] = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
].map((row) => Array.from(row, (digit) => Number.parseInt(digit, 16)));

/** Hashes bytes into `length` bytes, 1 to 64. */
export function blake2b(input: Uint8Array, length: number): Buffer {
  const state = [...start];
  state[0]! ^= 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(input.length / 128));
  const padded = Buffer.alloc(blocks * 128);
  padded.set(input);
  for (let i = 0; i < blocks; i++) {
    const isLast = i === blocks - 1;
    mix(state, padded.subarray(i * 128, i * 128 + 128), isLast ? BigInt(input.length) : BigInt((i + 1) * 128), isLast);
  }
  const out = Buffer.alloc(64);
  state.forEach((word, i) => {
    out.writeBigUInt64LE(word, i * 8);
  });
  return out.subarray(0, length);
}

function mix(state: bigint[], block: Buffer, count: bigint, isLast: boolean): void {
  const words = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(i * 8));
  const v = [...state, ...start];
  v[12]! ^= count;
  if (isLast) v[14]! ^= mask;
  const step = (a: number, b: number, c: number, d: number, x: bigint, y: bigint): void => {
    v[a] = (v[a]! + v[b]! + x) & mask;
    v[d] = turn(v[d]! ^ v[a]!, 32n);
    v[c] = (v[c]! + v[d]!) & mask;
    v[b] = turn(v[b]! ^ v[c]!, 24n);
    v[a] = (v[a]! + v[b]! + y) & mask;
    v[d] = turn(v[d]! ^ v[a]!, 16n);
    v[c] = (v[c]! + v[d]!) & mask;
    v[b] = turn(v[b]! ^ v[c]!, 63n);
  };
  for (let round = 0; round < 12; round++) {
    const order = orders[round % 10]!;
    const word = (i: number): bigint => words[order[i]!]!;
    for (let i = 0; i < 4; i++) step(i, 4 + i, 8 + i, 12 + i, word(2 * i), word(2 * i + 1));
    for (let i = 0; i < 4; i++)
      step(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), word(8 + 2 * i), word(9 + 2 * i));
  }
  for (let i = 0; i < 8; i++) state[i]! ^= v[i]! ^ v[i + 8]!;
}

function turn(word: bigint, bits: bigint): bigint {
  return ((word >> bits) | (word << (64n - bits))) & mask;
}
