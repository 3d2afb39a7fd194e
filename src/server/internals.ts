// The server room's inner door, for the rooms above that serve apps.
export { serverErrors } from "./error-table.ts";
export { runClosers } from "./node-send.ts";
export { canSendWhole } from "./send-whole.ts";
