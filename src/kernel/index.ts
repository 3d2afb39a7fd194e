// The kernel's door: errors, settings, signing, safe HTML, suggestions, checks, commands, context and tracing.
export type { Check, CheckLevel, CheckMessage } from "./checks.ts";
export type { Command, CommandCall, ParameterSpec } from "./commands.ts";
export { defineCommand } from "./commands.ts";
export type { ContextVariable } from "./context.ts";
export { createContext } from "./context.ts";
export type { ErrorDetails, ErrorRow, SettingFault } from "./errors.ts";
export { DemijohnError, defineErrorTable, quoteValue, SettingsError, SetupError } from "./errors.ts";
export { escapeHtml, findHtml, type HtmlSource, html, Safe, safe } from "./safe-html.ts";
export { describeByteSize, parseByteSize } from "./settings/byte-size.ts";
export type { SettingsInput, SettingsSection, SettingsShape, SettingsValues } from "./settings/define-settings.ts";
export { defineSettings, withValues } from "./settings/define-settings.ts";
export { describeDuration, parseDuration } from "./settings/duration.ts";
export type { EnvFile, EnvFileFault, EnvFileVariable } from "./settings/env-file.ts";
export { parseEnvFile } from "./settings/env-file.ts";
export type { LoadSettingsOptions, SettingDescription } from "./settings/load-settings.ts";
export { loadSettings, Settings } from "./settings/load-settings.ts";
export type { Environment, Mode } from "./settings/mode.ts";
export { resolveMode } from "./settings/mode.ts";
export { generateSecretKey, secretKeys, secretSettings } from "./settings/secret-key.ts";
export type {
  NumberBounds,
  Setting,
  SettingContext,
  SettingOptions,
  SettingProblem,
  SettingReading,
} from "./settings/setting.ts";
export { setting } from "./settings/setting.ts";
export type { BadSignatureDetails } from "./signing/bad-signature.ts";
export { BadSignature, SignatureExpired } from "./signing/bad-signature.ts";
export type { EncryptorOptions } from "./signing/encryptor.ts";
export { Encryptor } from "./signing/encryptor.ts";
export type { JsonFormat } from "./signing/payload.ts";
export type { SecretKey } from "./signing/secret.ts";
export { Secret } from "./signing/secret.ts";
export type { PeekedToken, SerializerOptions, TimedSerializerOptions } from "./signing/serializer.ts";
export { Serializer, TimedSerializer } from "./signing/serializer.ts";
export type { KeyDerivation, SignerOptions, SigningDigest, SigningScheme } from "./signing/signer.ts";
export { flaskSessionScheme, Signer } from "./signing/signer.ts";
export type { TimestampSignerOptions, UnsignOptions } from "./signing/timestamp-signer.ts";
export { TimestampSigner } from "./signing/timestamp-signer.ts";
export { didYouMean, suggest } from "./suggest.ts";
export type { TraceChannel } from "./trace.ts";
export { traceChannel } from "./trace.ts";
