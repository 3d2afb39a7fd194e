// Connects to Redis or Valkey through the package that is loaded by the first use.

/** What is used of the package's own client besides commands. */
export interface OwnRedisClient {
  connect(): Promise<unknown>;
  on(event: "error", listener: (error: unknown) => void): unknown;
  destroy(): void;
}

/** Connects. Throws what `missing` makes where the package is not installed. */
export async function connectRedis<Client extends OwnRedisClient>(
  url: string | undefined,
  missing: (cause: unknown) => Error,
): Promise<Client> {
  const { createClient } = await loadRedis(missing);
  let isConnected = false;
  const client = createClient({
    ...(url === undefined ? {} : { url }),
    // A command fails at once while there is no connection, instead of letting the visitor wait.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 2000,
      // A lost connection is made again; the first one fails, or whoever asked would wait for ever.
      reconnectStrategy: (tries, cause) => (isConnected ? Math.min(tries * 50, 2000) : cause),
    },
  }) as unknown as Client;
  // Each command reports its own failure; without a listener the event would end the process.
  client.on("error", () => undefined);
  await client.connect();
  isConnected = true;
  return client;
}

async function loadRedis(missing: (cause: unknown) => Error): Promise<typeof import("@redis/client")> {
  try {
    return await import("@redis/client");
  } catch (cause) {
    throw missing(cause);
  }
}
