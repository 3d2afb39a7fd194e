// The testing room's inner door.
export { testingErrors } from "./error-table.ts";
