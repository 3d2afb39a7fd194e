// Defines what a conformance suite answers for one case, and the function that each suite exports.

/** The outcome of one case: `why` is one line that a reader of the list understands without opening the case. */
export type CaseResult =
  | { readonly kind: "pass" }
  | { readonly kind: "fail"; readonly why: string }
  | { readonly kind: "skip"; readonly why: string };

/** What the command line hands to every case. */
export interface CaseOptions {
  /** The text after `--mode`, for suites that run their cases in more than one way. */
  readonly mode?: string | undefined;
}

/** The `check` that `tests/conformance/<suite>.ts` exports. Throwing counts as a failure with the error's text. */
export type CheckCase = (testCase: never, options: CaseOptions) => CaseResult | Promise<CaseResult>;
