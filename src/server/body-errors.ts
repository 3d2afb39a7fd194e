// Makes the answers to a body that is too large, too slow or cut off, the same on every runtime.
import { BadRequest, PayloadTooLarge, RequestTimeout } from "#http";

/** 413 for a body above its limit. */
export function tooLarge(limit: number): PayloadTooLarge {
  return new PayloadTooLarge(undefined, {
    summary: `The request's body is larger than ${limit} bytes.`,
    cure: "Raise the limit for this route with request.limit({ body: bytes }) or for the app with new App({ limits: { body: bytes } }).",
  });
}

/** 408 for a body that did not arrive in time. */
export function tooSlow(timeout: number): RequestTimeout {
  return new RequestTimeout(undefined, { summary: `The request's body did not arrive within ${timeout} ms.` });
}

/** 400 for a client that went away in the middle of its body. */
export function brokenOff(): BadRequest {
  return new BadRequest("The request broke off before its body was complete.");
}
