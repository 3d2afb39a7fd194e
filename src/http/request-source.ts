// Describes where a request comes from: the few things that a server, a Web Request or a test must give.

/** The raw side of a request. One implementation per server; everything else is read from it lazily. */
export interface RequestSource {
  /** Upper case, as sent. */
  readonly method: string;
  /** The request target as sent: `/path?query`, an absolute URL or `*`. */
  readonly target: string;
  /** The peer's address, undefined where there is no socket. */
  readonly peerAddress: string | undefined;
  /** True when the connection itself is TLS. */
  readonly encrypted: boolean;
  /** One header by its lower-case name; repeated ones joined as RFC 9110 section 5.3 says. */
  header(name: string): string | undefined;
  /** All header lines as sent: name, value, name, value … */
  headerLines(): readonly string[];
  /** True when the message has a body, by its framing headers. */
  readonly hasBody: boolean;
  /** The whole body, at most `limit` bytes; rejects with 413 above it and with 408 after `timeout` milliseconds without an end. */
  collect(limit: number, timeout: number): Promise<Uint8Array>;
  /** The body in chunks as they come, with the same limits. */
  stream(limit: number, timeout: number): AsyncIterable<Uint8Array>;
  /** Aborted when the client goes away before the response was sent whole. */
  signal(): AbortSignal;
}
