// For the documentation of errors: the table of codes.
export { formsErrors } from "./error-table.ts";
