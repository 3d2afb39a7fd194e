// What the http room shows to named neighbours (server, app): its error table and the flat arrays behind headers.
export { httpErrors } from "./error-table.ts";
export { flatHeaders, headerMapFromFlat } from "./header-map.ts";
export { closersOf, plainTypeOf } from "./response.ts";
