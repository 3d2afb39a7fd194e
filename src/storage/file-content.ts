// Turns what a file is made of into pieces of bytes.
import type { FileContent } from "./storage.ts";

/** The content in pieces. */
export async function* piecesOf(content: FileContent): AsyncGenerator<Uint8Array> {
  if (typeof content === "string") yield new TextEncoder().encode(content);
  else if (content instanceof Uint8Array) yield content;
  else if (content instanceof Blob) yield* content.stream();
  else yield* content;
}

/** The content as one piece. */
export async function bytesOf(content: FileContent): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(content)) pieces.push(piece);
  return Buffer.concat(pieces);
}
