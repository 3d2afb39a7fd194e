// Defines how much a form may send, and the answers to one that sends more.
import { PayloadTooLarge } from "../http-error.ts";

/** How much a form may send. Sizes in bytes, times in milliseconds; each default stands for undefined. */
export interface FormLimits {
  /** The whole body: 16 MiB. */
  readonly body?: number | undefined;
  /** Time for the whole body to arrive: no limit here, since servers set their own. */
  readonly bodyTime?: number | undefined;
  /** All fields that are no files, together: 500,000. An urlencoded body counts whole. */
  readonly fieldMemory?: number | undefined;
  /** The fields of an urlencoded body: 1000. */
  readonly fields?: number | undefined;
  /** The parts of a multipart body: 1000. */
  readonly parts?: number | undefined;
  /** The headers of one part: 16 KiB. */
  readonly partHeaders?: number | undefined;
  /** One file: as much as `body` allows. */
  readonly fileSize?: number | undefined;
  /** All files together that are kept in memory; what exceeds it goes to disk: 1 MiB. */
  readonly fileMemory?: number | undefined;
}

/** The limits that stand for undefined ones. */
export const defaultFormLimits: {
  readonly [Limit in "body" | "fieldMemory" | "fields" | "parts" | "partHeaders" | "fileMemory"]: number;
} = {
  body: 16 * 1024 * 1024,
  fieldMemory: 500_000,
  fields: 1000,
  parts: 1000,
  partHeaders: 16 * 1024,
  fileMemory: 1024 * 1024,
};

/** A 413 for a body over its limit. */
export function bodyTooLarge(limit: number): PayloadTooLarge {
  return new PayloadTooLarge(`The request's body has more than ${limit} bytes.`, {
    code: "HTTP_BODY_TOO_LARGE",
    cure: "Send less, or raise the limit: new App({ limits: { body: 64 * 1024 * 1024 } }).",
  });
}

/** A 413 for fields over their limit. */
export function fieldsTooLarge(limit: number): PayloadTooLarge {
  return new PayloadTooLarge(`The form's fields have more than ${limit} bytes.`, {
    code: "HTTP_FIELDS_TOO_LARGE",
    cure: "Send long texts as files, or raise the limit: new App({ limits: { fieldMemory: 2_000_000 } }).",
  });
}

/** A 413 for a file over its limit. */
export function fileTooLarge(limit: number): PayloadTooLarge {
  return new PayloadTooLarge(`A file has more than ${limit} bytes.`, {
    code: "HTTP_FILE_TOO_LARGE",
    cure: "Send a smaller file, or raise the limit: new App({ limits: { fileSize: 64 * 1024 * 1024 } }).",
  });
}
