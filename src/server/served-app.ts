// Describes what a server needs of an app: it hands over requests and gets responses.
import type { RequestSource, Response } from "#http";

/** What can be served: an app, or anything that answers requests. */
export interface ServedApp {
  /** Answers a request; never throws and never rejects. */
  handle(source: RequestSource): Response | Promise<Response>;
  /** False where no WebSocket can be opened; asked once, when the server starts. */
  readonly hasSockets: boolean;
  /** Decides about a WebSocket handshake. */
  upgrade(source: RequestSource): Promise<UpgradeDecision>;
  /** Told of faults that no response can report any more, such as a stream that broke. */
  reportFault(error: unknown): void;
}

/** Whether a WebSocket handshake is accepted. It says with what, or which response refuses it. */
export type UpgradeDecision = { readonly refuse: Response } | AcceptedUpgrade;

/** An accepted handshake. */
export interface AcceptedUpgrade {
  readonly refuse?: undefined;
  /** The subprotocol chosen from those that the client offered. */
  readonly protocol: string | undefined;
  /** The largest message in bytes. */
  readonly maxMessage: number;
  /** Serves the connection; ends with it. */
  run(connection: SocketConnection): void;
}

/** The raw side of a WebSocket connection, the same on every platform. */
export interface SocketConnection {
  readonly protocol: string;
  send(message: string | Uint8Array): Promise<void>;
  close(code?: number, reason?: string): void;
  onMessage(listener: (message: string | Uint8Array) => void): void;
  onClose(listener: (code: number, reason: string) => void): void;
  /** Stops and resumes reading, so that a slow handler slows the peer. */
  pause(): void;
  resume(): void;
}
