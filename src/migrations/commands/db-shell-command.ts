// Makes the command `dbshell`: the database's own command line, connected as the project is.
import { type Command, defineCommand } from "#kernel";
import { databaseUrl } from "#orm/internals";
import { MigrationError } from "../migration-error.ts";

/** How a database's own client is called. */
export interface ShellCall {
  readonly program: string;
  readonly args: readonly string[];
  /** Passwords travel in the environment, where no list of processes shows them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** `demijohn dbshell [-- arguments of the client]`. */
export function dbShellCommand(): Command {
  return defineCommand({
    name: "dbshell",
    summary: "Open the database's own command line.",
    args: { rest: { many: true, help: "Arguments for the client, after --." } },
    options: { database: { help: "The alias of the database.", placeholder: "ALIAS" } },
    async run({ args, options }) {
      const call = shellCall(databaseUrl(options.database));
      return runClient({ ...call, args: [...call.args, ...args.rest] });
    },
  });
}

/**
 * Makes the call of the client from a database's URL.
 *
 * @throws {MigrationError} MIGRATIONS_NO_SHELL for a database that has none.
 */
export function shellCall(url: string): ShellCall {
  const scheme = url.slice(0, url.indexOf(":"));
  if (scheme === "sqlite") {
    const path = url
      .slice("sqlite:".length)
      .replace(/^\/\/(?=\/)/, "")
      .replace(/\?.*$/, "");
    if (path !== ":memory:" && path !== "") return { program: "sqlite3", args: [path], environment: {} };
  }
  if (scheme === "postgres" || scheme === "postgresql") return postgresCall(new URL(url));
  if (scheme === "mysql" || scheme === "mariadb") return mysqlCall(new URL(url), scheme);
  throw new MigrationError(
    "MIGRATIONS_NO_SHELL",
    "This database lives inside of the program, and has no command line.",
    {
      cure: "Use demijohn shell, or give the project a database in a file or on a server.",
    },
  );
}

function postgresCall(url: URL): ShellCall {
  const args = ["--host", url.hostname];
  if (url.port !== "") args.push("--port", url.port);
  if (url.username !== "") args.push("--username", decodeURIComponent(url.username));
  args.push(decodeURIComponent(url.pathname.slice(1)));
  const environment: ShellCall["environment"] =
    url.password === "" ? {} : { PGPASSWORD: decodeURIComponent(url.password) };
  return { program: "psql", args, environment };
}

function mysqlCall(url: URL, scheme: "mysql" | "mariadb"): ShellCall {
  const args = [`--host=${url.hostname}`];
  if (url.port !== "") args.push(`--port=${url.port}`);
  if (url.username !== "") args.push(`--user=${decodeURIComponent(url.username)}`);
  args.push(decodeURIComponent(url.pathname.slice(1)));
  const environment: ShellCall["environment"] =
    url.password === "" ? {} : { MYSQL_PWD: decodeURIComponent(url.password) };
  return { program: scheme, args, environment };
}

function runClient({ program, args, environment }: ShellCall): Promise<number> {
  const { spawn } = process.getBuiltinModule("node:child_process");
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.on("error", (cause) =>
      reject(
        new MigrationError("MIGRATIONS_NO_CLIENT", `The program ${program} could not be started.`, {
          facts: [cause.message],
          cure: `Install the database's command line, so that ${program} is on the PATH.`,
          cause,
        }),
      ),
    );
    // Ctrl-C is for the client.
    const ignore = (): void => {};
    process.on("SIGINT", ignore);
    child.on("close", (code) => {
      process.off("SIGINT", ignore);
      resolve(code ?? 1);
    });
  });
}
