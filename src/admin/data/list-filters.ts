// Hands on how keys are read out of addresses.
export { typedKey } from "./list/typed-value.ts";
