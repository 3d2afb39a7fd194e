// What named neighbours may use of the routing room beyond its door.
export { routingErrors } from "./error-table.ts";
