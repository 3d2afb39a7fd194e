// Holds the rules of inlines: compact tables that become cards where they are narrow, cards, and what is nested in them.

/** The rules. */
export const inlinesStyle = `
form.card:has(.inline-set) { max-width: 76rem; }
form.card:has(.inline-set) > :is(.set, .tabs, .submit, .form-summary) { max-width: 48rem; }
.inline-set { container-type: inline-size; border-top: 1px solid var(--line); padding-top: 1rem; margin: 1.25rem 0 1.5rem; }
.inline-set > details > summary { cursor: pointer; margin-bottom: .75rem; }
.inline-set > details > summary h2 { display: inline; }
.inline-none { margin: 0 0 .75rem; }
.inline-more { margin: .75rem 0 0; }
.inline-more button { min-height: 2.1rem; padding: .2rem .8rem; font-weight: 500; }
.inline-more button:disabled { opacity: .5; cursor: default; filter: none; }
.inline-set .form-field, .inline-set .only { margin-bottom: .75rem; }
.inline-row[data-dropped] > tr > td:not(.do), .inline-row[data-dropped] > .inline-body { opacity: .5; }
.inline-row[data-dropped] :is(input, select, textarea, dd) { text-decoration: line-through; }
.inline-row.is-dragged { opacity: .4; }
.inline-set .do { white-space: nowrap; }
.inline-set .row-drop { display: inline-flex; gap: .4rem; align-items: center; font-weight: 400; margin: 0; }
.inline-set button.link { color: var(--bad); text-decoration: none; font-size: .9rem; padding: .2rem .1rem; }
.inline-set button.link:hover { text-decoration: underline; }
.inline-set [data-dropped] > * .drop-button.link, .inline-set [data-dropped] > .do .drop-button.link { color: var(--accent); font-weight: 600; }
.inline-set .open-row { font-size: .9rem; text-decoration: none; margin-inline-end: .6rem; }
.inline-set .open-row:hover { text-decoration: underline; }
.inline-set td a { font-weight: 400; }
.order { display: inline-flex; align-items: center; gap: .1rem; }
.order input[type=number] { width: 4.5rem; }
.handle { cursor: grab; color: var(--soft); padding: .1rem .35rem; font-size: 1.1rem; line-height: 1; touch-action: none; }
.handle:active { cursor: grabbing; }
button.mover { background: transparent; color: var(--soft); min-height: 1.75rem; padding: 0 .4rem; font-weight: 400; }
button.mover:hover { color: var(--accent); background: var(--hover); }

.as-table > details > table { border-collapse: separate; border-spacing: 0; }
.as-table > details > table > thead th { position: sticky; inset-block-start: 0; z-index: 1; padding: .4rem .5rem; border-bottom: 1px solid var(--line); }
.as-table > details > table > thead th:first-child { border-start-start-radius: var(--radius); padding-inline-start: .75rem; }
.as-table > details > table > thead th:last-child { border-start-end-radius: var(--radius); }
.conflict h3 { font-size: .95rem; margin: .9rem 0 .15rem; }
.conflict h3 a { color: inherit; }
.conflict h3 + p { margin: 0; }
.must { color: var(--bad); }
.as-table .inline-row > tr:hover, .as-table .inline-row > tr:has(input:checked) { background: transparent; }
.as-table .inline-row > tr > td { padding: .35rem .5rem; max-width: none; min-width: 4.5rem; }
.as-table .inline-row > tr > td:first-child { padding-inline-start: .75rem; }
.as-table .inline-row > tr:has(+ .nested) > td { border-bottom: 0; }
.as-table .inline-row > tr > td:is(.do, .place) { width: 1%; min-width: 0; text-align: end; }
.as-table .inline-row > tr > td.do { padding-inline-end: .75rem; }
.row-errors > td { border-bottom: 0 !important; padding-bottom: 0 !important; }
.nested > td { padding: 0 !important; padding-block-end: .75rem !important; padding-inline-start: 2rem !important; }
.nested .inline-set { margin: .25rem 0 0; padding: .1rem 0; padding-inline-start: 1rem; border-top: 0; border-inline-start: 2px solid var(--line); }
.inline-body > .inline-set { margin-bottom: .25rem; }
.nested .inline-set > details > summary, .inline-body .inline-set > details > summary { margin-bottom: .35rem; }
.nested .inline-set:has(> details > .inline-rows[hidden]) > details > summary, .inline-body .inline-set:has(> details > .inline-rows[hidden]) > details > summary { display: none; }
.nested .inline-set > details > .inline-more, .inline-body .inline-set > details > .inline-more { margin: .35rem 0 0; }
.nested .inline-set > details > .inline-more button, .inline-body .inline-set > details > .inline-more button { border: 0; padding: 0 .25rem; min-height: 1.75rem; font-size: .9rem; }
.nested .inline-set > details > summary h2, .inline-body .inline-set > details > summary h2 { font-size: .9rem; color: var(--soft); }

.inline-card { border: 1px solid var(--line); border-radius: var(--radius); margin-bottom: .75rem; background: var(--card); }
.inline-card > header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: .4rem .9rem; border-bottom: 1px solid var(--line); background: var(--hover); border-radius: var(--radius) var(--radius) 0 0; }
.inline-card > header h3 { font-size: .925rem; margin: 0; overflow-wrap: anywhere; flex: 1; }
.inline-body { padding: .9rem .9rem .15rem; }
.inline-body > .set { margin: 0; }

@container (min-width: 42.01rem) {
  .as-table > details > table > .inline-row > tr > td { & > .part > .form-field, & > .only { margin: 0; } }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field > :is(label, legend, .form-help), .as-table > details > table > .inline-row > tr > td > .only > dt { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field :is(input, select, textarea) { min-height: 2.1rem; padding-block: .25rem; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field textarea { min-height: 2.1rem; max-height: 14rem; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field input[type=number] { width: 100%; min-width: 5rem; max-width: 9rem; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field { display: flex; flex-direction: column; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field > .form-errors { order: 2; margin: .2rem 0 0; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-checkbox { min-height: 2.1rem; flex-direction: row; }
  .as-table > details > table > .inline-row > tr > td:is(.do, .place), .as-table > details > table > .inline-row > tr > td > .only { line-height: 2.1rem; }
  .as-table > details > table > .inline-row > tr > td.do button.link { padding-block: 0; line-height: inherit; }
  .as-table > details > table > .inline-row > tr > td > .part .form-errors { max-width: 12rem; }
  .as-table > details > table > .inline-row > tr > td > .part > .form-field input[type=checkbox] { min-height: 0; }
  .as-table > details > table > .inline-row > tr > td > .has-related { display: flex; align-items: center; gap: .35rem; }
  .as-table > details > table > .inline-row > tr > td > .has-related > .form-field { flex: 1; min-width: 5rem; }
  .as-table > details > table > .inline-row > tr > td > .has-related > .related { position: static; max-width: none; gap: .1rem; font-size: 0; }
  .as-table > details > table > .inline-row > tr > td > .has-related > .related a { padding: .1rem .35rem; border-radius: 4px; }
  .as-table > details > table > .inline-row > tr > td > .has-related > .related a::before { font-size: 1rem; content: "+"; }
  .as-table > details > table > .inline-row > tr > td > .has-related > .related a.open-related::before { content: "✎"; }
}
@container (max-width: 42rem) {
  .as-table > details > table, .as-table > details > table > .inline-row, .as-table > details > table > .inline-row > tr, .as-table > details > table > .inline-row > tr > td { display: block; }
  .as-table > details > table > thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .as-table > details > table > .inline-row { border: 1px solid var(--line); border-radius: var(--radius); margin-bottom: .75rem; padding: .75rem .9rem .25rem; }
  .as-table > details > table > .inline-row > tr > td, .as-table > details > table > .inline-row > tr > td:first-child { border-bottom: 0; padding: 0; min-width: 0; width: auto; text-align: start; }
  .as-table > details > table > .inline-row > tr > td:is(.do, .place) { display: inline-flex; align-items: center; width: auto; min-height: 2.4rem; margin-inline-end: 1rem; }
  .nested > td { padding: .5rem 0 0 !important; }
  button.mover { min-height: 2.4rem; padding: 0 .8rem; }
}
`;
