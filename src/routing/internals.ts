// What named neighbours may use of the routing room beyond its door.
export { routingErrors } from "./error-table.ts";
export { describeRoute } from "./match/compile-route.ts";
export { encodePath, encodeQueryText } from "./reverse/quote.ts";
