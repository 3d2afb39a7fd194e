// Takes messages and forgets them.
import { acceptAll, connectionOf, type MailConnection, type MailTransport } from "./transport.ts";

/** Delivers nothing and says that all went well. Made for copies of a site that must not write to anyone. */
export class NoneTransport implements MailTransport {
  readonly name = "none";

  async connect(): Promise<MailConnection> {
    return connectionOf(acceptAll);
  }
}
