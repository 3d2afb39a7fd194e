// Writes each message into a file of its own, as it would travel, for a mail program to open.
import { acceptAll, connectionOf, type MailConnection, type MailTransport } from "./transport.ts";

/** Writes `.eml` files into a folder, which is made if need be. Their names sort by time. */
export class FileTransport implements MailTransport {
  readonly name = "file";
  readonly folder: string;
  #count = 0;

  constructor(folder: string) {
    this.folder = process.getBuiltinModule("node:path").resolve(folder);
  }

  async connect(): Promise<MailConnection> {
    const { mkdir, writeFile } = process.getBuiltinModule("node:fs/promises");
    await mkdir(this.folder, { recursive: true });
    return connectionOf(async (message) => {
      const time = new Date().toISOString().replace(/\D/g, "");
      this.#count++;
      const name = `${time}-${process.pid}-${String(this.#count).padStart(4, "0")}.eml`;
      const path = process.getBuiltinModule("node:path").join(this.folder, name);
      // Whoever else can read the folder must not read links that log somebody in.
      await writeFile(path, message.toMime(), { flag: "wx", mode: 0o600 });
      return { ...acceptAll(message), response: path };
    });
  }
}
