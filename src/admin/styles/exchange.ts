// Holds the rules of exports, imports and jobs.

/** The rules. */
export const exchangeStyle = `
.choices { border: 0; margin: 0 0 1.25rem; padding: 0; display: grid; gap: .35rem; }
.choices legend { font-weight: 600; padding: 0; margin-bottom: .35rem; }
.choices label { display: flex; gap: .6rem; align-items: center; min-height: 1.75rem; }
.choices.columns { grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); }
.choices.columns legend { grid-column: 1 / -1; }
.job progress { width: 100%; height: .85rem; accent-color: var(--accent); }
.job .submit { margin-top: 1rem; }
.card.wide { max-width: none; }
.mapping, .preview { width: 100%; border-collapse: collapse; }
.mapping th, .mapping td, .preview th, .preview td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
.mapping tbody th { font-weight: 600; }
.mapping .help, .match { margin: .25rem 0 0; }
.match { margin-top: 1.25rem; max-width: 22rem; }
.preview th.number { width: 5rem; font-weight: 400; color: var(--soft); font-variant-numeric: tabular-nums; }
.preview .changes { margin: 0; }
.faults q { color: var(--bad); background: var(--bad-bg); padding: 0 .25em; overflow-wrap: anywhere; }
.confirm { margin-top: 1.25rem; }
.outcomes { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0 0 1rem; }
.outcome { display: inline-flex; gap: .5rem; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 99px; color: inherit; text-decoration: none; background: var(--card); }
.outcome[aria-current] { background: var(--chosen); color: var(--accent); font-weight: 600; }
.outcome.bad .count { color: var(--bad); font-weight: 600; }
.targets { margin-bottom: 1rem; }
.targets summary { cursor: pointer; }
.targets ul { columns: 16rem; margin: .5rem 0 0; }
.targets code { color: var(--soft); }
`;
