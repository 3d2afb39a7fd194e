// Defines what a system check reports: messages as data, gathered by `demijohn check` before the first request.

export type CheckLevel = "info" | "warning" | "error";

/** One finding of a check, in the same four parts as an error. */
export interface CheckMessage {
  readonly level: CheckLevel;
  /** Permanent, such as `SESSIONS_NO_SECRET`. */
  readonly code: string;
  readonly message: string;
  readonly where?: string | undefined;
  readonly cure?: string | undefined;
}

/** A named check; `deploy` ones run only for `demijohn check --deploy`. */
export interface Check<Subject = unknown> {
  readonly name: string;
  readonly deploy?: boolean;
  readonly check: (subject: Subject) => readonly CheckMessage[] | Promise<readonly CheckMessage[]>;
}
