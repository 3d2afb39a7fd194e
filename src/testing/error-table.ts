// Lists the error codes of the testing room.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const testingErrors: Readonly<Record<"TESTING_TOO_MANY_REDIRECTS", ErrorRow>> = defineErrorTable({
  TESTING_TOO_MANY_REDIRECTS: {
    when: "A test client followed twenty redirects and got another one.",
    cure: "Look for two handlers that redirect to each other, or follow step by step without followRedirects.",
  },
});
