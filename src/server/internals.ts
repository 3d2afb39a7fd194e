// The server room's inner door, for the rooms above that serve apps.
export { runClosers } from "./node-send.ts";
