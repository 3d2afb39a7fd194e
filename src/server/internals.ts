// The server room's inner door, for the rooms above that serve apps.
export { serverErrors } from "./error-table.ts";
export { listenFailed } from "./listen-error.ts";
export { runClosers } from "./node/node-send.ts";
export { canSendWhole } from "./node/send-whole.ts";
