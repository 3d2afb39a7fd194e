// Stops the apps of a process in order when the system asks it to end, so that requests in flight are finished.
import type { App } from "./app.ts";

const apps = new Set<App>();

/** Closes `app` on SIGTERM and SIGINT; a second signal ends the process at once. Returns what takes that back. */
export function stopOnSignals(app: App): () => void {
  if (apps.size === 0) for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stopAll);
  apps.add(app);
  return () => {
    apps.delete(app);
    if (apps.size === 0) for (const signal of ["SIGTERM", "SIGINT"] as const) process.off(signal, stopAll);
  };
}

function stopAll(signal: NodeJS.Signals): void {
  for (const name of ["SIGTERM", "SIGINT"] as const) process.off(name, stopAll);
  const stopping = [...apps].map((app) => app.close());
  // The signal once more, now with nobody listening: the process ends by it, as whoever sent it expects to see.
  void Promise.allSettled(stopping).then(() => process.kill(process.pid, signal));
}
