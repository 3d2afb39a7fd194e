// For the documentation of errors: the table of codes.
export { validateErrors } from "./error-table.ts";
