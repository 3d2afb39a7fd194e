// Defines the functions that an app is made of: handlers, middleware, hooks and error handlers.
import type { Request, Response } from "#http";

/**
 * What a handler may return. Text is sent as HTML; `Safe` HTML, bytes, streams, iterators, a `Response` of Demijohn's
 * or the platform's and an `HttpError` are sent as what they are; any other object or array is sent as JSON.
 */
export type Reply = string | object;

/** Answers a request; `params` has the types that the route's pattern says. */
export type Handler<Params = Readonly<Record<string, unknown>>> = (request: Request<Params>) => Reply | Promise<Reply>;

/** Continues with the next middleware and in the end the handler. Its result is always a {@link Response}. */
export type Next = () => Response | Promise<Response>;

/** Wraps handlers. It acts before and after `next()`, or answers by itself without calling it. */
export type Middleware = (request: Request, next: Next) => Reply | Promise<Reply>;

/** Runs before the handler; returning something answers the request with it. */
export type BeforeHook = (request: Request) => Reply | void | Promise<Reply | void>;

/** Runs on every response, error pages included; may change it or return another. */
export type AfterHook = (request: Request, response: Response) => Response | void | Promise<Response | void>;

/** Runs when the response was sent or given up. `error` is what the handler threw and nothing handled. */
export type TeardownHook = (request: Request, error: unknown) => void | Promise<void>;

/** Answers for an error that was thrown. */
export type ErrorHandler<E = unknown> = (error: E, request: Request) => Reply | Promise<Reply>;

/** A class of errors, for `onError`. */
// biome-ignore lint/suspicious/noExplicitAny: a constructor of any arguments is meant, and unknown[] would refuse those with fewer types
export type ErrorClass<E = unknown> = abstract new (...args: any[]) => E;

/** Changes the parameters of a matched route before hooks and handler see them. */
export type UrlValuesHook = (request: Request, params: Record<string, unknown>) => void;

/** Adds values for `urlFor`, where the caller gave none. */
export type UrlDefaultsHook = (name: string, values: Record<string, unknown>) => void;

/** What a WebSocket route does with a connection. */
export type SocketHandler<Params = Readonly<Record<string, unknown>>> = (
  socket: Socket,
  request: Request<Params>,
) => void | Promise<void>;

/** One WebSocket connection (RFC 6455), iterable over its messages. */
export interface Socket extends AsyncIterable<string | Uint8Array> {
  /** The subprotocol that was agreed on, or an empty string. */
  readonly protocol: string;
  readonly closed: boolean;
  /** The next message; undefined once the connection is closed. */
  receive(): Promise<string | Uint8Array | undefined>;
  /** The next message parsed as JSON; undefined once the connection is closed. */
  receiveJson(): Promise<unknown>;
  /** Sends text or bytes; resolves when it was handed to the system, so that a slow peer slows the sender. */
  send(message: string | Uint8Array): Promise<void>;
  sendJson(value: unknown): Promise<void>;
  /** Closes with a status code (RFC 6455 section 7.4) and a reason of at most 123 bytes. */
  close(code?: number, reason?: string): void;
}
