// Holds the style sheet of forms: light and dark, desk and phone, by a few custom properties that a site may set.

/** The style sheet that the battery `forms()` serves. */
export const formStyles: string = `:root {
  --form-ink: #1c2024; --form-soft: #5b646d; --form-line: #8a939c; --form-paper: #fff; --form-raised: #f5f6f8;
  --form-accent: #1f5fae; --form-accent-ink: #fff; --form-bad: #b3261e; --form-bad-paper: #fdf0ef; --form-radius: .5rem;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    --form-ink: #e8eaed; --form-soft: #a7b0b9; --form-line: #6d7780; --form-paper: #16191d; --form-raised: #1f2328;
    --form-accent: #8ab8f5; --form-accent-ink: #10161d; --form-bad: #ff9d94; --form-bad-paper: #2c1a19;
  }
}
:root[data-theme="dark"] {
  --form-ink: #e8eaed; --form-soft: #a7b0b9; --form-line: #6d7780; --form-paper: #16191d; --form-raised: #1f2328;
  --form-accent: #8ab8f5; --form-accent-ink: #10161d; --form-bad: #ff9d94; --form-bad-paper: #2c1a19;
}
.form-field, .form-row, .form-summary { color: var(--form-ink); margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0; }
.form-field > label, .form-field > legend { display: block; font-weight: 600; margin: 0 0 .3rem; padding: 0; }
.form-required > label::after, .form-required > legend::after { content: " *"; color: var(--form-bad); }
.form-help { color: var(--form-soft); font-size: .9em; margin: 0 0 .4rem; }
.form-errors { color: var(--form-bad); font-weight: 600; font-size: .9em; list-style: none; margin: 0 0 .4rem; padding: 0; }
.form-field input:not([type="checkbox"], [type="radio"], [type="color"], [type="range"], [type="file"]),
.form-field select, .form-field textarea {
  box-sizing: border-box; width: 100%; max-width: 36rem; min-height: 2.75rem; padding: .5rem .75rem; font: inherit;
  color: var(--form-ink); background: var(--form-paper); border: 1px solid var(--form-line); border-radius: var(--form-radius);
}
.form-field input[type="number"], .form-field input[type="date"], .form-field input[type="time"] { max-width: 14rem; }
.form-field input[type="datetime-local"] { max-width: 18rem; }
.form-field input[type="color"] { width: 4rem; height: 2.75rem; padding: .2rem; border: 1px solid var(--form-line); border-radius: var(--form-radius); background: var(--form-paper); }
.form-field input[type="range"] { width: 100%; max-width: 20rem; accent-color: var(--form-accent); }
.form-field input[type="file"] { font: inherit; max-width: 100%; color: var(--form-soft); }
.form-field input::file-selector-button, .form-add {
  font: inherit; min-height: 2.5rem; padding: .4rem .9rem; margin-right: .75rem; cursor: pointer;
  color: var(--form-ink); background: var(--form-raised); border: 1px solid var(--form-line); border-radius: var(--form-radius);
}
.form-field textarea { height: 9rem; line-height: 1.45; resize: vertical; }
.form-field select[multiple] { min-height: 9rem; padding: .35rem; }
.form-select-date select, .form-field.form-select-date select { width: auto; margin-right: .5rem; }
.form-multi > input:not([type="checkbox"], [type="radio"]), .form-multi > select { width: auto; margin: 0 .5rem .4rem 0; }
.form-field :is(input, select, textarea):focus-visible, .form-add:focus-visible, .form-submit:focus-visible, .form-summary a:focus-visible {
  outline: 3px solid var(--form-accent); outline-offset: 2px;
}
.form-field [aria-invalid="true"]:not([type="checkbox"], [type="radio"]) { border: 2px solid var(--form-bad); }
.form-field :is(input, select, textarea):disabled { opacity: .65; cursor: not-allowed; background: var(--form-raised); }
.form-checkbox { display: grid; grid-template-columns: auto 1fr; column-gap: .6rem; align-items: center; }
.form-checkbox > label { font-weight: 400; margin: 0; }
.form-checkbox > .form-help, .form-checkbox > .form-errors { grid-column: 2; margin: .15rem 0 0; }
.form-field input[type="checkbox"], .form-field input[type="radio"] { width: 1.2rem; height: 1.2rem; margin: 0; accent-color: var(--form-accent); flex: none; }
.form-options label { display: flex; gap: .6rem; align-items: center; padding: .3rem 0; font-weight: 400; }
.form-options div > div > label:not(:has(input)) { font-weight: 600; padding-top: .5rem; }
.form-summary { border: 2px solid var(--form-bad); border-left-width: .5rem; border-radius: var(--form-radius); background: var(--form-bad-paper); padding: .9rem 1.1rem; }
.form-summary:focus { outline: 3px solid var(--form-accent); outline-offset: 2px; }
.form-summary p { font-weight: 700; margin: 0 0 .4rem; }
.form-summary ul { margin: 0; padding-left: 1.2rem; }
.form-summary a { color: var(--form-bad); text-underline-offset: .15em; }
.form-row { border: 1px solid var(--form-line); border-radius: var(--form-radius); padding: .75rem 1rem .25rem; }
.form-row > legend { font-weight: 700; padding: 0 .4rem; color: var(--form-soft); }
.form-row[data-deleted] { opacity: .55; }
.form-file { color: var(--form-accent); }
.form-submit {
  font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.4rem; cursor: pointer; border: 1px solid transparent;
  border-radius: var(--form-radius); color: var(--form-accent-ink); background: var(--form-accent);
}
@media (max-width: 30rem) {
  .form-field input:not([type="checkbox"], [type="radio"], [type="color"]), .form-field select, .form-field textarea { max-width: none; }
  .form-submit, .form-add { width: 100%; margin: 0 0 .5rem; }
}
@media (forced-colors: active) { .form-summary, .form-field [aria-invalid="true"] { border-color: Mark; } }
`;
