// The admin room's inner door, for the documentation and the tests.
export { adminErrors } from "./error-table.ts";
