// Marks the response that stands for an accepted WebSocket handshake, so that it is told from one that refuses.
import { Response } from "#http";

const accepted = new WeakSet<Response>();

/** The handler in the middle of a WebSocket route's layers: reaching it means that nothing refused. */
export function markAccepted(): Response {
  const response = new Response(null, { status: 204 });
  accepted.add(response);
  return response;
}

/** True for a response made by {@link markAccepted}. */
export function isAccepted(response: Response): boolean {
  return accepted.has(response);
}
