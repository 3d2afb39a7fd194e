// The kernel's inner door, for named neighbours: the cli, the debug room and the documentation, and for rooms that digest.
export { kernelErrors } from "./error-table.ts";
export { databaseSettings, defaultDatabaseUrl, useDatabaseUrl } from "./settings/database-url.ts";
export { checkSecretKey, loadDevelopmentKey } from "./settings/secret-key.ts";
export { sha256 } from "./signing/digest.ts";
