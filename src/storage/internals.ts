// What named neighbours may use of storage beyond its door: the error codes.
export { storageErrors } from "./error-table.ts";
