// Runs one of Werkzeug's form parser cases on the public API of demijohn/http.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { dumpOptionsHeader, HttpError, type ParsedForm, parseForm } from "demijohn/http";
import type { CaseResult } from "./case-result.ts";

interface FormCase {
  readonly call: {
    readonly mimetype: string;
    readonly content_length: number | null;
    readonly options: Readonly<Record<string, string>>;
    readonly max_form_memory_size: number | null;
    readonly max_content_length: number | null;
    readonly max_form_parts: number | null;
    /** Base64. */
    readonly body: string;
    readonly silent?: boolean;
  };
  readonly result?: { readonly fields: readonly unknown[]; readonly files: readonly unknown[] };
  readonly error?: { readonly class: string; readonly status?: number | null };
}

/** Answers for one case; the body comes in chunks of a size that no boundary knows of. */
export async function check(testCase: unknown): Promise<CaseResult> {
  const { call, result, error } = testCase as FormCase;
  const body = Buffer.from(call.body, "base64");
  let form: ParsedForm;
  try {
    form = await parseForm(chunksOf(body, 1021), dumpOptionsHeader(call.mimetype, call.options), {
      contentLength: call.content_length ?? undefined,
      fieldMemory: call.max_form_memory_size ?? Number.POSITIVE_INFINITY,
      body: call.max_content_length ?? Number.POSITIVE_INFINITY,
      parts: call.max_form_parts ?? Number.POSITIVE_INFINITY,
      fields: Number.POSITIVE_INFINITY,
      lenient: call.silent !== false,
    });
  } catch (thrown) {
    return judgeError(thrown, error);
  }
  try {
    if (error !== undefined) return { kind: "fail", why: `parsed the form where ${error.class} is thrown` };
    return await judgeForm(form, result!);
  } finally {
    await form.cleanup();
  }
}

function judgeError(thrown: unknown, error: FormCase["error"]): CaseResult {
  if (!(thrown instanceof HttpError)) throw thrown;
  const isExpected = error !== undefined && (error.status == null || error.status === thrown.status);
  if (isExpected) return { kind: "pass" };
  return {
    kind: "fail",
    why: `answers ${thrown.status} (${thrown.code}) where ${error?.class ?? "the form"} is expected`,
  };
}

async function judgeForm(form: ParsedForm, expected: NonNullable<FormCase["result"]>): Promise<CaseResult> {
  const files = [];
  for (const [name, file] of form.files) {
    const sha256 = createHash("sha256")
      .update(await file.bytes())
      .digest("hex");
    files.push({ name, filename: file.filename, type: file.type ?? null, length: file.size, sha256 });
  }
  const actual = { fields: [...form.fields], files };
  if (isDeepStrictEqual(actual, { fields: expected.fields, files: expected.files })) return { kind: "pass" };
  return { kind: "fail", why: `gave ${show(actual)} instead of ${show(expected)}` };
}

function* chunksOf(body: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 200);
}
