// Tests that a check is plain data: a name and a function from its subject to messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, CheckMessage } from "#kernel";

interface Site {
  readonly secure: boolean;
}

const cookiesAreSecure: Check<Site> = {
  name: "cookies-are-secure",
  deploy: true,
  check: ({ secure }) =>
    secure
      ? []
      : [
          {
            level: "warning",
            code: "SITE_PLAIN_COOKIES",
            message: "Cookies travel in the clear.",
            cure: "Set secure.",
          },
        ],
};

test("a check says nothing about a right subject and gives messages about a wrong one", async () => {
  const expected: CheckMessage = {
    level: "warning",
    code: "SITE_PLAIN_COOKIES",
    message: "Cookies travel in the clear.",
    cure: "Set secure.",
  };
  assert.deepEqual(await cookiesAreSecure.check({ secure: true }), []);
  assert.deepEqual(await cookiesAreSecure.check({ secure: false }), [expected]);
});
