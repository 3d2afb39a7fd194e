// Holds the rules of single controls: pickers, two lists, chips, files, moments, JSON, Markdown, colours.

/** The rules. */
export const controlsStyle = `
.key-field { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .75rem; }
.key-field > .lookup, .key-field > input { flex: 1 1 12rem; }
.key-field .find { font-size: .875rem; white-space: nowrap; }
.key-field .chosen { flex-basis: 100%; color: var(--soft); font-size: .9rem; }
.key-field .chosen:empty { display: none; }
.lookup { position: relative; display: block; }
.lookup ul { position: absolute; z-index: 2; inset-inline: 0; top: 100%; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .15); max-height: 18rem; overflow-y: auto; }
.lookup li { padding: .45rem .9rem; cursor: pointer; display: block; color: inherit; }
.lookup [aria-selected=true], .lookup li:hover { background: var(--chosen); }
.chips { display: flex; flex-wrap: wrap; gap: .35rem; margin-bottom: .5rem; }
.chips:empty { display: none; }
.chips li { display: inline-flex; align-items: center; background: var(--chosen); border-radius: 99px; padding: .1rem .3rem .1rem .8rem; }
[dir=rtl] .chips li { padding: .1rem .8rem .1rem .3rem; }
.chips label { font-weight: 400; margin: 0; display: inline-flex; gap: .4rem; align-items: center; }
.chip-remove { background: transparent; color: inherit; min-height: 1.6rem; padding: 0 .5rem; border-radius: 99px; font-weight: 400; }
.two-lists { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; }
.two-lists.vertical { grid-template-columns: minmax(0, 1fr); }
.side select { width: 100%; margin-top: .4rem; }
.side-title { font-size: .875rem; color: var(--soft); margin: 0 0 .3rem; }
.side-buttons { display: flex; gap: 1rem; align-items: center; margin: .5rem 0 0; }
button.small { min-height: 2rem; padding: .15rem .7rem; font-weight: 500; }
.moment { display: inline-flex; flex-wrap: wrap; align-items: center; gap: .35rem .6rem; }
.zone { color: var(--soft); font-size: .875rem; }
.beside { font-size: .9rem; }
.with-link { display: flex; align-items: center; gap: .75rem; }
.with-link input { flex: 1; }
textarea[data-grow] { field-sizing: content; min-height: 6rem; max-height: 70vh; }
textarea.code { font: .875rem/1.55 ui-monospace, "Cascadia Mono", Menlo, monospace; tab-size: 2; }
textarea.is-faulty { border-color: var(--bad); }
.json-line { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; font-size: .875rem; min-height: 1.5rem; }
.json-state { margin: 0; color: var(--soft); }
.is-faulty + .json-line .json-state { color: var(--bad); font-weight: 500; }
.markdown-bar { display: flex; gap: 1rem; margin-bottom: .35rem; }
.markdown-bar [aria-pressed=true] { color: var(--text); font-weight: 600; text-decoration: none; }
.markdown { border: 1px solid var(--line); border-radius: var(--radius); padding: .75rem 1rem; min-height: 6rem; overflow-wrap: anywhere; }
.markdown > :first-child { margin-top: 0; }
.markdown img { max-width: 100%; }
.markdown ul { list-style: disc; padding-inline-start: 1.4rem; }
.markdown ol { list-style: decimal; padding-inline-start: 1.4rem; }
.markdown pre { background: var(--hover); border-radius: var(--radius); padding: .6rem .8rem; overflow-x: auto; }
.colour { display: flex; align-items: center; gap: .6rem; }
.colour .swatch { flex: none; width: 2.75rem !important; height: 2.4rem; padding: .15rem; cursor: pointer; }
.colour .swatch.is-empty { opacity: .35; }
.colour input[data-color] { max-width: 9rem; font-variant-numeric: tabular-nums; }
.file { border: 1px dashed var(--field); border-radius: var(--radius); padding: .75rem 1rem; }
.file.is-over { border-color: var(--accent); background: var(--chosen); }
.file input[type=file] { border: 0 !important; padding: 0; background: transparent; width: 100%; }
.file .stored { display: flex; flex-wrap: wrap; gap: .35rem 1rem; align-items: center; margin-bottom: .6rem; }
.file img { display: block; max-width: 12rem; max-height: 8rem; border-radius: var(--radius); }
.file .stored img { flex: none; }
.file ::file-selector-button { font: inherit; font-weight: 600; cursor: pointer; color: var(--accent); background: transparent; border: 1px solid var(--line); border-radius: var(--radius); padding: .3rem .8rem; margin-inline-end: .75rem; }
.form-field input[data-duration] { max-width: 14rem; margin-inline-end: .6rem; }
.file .clear { display: inline-flex; gap: .4rem; align-items: center; font-weight: 400; margin: 0; }
.drop-hint { color: var(--soft); font-size: .875rem; margin: .25rem 0 0; }
.picked:not(:empty) { margin-top: .5rem; }
@media (max-width: 56rem) {
  .two-lists { grid-template-columns: minmax(0, 1fr); }
  .chip-remove { min-height: 2.2rem; }
}
`;
