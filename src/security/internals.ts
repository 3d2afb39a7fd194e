// The security room's inner door: its error table, for the documentation.
export { securityErrors } from "./error-table.ts";
