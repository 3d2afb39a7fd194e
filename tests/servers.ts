// Tells tests where PostgreSQL, MariaDB and Redis answer, and why to skip a test when one does not.
import { connect } from "node:net";

export type ServerName = "postgres" | "mariadb" | "redis";

const servers: Readonly<
  Record<ServerName, { readonly title: string; readonly variable: string; readonly url: string }>
> = {
  postgres: {
    title: "PostgreSQL",
    variable: "DEMIJOHN_TEST_POSTGRES",
    url: "postgres://postgres@127.0.0.1:5432/test",
  },
  mariadb: { title: "MariaDB", variable: "DEMIJOHN_TEST_MARIADB", url: "mysql://root@127.0.0.1:3306/test" },
  redis: { title: "Redis", variable: "DEMIJOHN_TEST_REDIS", url: "redis://127.0.0.1:6379" },
};

/** The URL of a server: from its environment variable, or the one of an ordinary local installation. */
export function serverUrl(name: ServerName): string {
  const server = servers[name];
  return process.env[server.variable] ?? server.url;
}

/**
 * Returns false when the server answers and the reason to skip when it does not: `test("…", { skip: await skipWithout("redis") }, …)`.
 *
 * Throws instead where the environment says `CI=true`: there every server has to run.
 */
export async function skipWithout(name: ServerName): Promise<string | false> {
  const { hostname, port } = new URL(serverUrl(name));
  if (await answers(hostname, Number(port))) return false;
  const { title, variable } = servers[name];
  const why = `${title} does not answer at ${hostname}:${port} (${variable})`;
  if (process.env["CI"] === "true") throw new Error(`${why}.`);
  return why;
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const finish = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    // A test that kept the process busy meanwhile has not let the answer in yet: it comes before this second timer.
    socket.once("timeout", () => setTimeout(() => finish(false), 500));
  });
}
