// Lists every error code of the server room, with when it is thrown and what to do.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const serverErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  SERVER_CANNOT_LISTEN: {
    when: "The system refuses to listen for a reason without a cure of its own.",
    cure: "Read the cause, which is the system's own error.",
  },
  SERVER_HOST_UNKNOWN: {
    when: "The host to listen on is no address of this machine.",
    cure: "Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network.",
  },
  SERVER_PORT_FORBIDDEN: {
    when: "The system does not let the program listen on the port.",
    cure: "Choose a port above 1023.",
  },
  SERVER_PORT_IN_USE: {
    when: "Another program listens on the port.",
    cure: "Choose another port, or end the other program.",
  },
});
