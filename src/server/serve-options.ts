// Defines how an app is served: where to listen, how long to wait, and what comes back.

/** Options of `app.run`, `serve` and the command line. Times in milliseconds, sizes in bytes. */
export interface ServeOptions {
  /** 8000; 0 takes any free one. */
  readonly port?: number | undefined;
  /** `127.0.0.1`, which only this machine reaches; `0.0.0.0` is every network. */
  readonly host?: string | undefined;
  /** A Unix socket instead of host and port. */
  readonly path?: string | undefined;
  /** Certificate and key in PEM, for HTTPS without a proxy. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** How long the header lines of a request may take: 30 s. */
  readonly headersTime?: number | undefined;
  /** How long a whole request may take to arrive: 60 s. */
  readonly requestTime?: number | undefined;
  /** How long a connection may wait for its next request: 5 s. */
  readonly keepAliveTime?: number | undefined;
  /** All header lines of a request together: 16 KiB. */
  readonly headerSize?: number | undefined;
  /** How long `close` waits for requests in flight: 30 s. */
  readonly graceTime?: number | undefined;
  /** Do not share the port with other processes of a cluster. */
  readonly exclusive?: boolean | undefined;
  /**
   * Serves the connections that a parent process accepted, instead of listening: called once, with the function that
   * takes a `node:net` socket. Node only.
   */
  readonly connections?: ((take: (connection: object) => void) => void) | undefined;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:8000/`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, finishes the requests in flight, and resolves; after `graceTime` it cuts them off. */
  close(graceTime?: number): Promise<void>;
}
