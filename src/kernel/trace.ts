// Publishes what happens inside, for tools that listen: named channels of node:diagnostics_channel, free when nobody does.
import type { Channel } from "node:diagnostics_channel";

const { channel } = process.getBuiltinModule("node:diagnostics_channel");

/** Returns the trace channel `demijohn:<name>`. Test `hasSubscribers` before building a costly message. */
export function traceChannel<Message extends object>(name: string): TraceChannel<Message> {
  return channel(`demijohn:${name}`) as unknown as TraceChannel<Message>;
}

/** A diagnostics channel whose messages have a type. */
export interface TraceChannel<Message extends object> {
  readonly hasSubscribers: boolean;
  publish(message: Message): void;
  subscribe(listener: (message: Message, name: string | symbol) => void): void;
  unsubscribe(listener: (message: Message, name: string | symbol) => void): boolean;
}

/** The platform's channel type, for code that bridges to other tools. */
export type PlatformChannel = Channel;
