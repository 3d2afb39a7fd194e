// Escapes text for HTML as fast as the engine can; short texts without special characters are the common case.
import { escapeHtml } from "#kernel";

const special = /[&<>"']/;

/** Escapes `& < > " '` as the kernel's `escapeHtml` does, for strings only. */
export function escapeText(text: string): string {
  return special.test(text) ? escapeHtml(text) : text;
}
