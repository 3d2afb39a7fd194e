// The cache room's inner door: its error table, for the documentation.
export { cacheErrors } from "./error-table.ts";
