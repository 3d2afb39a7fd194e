// Lists the error codes of validation: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type ValidateCode = "VALIDATE_BAD_RULE" | "VALIDATE_INVALID";

export const validateErrors: Readonly<Record<ValidateCode, ErrorRow>> = defineErrorTable({
  VALIDATE_BAD_RULE: {
    when: "A validator is made with options that contradict each other or that no value can satisfy.",
    cure: "Give the options that the error names.",
  },
  VALIDATE_INVALID: {
    when: "Values were checked and are refused; the error holds every fault by its field.",
    cure: "Show the faults to whoever gave the values, as forms do, or catch the ValidationError and read its issues.",
  },
});
