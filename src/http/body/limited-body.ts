// Passes a body's chunks on until they are too many or come too late.
import { RequestTimeout } from "../http-error.ts";
import { bodyTooLarge } from "./form-limits.ts";

/** The bounds of {@link limitBody}. */
export interface BodyBounds {
  /** In bytes. */
  readonly body: number;
  /** In milliseconds, for the whole body; undefined for no bound. */
  readonly bodyTime?: number | undefined;
}

/**
 * Yields the chunks of a body, and ends its source when a bound is passed.
 *
 * @throws PayloadTooLarge `HTTP_BODY_TOO_LARGE`.
 * @throws RequestTimeout `HTTP_BODY_TIMEOUT`.
 */
export async function* limitBody(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  bounds: BodyBounds,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  const chunks = bounds.bodyTime === undefined ? body : withDeadline(body, bounds.bodyTime);
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > bounds.body) throw bodyTooLarge(bounds.body);
    yield chunk;
  }
}

async function* withDeadline(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  time: number,
): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(bodyTimeout(time)), time);
  });
  // Without a reader at the moment it fires, the rejection would count as unhandled.
  late.catch(() => {});
  let ended = false;
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), late]);
      if (step.done) {
        ended = true;
        return;
      }
      yield step.value;
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: a source that hangs in `next` would hang in `return` too.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function bodyTimeout(time: number): RequestTimeout {
  return new RequestTimeout(`The request's body did not arrive within ${time / 1000} s.`, {
    code: "HTTP_BODY_TIMEOUT",
    cure: "Raise the limit for slow clients: new App({ limits: { bodyTime: 300_000 } }).",
  });
}
