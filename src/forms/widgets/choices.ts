// Reads the choices of a field in every form that people write them, into one list of options and groups.

/** One choice: a value, or a value with its label. */
export type Choice = readonly [unknown, string] | string | number | boolean;

/** Choices with a heading. */
export type ChoiceGroup = readonly [string, readonly Choice[]];

/** Choices as people write them. A list, or a record of labels or groups by value. */
export type Choices =
  | readonly (Choice | ChoiceGroup)[]
  | Readonly<Record<string, string | Readonly<Record<string, string>> | readonly Choice[]>>;

/** An option of a list. */
export interface Option {
  readonly value: unknown;
  readonly label: string;
  readonly attrs?: Readonly<Record<string, string | number | boolean | null | undefined>> | undefined;
  readonly disabled?: boolean | undefined;
}

/** Options under one heading; those without a heading stand under none. */
export interface OptionGroup {
  readonly heading: string | undefined;
  readonly options: readonly Option[];
}

/** The choices of a field, read. */
export type ChoiceList = readonly OptionGroup[];

/** Reads choices. */
export function readChoices(choices: Choices | ChoiceList): ChoiceList {
  if (!Array.isArray(choices)) return readRecord(choices as Exclude<Choices, readonly unknown[]>);
  if (isRead(choices)) return choices;
  return (choices as readonly (Choice | ChoiceGroup)[]).map((choice) =>
    isGroup(choice)
      ? { heading: choice[0], options: choice[1].map(optionOf) }
      : { heading: undefined, options: [optionOf(choice as Choice)] },
  );
}

function readRecord(record: Exclude<Choices, readonly unknown[]>): ChoiceList {
  return Object.entries(record).map(([value, label]): OptionGroup => {
    if (typeof label === "string") return { heading: undefined, options: [{ value, label }] };
    const inner = Array.isArray(label) ? (label as readonly Choice[]) : Object.entries(label as Record<string, string>);
    return { heading: value, options: inner.map((choice) => optionOf(choice as Choice)) };
  });
}

function isRead(choices: readonly unknown[]): choices is ChoiceList {
  const [first] = choices;
  return typeof first === "object" && first !== null && !Array.isArray(first) && "options" in first;
}

function isGroup(choice: Choice | ChoiceGroup): choice is ChoiceGroup {
  return Array.isArray(choice) && Array.isArray(choice[1]);
}

function optionOf(choice: Choice): Option {
  if (!Array.isArray(choice)) return { value: choice, label: String(choice) };
  return { value: choice[0] as unknown, label: String(choice[1]) };
}

/** All options, whatever their heading. */
export function optionsOf(list: ChoiceList): readonly Option[] {
  return list.flatMap((group) => group.options);
}

/** The text that stands for a value in a form. */
export function choiceText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (!(value instanceof Date)) return String(value);
  return Number.isNaN(value.getTime()) ? "" : value.toISOString();
}
