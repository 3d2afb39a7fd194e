// Says the admin's texts in the language of a request: every text that a page shows comes through here.
import type { Request } from "#http";
import type { AdminText } from "./catalogue.ts";

/**
 * The forms of a text that depends on a number.
 *
 * They stand by the categories of `Intl.PluralRules`: `{ one: "{count} Zeile", other: "{count} Zeilen" }`.
 */
export type PluralText = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A language of the admin: its texts by the English ones. A text that is not there is shown in English. */
export interface AdminLanguage {
  /** A BCP 47 tag: `de`, `pt-BR`. */
  readonly locale: string;
  /** By the English text; by its form for many where it depends on a number. Names in braces are kept: `"Page {page} of {pages}"`. */
  readonly texts: { readonly [Text in AdminText]?: string | PluralText };
  /** Texts of one's own templates, which say them by `t` as well. */
  readonly ownTexts?: Readonly<Record<string, string | PluralText>> | undefined;
}

/** The languages of an admin, and how one is chosen. */
export interface LanguageOptions {
  /** Languages besides English. */
  readonly languages?: readonly AdminLanguage[] | undefined;
  /** The locale of a request; by its `Accept-Language` header unless given. */
  readonly language?: string | ((request: Request) => string) | undefined;
}

/** What stands in the place of names in braces. */
export type TextValues = Readonly<Record<string, unknown>>;

const english: AdminLanguage = { locale: "en", texts: {} };
const rightToLeft = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

/** The texts of one language. Its methods are closures, so that a template can call them by name. */
export class AdminTexts {
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
  readonly #texts: Readonly<Record<string, string | PluralText>>;
  readonly #plurals: Intl.PluralRules;
  readonly #numbers: Intl.NumberFormat;
  readonly #moments: Intl.DateTimeFormat;

  constructor({ locale, texts, ownTexts }: AdminLanguage) {
    this.locale = locale;
    this.direction = rightToLeft.has(new Intl.Locale(locale).language) ? "rtl" : "ltr";
    this.#texts = { ...ownTexts, ...texts };
    this.#plurals = new Intl.PluralRules(locale);
    this.#numbers = new Intl.NumberFormat(locale);
    this.#moments = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
      dateStyle: "medium",
      timeStyle: "short",
      timeZone: "UTC",
    });
  }

  /** A text, with values for the names in braces. */
  readonly t = (text: string, values?: TextValues): string => {
    const said = this.#texts[text];
    return filled(typeof said === "string" ? said : text, values);
  };

  /** A text that depends on a number, which both forms may name as `{count}`. */
  readonly tn = (one: string, many: string, count: number, values?: TextValues): string => {
    const said = this.#texts[many];
    const text =
      said === undefined
        ? count === 1
          ? one
          : many
        : typeof said === "string"
          ? said
          : (said[this.#plurals.select(count)] ?? said.other);
    return filled(text, { count: this.number(count), ...values });
  };

  /** A number with the language's separators. */
  readonly number = (value: number): string => this.#numbers.format(value);

  /** A point in time, in UTC. */
  readonly moment = (value: Date): string => this.#moments.format(value);
}

function filled(text: string, values: TextValues | undefined): string {
  if (values === undefined) return text;
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => (name in values ? String(values[name]) : braces));
}

/** Chooses among the languages of an admin. */
export class Languages {
  readonly #options: LanguageOptions;
  readonly #byLocale = new Map<string, AdminTexts>();

  constructor(options: LanguageOptions) {
    this.#options = options;
    for (const language of [english, ...(options.languages ?? [])])
      this.#byLocale.set(language.locale.toLowerCase(), new AdminTexts(language));
  }

  /** The texts for a request; English where no language fits. */
  of(request: Request): AdminTexts {
    const { language } = this.#options;
    const asked = language === undefined ? undefined : typeof language === "string" ? language : language(request);
    const locale =
      asked ?? (this.#byLocale.size === 1 ? undefined : request.acceptsLanguages(...this.#byLocale.keys())) ?? "en";
    const known = this.#byLocale;
    return known.get(locale.toLowerCase()) ?? known.get(locale.split("-")[0]!.toLowerCase()) ?? known.get("en")!;
  }
}
