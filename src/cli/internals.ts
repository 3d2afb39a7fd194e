// The cli room's inner door, for the documentation and for tests.
export { cliErrors } from "./error-table.ts";
