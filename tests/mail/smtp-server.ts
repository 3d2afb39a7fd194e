// A small SMTP server for tests: records what each connection says and every message as its bytes came over the wire.
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

/** One message as the server got it: the envelope, and the text with its dots still stuffed. */
export interface WireMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly wire: string;
  readonly encrypted: boolean;
  readonly user: string | undefined;
}

/** What the server does besides taking every message. */
export interface SmtpServerOptions {
  readonly startTls?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** Recipients that are refused with 550. */
  readonly refused?: readonly string[];
  /** The answer to the end of a message. */
  readonly final?: string;
}

export interface TestSmtpServer {
  readonly port: number;
  readonly mails: WireMail[];
  /** The commands of all connections, in order. */
  readonly commands: string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

const folder = new URL("../fixtures/tls/", import.meta.url);
const secureContext = createSecureContext({
  cert: readFileSync(new URL("cert.pem", folder)),
  key: readFileSync(new URL("key.pem", folder)),
});

/** Starts a server on a free port. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<TestSmtpServer> {
  const mails: WireMail[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    new Conversation({ options, mails, commands }).take(socket, true);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    commands,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Shared {
  readonly options: SmtpServerOptions;
  readonly mails: WireMail[];
  readonly commands: string[];
}

class Conversation {
  readonly #shared: Shared;
  #socket!: Socket;
  #buffer = "";
  #encrypted = false;
  #user: string | undefined;
  #from = "";
  #to: string[] = [];
  #inData = false;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  take(socket: Socket, greets: boolean): void {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#read(chunk));
    if (greets) this.#say("220 test.example ESMTP");
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  #read(chunk: string): void {
    this.#buffer += chunk;
    for (;;) {
      const end = this.#inData ? this.#buffer.indexOf("\r\n.\r\n") : this.#buffer.indexOf("\r\n");
      if (end < 0) return;
      const text = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + (this.#inData ? 5 : 2));
      if (this.#inData) this.#finish(text);
      else this.#answer(text);
    }
  }

  #finish(wire: string): void {
    this.#inData = false;
    const { mails, options } = this.#shared;
    mails.push({ from: this.#from, to: this.#to, wire, encrypted: this.#encrypted, user: this.#user });
    this.#to = [];
    this.#say(options.final ?? `250 2.0.0 queued as ${mails.length}`);
  }

  #answer(line: string): void {
    this.#shared.commands.push(line);
    const verb = line.split(/[ :]/)[0]!.toUpperCase();
    if (verb === "EHLO") this.#greet();
    else if (verb === "STARTTLS") this.#startTls();
    else if (verb === "AUTH") this.#logIn(line);
    else if (verb === "RCPT") this.#addRecipient(/<([^>]*)>/.exec(line)![1]!);
    else if (verb === "DATA") {
      this.#inData = true;
      this.#say("354 go on");
    } else if (verb === "QUIT") this.#socket.end("221 bye\r\n");
    else {
      if (verb === "MAIL") this.#from = /<([^>]*)>/.exec(line)![1]!;
      this.#say("250 ok");
    }
  }

  #greet(): void {
    const { startTls, user } = this.#shared.options;
    const features = ["test.example"];
    if (startTls === true && !this.#encrypted) features.push("STARTTLS");
    if (user !== undefined) features.push("AUTH PLAIN");
    for (const [i, feature] of features.entries()) this.#say(`250${i === features.length - 1 ? " " : "-"}${feature}`);
  }

  #startTls(): void {
    this.#say("220 ready");
    const plain = this.#socket;
    plain.removeAllListeners("data");
    const secure = new TLSSocket(plain, { isServer: true, secureContext });
    secure.on("error", () => {});
    this.#encrypted = true;
    this.take(secure, false);
  }

  #logIn(line: string): void {
    const [, name, password] = Buffer.from(line.split(" ")[2]!, "base64").toString().split("\0");
    const { options } = this.#shared;
    const isRight = name === options.user && password === options.password;
    if (isRight) this.#user = name;
    this.#say(isRight ? "235 welcome" : "535 5.7.8 wrong");
  }

  #addRecipient(address: string): void {
    const isRefused = this.#shared.options.refused?.includes(address) === true;
    if (!isRefused) this.#to.push(address);
    this.#say(isRefused ? `550 5.1.1 no ${address} here` : "250 ok");
  }
}
