// What the http room shows to named neighbours (server, app): its error table, the flat arrays behind headers, what is kept on requests, whose answer it is, and who is the developer.
export { httpErrors } from "./error-table.ts";
export { flatHeaders, headerMapFromFlat } from "./header-map.ts";
export { isPersonal, lateResponseOf, noteLateResponse, notePersonal } from "./request.ts";
export { RequestSlot } from "./request-slot.ts";
export { closersOf, plainTypeOf, sharedHeadersOf } from "./response.ts";
export { isLocalRequest } from "./urls/is-local-request.ts";
