// Refuses values of headers that browsers would ignore without a word.
import { didYouMean, quoteValue, SetupError } from "#kernel";
import type { HeaderChoices } from "./header-rules.ts";

const known = {
  referrerPolicy: [
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
  ],
  openerPolicy: ["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"],
  resourcePolicy: ["same-origin", "same-site", "cross-origin"],
  embedderPolicy: ["require-corp", "credentialless", "unsafe-none"],
} as const;

/** Checks the policies that are one word of a list. @throws SetupError `SECURITY_BAD_POLICY` */
export function checkHeaderValues(choices: HeaderChoices): void {
  for (const [option, words] of Object.entries(known) as [keyof typeof known, readonly string[]][]) {
    const value = choices[option];
    if (value === false) continue;
    // Of several referrer policies, browsers take the last that they know.
    const given = option === "referrerPolicy" ? value.split(",").map((word) => word.trim()) : [value];
    const wrong = given.find((word) => !words.includes(word));
    if (wrong === undefined) continue;
    throw new SetupError(
      "SECURITY_BAD_POLICY",
      `The ${option} ${quoteValue(wrong)} is none.${didYouMean(wrong, words)}`,
      {
        facts: [`Policies: ${words.join(", ")}.`],
        cure: "Browsers would ignore the header: write one of these, or false for none.",
      },
    );
  }
}
