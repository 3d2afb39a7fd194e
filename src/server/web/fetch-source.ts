// Reads a request from the platform's Request: for Bun, Deno, edge runtimes and `app.fetch`.
import { type RequestSource, RequestTimeout } from "#http";
import { brokenOff, tooLarge } from "../body-errors.ts";

/** What the runtime knows of the peer besides the request. */
export interface FetchPeer {
  readonly address?: string | undefined;
  /** Finds the address at its first reading, where that costs more than all else that is done for a small request. */
  find?(request: Request): string | undefined;
}

const unknownPeer: FetchPeer = Object.freeze({});

/** A request that came as a Web `Request`. */
export class FetchSource implements RequestSource {
  readonly method: string;
  readonly target: string;
  readonly #request: Request;
  readonly #peer: FetchPeer;

  constructor(request: Request, peer: FetchPeer = unknownPeer) {
    this.#request = request;
    this.#peer = peer;
    this.method = request.method;
    const { url } = request;
    const slash = endOfHost(url);
    this.target = slash < 0 ? "/" : url.slice(slash);
  }

  get encrypted(): boolean {
    return this.#request.url.startsWith("https:");
  }

  get #host(): string {
    const { url } = this.#request;
    const start = url.indexOf("://") + 3;
    const slash = endOfHost(url);
    return slash < 0 ? url.slice(start) : url.slice(start, slash);
  }

  get peerAddress(): string | undefined {
    return this.#peer.address ?? this.#peer.find?.(this.#request);
  }

  get hasBody(): boolean {
    return this.#request.body !== null;
  }

  header(name: string): string | undefined {
    const value = this.#request.headers.get(name);
    return value ?? (name === "host" ? this.#host : undefined);
  }

  headerLines(): readonly string[] {
    const lines: string[] = [];
    for (const [name, value] of this.#request.headers) lines.push(name, value);
    if (!this.#request.headers.has("host")) lines.push("host", this.#host);
    return lines;
  }

  async collect(limit: number, timeout: number): Promise<Uint8Array> {
    const announced = this.#request.headers.get("content-length");
    if (announced !== null && Number(announced) > limit) throw tooLarge(limit);
    if (announced !== null) {
      // The length is known to fit, so that the runtime may gather the body itself, which is faster.
      return withTimeout(
        this.#request.arrayBuffer().then((buffer) => new Uint8Array(buffer)),
        timeout,
      );
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.stream(limit, timeout)) {
      chunks.push(chunk);
      length += chunk.length;
    }
    if (chunks.length === 1) return chunks[0]!;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  async *stream(limit: number, timeout: number): AsyncIterable<Uint8Array> {
    const { body } = this.#request;
    if (body === null) return;
    const reader = body.getReader();
    const end = Date.now() + timeout;
    let length = 0;
    try {
      for (;;) {
        const step = await withTimeout(reader.read(), end - Date.now());
        if (step.done) return;
        length += step.value.length;
        if (length > limit) throw tooLarge(limit);
        yield step.value;
      }
    } finally {
      void reader.cancel().catch(() => undefined);
    }
  }

  signal(): AbortSignal {
    return this.#request.signal;
  }
}

// Where the path begins. A host has a character, so that after http:// and https:// the first slash stands at 8 or later.
function endOfHost(url: string): number {
  return url.indexOf("/", url.startsWith("http") ? 8 : url.indexOf("://") + 3);
}

function withTimeout<T>(promise: Promise<T>, timeout: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void =>
      reject(new RequestTimeout(undefined, { summary: "The request's body did not arrive in time." }));
    const timer = setTimeout(late, Math.max(0, timeout));
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      () => {
        clearTimeout(timer);
        reject(brokenOff());
      },
    );
  });
}
