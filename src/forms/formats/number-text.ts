// Turns numbers as people of a language write them into plain notation, and back.
import type { LocaleFormats } from "./locale-formats.ts";

/** A number in plain notation, from text with a language's separators. Texts that are no numbers pass unchanged. */
export function delocalizeNumber(text: string, formats: LocaleFormats): string {
  const { decimalSeparator, thousandSeparator } = formats;
  const at = decimalSeparator === "" ? -1 : text.indexOf(decimalSeparator);
  const whole = at < 0 ? text : text.slice(0, at);
  const part = at < 0 ? undefined : text.slice(at + decimalSeparator.length);
  const plain = thousandSeparator === "" ? whole : removeSeparators(whole, formats);
  return part === undefined ? plain : `${plain}.${part}`;
}

function removeSeparators(whole: string, { thousandSeparator, decimalSeparator }: LocaleFormats): string {
  // "10.10" in a language with dots between thousands is rather ten and a tenth, mistyped, than 1010.
  const isLikelyPoint =
    thousandSeparator === "." && decimalSeparator !== "." && /^[^.]*\.[^.]*$/.test(whole) && !/\.\d{3}$/.test(whole);
  if (isLikelyPoint) return whole;
  const spaces = /^\s$/.test(thousandSeparator) ? whole.replace(/[\s\u00a0\u202f]/g, "") : whole;
  return spaces.replaceAll(thousandSeparator, "");
}

/** A number in plain notation as people of a language write it. */
export function localizeNumber(plain: string, formats: LocaleFormats): string {
  const { decimalSeparator, thousandSeparator, useThousandSeparator } = formats;
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
  if (found === null) return plain;
  const [, sign, digits = "", part] = found;
  const whole = useThousandSeparator ? digits.replace(/\B(?=(\d{3})+$)/g, thousandSeparator) : digits;
  return part === undefined ? `${sign}${whole}` : `${sign}${whole}${decimalSeparator}${part}`;
}
