// The child process of `demijohn run`: loads the app and serves the connections that the parent accepts.
import { serve, serverSettings } from "#server";
import { loadApp } from "../find-app.ts";
import { connectionsFromParent, followOrders, tellParent } from "../processes/parent.ts";
import { readTls } from "../processes/read-tls.ts";
import { ownFolders } from "../version.ts";
import { DevelopmentApp } from "./development-app.ts";
import { followLoadedFiles } from "./loaded-files.ts";
import { warnOfMigrations } from "./warn-of-migrations.ts";

/** What the child is told. */
export interface DevelopSpec {
  readonly target: string | undefined;
  readonly folder: string;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Serves until the parent says stop. Whatever prevents that ends the process, with the reason on standard error. */
export async function serveDevelopment(spec: DevelopSpec): Promise<void> {
  // Ctrl-C reaches every process of the terminal; the parent decides when this one stops.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.getBuiltinModule("node:module").enableCompileCache();
  followLoadedFiles((files) => tellParent({ kind: "files", files }), ownFolders());
  const { app, serveOptions } = await loadApp(spec.target, spec.folder, "development");
  await app.ready();
  const development = new DevelopmentApp(app, { print: (line) => void process.stdout.write(line), reloads: true });
  if (app.plan.models.length > 0)
    void warnOfMigrations(app, (line) => void process.stderr.write(`${line}\n`)).catch(() => undefined);
  const tls = readTls(spec.cert, spec.key) ?? serveOptions.tls;
  app.adoptServer(await serve(development, { ...serveOptions, tls, connections: connectionsFromParent() }));
  followOrders(
    {
      stop: (grace) => {
        setTimeout(() => process.exit(), grace + 500).unref();
        void app.close(grace).finally(() => process.exit());
      },
      refresh: () => development.refresh(),
    },
    0,
  );
  const wanted = app.settings.get(serverSettings);
  tellParent({
    kind: "ready",
    name: app.name,
    mode: app.mode,
    root: app.root,
    port: serveOptions.port ?? wanted.port,
    host: serveOptions.host ?? wanted.host,
    path: serveOptions.path,
  });
}
