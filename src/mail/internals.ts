// The mail room's inner door: its error table, for the documentation.
export { mailErrors } from "./error-table.ts";
