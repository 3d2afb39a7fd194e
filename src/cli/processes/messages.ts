// Defines what a parent process of the program and its children tell each other.

/** To a child; a `connection` comes with the socket itself. */
export type ParentMessage =
  | { readonly kind: "connection" }
  /** Finish what is in flight within `grace` milliseconds, then end. */
  | { readonly kind: "stop"; readonly grace: number }
  /** Development: pages are to be loaded again, though the program is the same. */
  | { readonly kind: "refresh" }
  /** Answer health checks with 503 from now on. */
  | { readonly kind: "fail-health" }
  | { readonly kind: "reopen-logs" };

/** To the parent. */
export type ChildMessage =
  | ReadyMessage
  /** The connection that was handed over is being served: the parent may let go of it. */
  | { readonly kind: "took" }
  /** Sent every second while the event loop turns. */
  | { readonly kind: "beat" }
  /** The child asks to be replaced by a new one and then stopped. */
  | { readonly kind: "replace"; readonly why: string }
  /** Development: files that the program was made of, besides those that were told before. */
  | { readonly kind: "files"; readonly files: readonly string[] };

/** The child has loaded its app and takes connections from now on. */
export interface ReadyMessage {
  readonly kind: "ready";
  readonly name: string;
  readonly mode: string;
  readonly root: string;
  /** Where the app itself wants to listen. */
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
}
