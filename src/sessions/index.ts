// The sessions room's door: the battery, the session itself, flashed messages and where sessions are kept.

export { type FlashedMessage, type FlashedMessagesOptions, flash, getFlashedMessages } from "./flash.ts";
export { Session, type SessionKey, type SessionValue } from "./session.ts";
export { SessionError } from "./session-error.ts";
export {
  type SessionRefresh,
  type SessionSettings,
  type SessionSettingsShape,
  sessionSettings,
} from "./session-settings.ts";
export type { SessionSaving, SessionStore } from "./session-store.ts";
export { type SessionsOptions, sessions } from "./sessions.ts";
export { CachedStore, CacheStore } from "./stores/cache-store.ts";
export { DatabaseStore, type DatabaseStoreOptions, sessionModels } from "./stores/database-store.ts";
export { FileStore, type FileStoreOptions } from "./stores/file-store.ts";
export { MemoryStore, type MemoryStoreOptions } from "./stores/memory-store.ts";
