// The door of validation: validators, the issues they find, and the one error that gathers them by field.

export { DecimalText } from "./decimal-text.ts";
export { type DomainNameOptions, domainNameValidator, validateDomainName } from "./domain-name.ts";
export { type EmailOptions, emailValidator, validateEmail } from "./email-validator.ts";
export {
  type FileExtensionOptions,
  fileExtensionValidator,
  imageExtensions,
  type NamedFile,
  validateImageFileExtension,
} from "./file-validators.ts";
export {
  type NormalizeOptions,
  normalizeIpv6,
  parseIpv4,
  parseIpv6,
  validateIpv4Address,
  validateIpv6Address,
  validateIpv46Address,
} from "./ip-address.ts";
export {
  describeIssue,
  fillMessage,
  type Issue,
  type MessageText,
  type PluralMessage,
  type Translate,
} from "./issue.ts";
export {
  compareOrdered,
  type DecimalRule,
  decimalValidator,
  maxValueValidator,
  minValueValidator,
  type Ordered,
  type StepOptions,
  stepValueValidator,
} from "./number-validators.ts";
export {
  type IntegerListOptions,
  integerListValidator,
  lengthOf,
  type Measured,
  maxLengthValidator,
  minLengthValidator,
  noneOfValidator,
  prohibitNullCharactersValidator,
  type RegexOptions,
  regexValidator,
  validateCommaSeparatedIntegerList,
  validateInteger,
  validateMacAddress,
  validateSlug,
  validateUnicodeSlug,
} from "./text-validators.ts";
export { type UrlOptions, urlValidator, validateUrl } from "./url-validator.ts";
export {
  type Faults,
  type IssueInput,
  ValidationError,
  type ValidationErrorOptions,
  type ValidationInput,
} from "./validation-error.ts";
export {
  type AsyncValidator,
  assertValid,
  checkValue,
  checkValueAsync,
  defineValidator,
  issuesOf,
  type Rule,
  type RuleValidator,
  ruleOf,
  sameValidator,
  type Validator,
  type ValidatorOptions,
  type Verdict,
} from "./validator.ts";
