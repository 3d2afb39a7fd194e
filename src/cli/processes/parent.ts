// The child's side of its parent process: takes connections and orders, tells how it is going.
import type { ServeOptions } from "#server";
import type { ChildMessage, ParentMessage } from "./messages.ts";

/** What the parent may order besides handing over connections. */
export interface Orders {
  stop(grace: number): void;
  refresh?(): void;
  reopenLogs?(): void;
  failHealth?(): void;
}

/** Tells the parent something; nothing where it is gone. */
export function tellParent(message: ChildMessage): void {
  if (process.connected === true) process.send!(message, () => undefined);
}

/** Takes the connections that the parent hands over: the `connections` option of a server. */
export function connectionsFromParent(): NonNullable<ServeOptions["connections"]> {
  return (take) => {
    process.on("message", (message, connection) => {
      if ((message as ParentMessage).kind !== "connection") return;
      // A connection that broke on its way comes as nothing.
      if (connection !== undefined && connection !== null) take(connection);
      tellParent({ kind: "took" });
    });
  };
}

/** Follows the parent's orders; a parent that is gone is an order to stop. */
export function followOrders(orders: Orders, graceWithoutParent: number): void {
  process.on("message", (message) => {
    const told = message as ParentMessage;
    if (told.kind === "stop") orders.stop(told.grace);
    else if (told.kind === "refresh") orders.refresh?.();
    else if (told.kind === "reopen-logs") orders.reopenLogs?.();
    else if (told.kind === "fail-health") orders.failHealth?.();
  });
  process.once("disconnect", () => orders.stop(graceWithoutParent));
}
