// Remembers the messages that an app sent while it is developed, newest first.
import type { Message } from "../message.ts";
import type { MailTransport } from "../transports/transport.ts";

const most = 200;

/** One message that was sent. */
export interface CaughtMail {
  readonly id: number;
  readonly message: Message;
}

/** The newest messages of this process. */
export class Mailbox {
  #mails: CaughtMail[] = [];
  #lastId = 0;

  /** Newest first. */
  get mails(): readonly CaughtMail[] {
    return this.#mails;
  }

  /** Remembers a message, and forgets the oldest of too many. */
  add(message: Message): void {
    this.#lastId++;
    this.#mails = [{ id: this.#lastId, message }, ...this.#mails].slice(0, most);
  }

  find(id: number): CaughtMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  clear(): void {
    this.#mails = [];
  }

  /** Returns the same transport, with every message that it delivers remembered here. */
  watch(transport: MailTransport): MailTransport {
    return {
      name: transport.name,
      connect: async () => {
        const connection = await transport.connect();
        return {
          deliver: async (message) => {
            this.add(message);
            return connection.deliver(message);
          },
          close: () => connection.close(),
        };
      },
    };
  }
}
