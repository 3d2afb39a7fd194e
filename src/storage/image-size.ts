// Reads how wide and high an image is from its first bytes: PNG, GIF, JPEG and WebP.

/** How wide and high an image is, in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of an image; undefined for bytes of no known format.
 *
 * @example
 * ```ts
 * import { imageSize } from "demijohn/storage";
 * const gif = new Uint8Array([71, 73, 70, 56, 57, 97, 3, 0, 2, 0]);
 * console.log(imageSize(gif)); // => { width: 3, height: 2 }
 * ```
 */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.readUInt32BE(0) === 0x89504e47) return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
    const mark = view.toString("latin1", 0, 4);
    if (mark === "GIF8") return { width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
    if (mark === "RIFF" && view.toString("latin1", 8, 12) === "WEBP") return sizeOfWebp(view);
    return view.readUInt16BE(0) === 0xffd8 ? sizeOfJpeg(view) : undefined;
  } catch (error) {
    // The bytes end too early.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function sizeOfWebp(view: Buffer): ImageSize | undefined {
  switch (view.toString("latin1", 12, 16)) {
    case "VP8 ":
      return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = view.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

// Segments follow each other; one of those that begin a frame holds the size.
function sizeOfJpeg(view: Buffer): ImageSize | undefined {
  for (let at = 2; view[at] === 0xff; at += 2 + view.readUInt16BE(at + 2)) {
    const kind = view[at + 1]!;
    const beginsFrame = kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
    if (beginsFrame) return { width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5) };
  }
  return undefined;
}
