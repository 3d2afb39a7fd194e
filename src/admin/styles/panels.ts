// Holds the rules of the first page, of the log, and of what is said before something is deleted.

/** The rules. */
export const panelsStyle = `
.conflict { background: var(--bad-bg); color: var(--bad); border-radius: var(--radius); padding: 1rem 1.25rem; margin: 0 0 1.25rem; max-width: 52rem; }
.conflict h2 { margin-bottom: .35rem; }
.along { margin: 0 0 1rem; }
.along li { padding: .2rem 0; }
.changes { margin: .5rem 0; }
.changes div { display: grid; grid-template-columns: minmax(6rem, 10rem) minmax(0, 1fr); gap: 1rem; padding: .2rem 0; }
.changes dt { color: var(--soft); }
.changes dd { margin: 0; overflow-wrap: anywhere; }
.changes del { color: var(--bad); background: var(--bad-bg); padding: 0 .25em; }
.changes ins { color: var(--good); background: var(--good-bg); padding: 0 .25em; text-decoration: none; }
.log li { border-bottom: 1px solid var(--line); padding: .75rem 0; }
.log li:last-child { border: 0; }
.log p { margin: 0; }
.log .done { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; }
.log .restore { margin-inline-start: auto; font-size: .875rem; }
.mark { font-size: .8rem; font-weight: 600; border-radius: 99px; padding: .1rem .6rem; background: var(--hover); }
.mark.add { color: var(--good); background: var(--good-bg); }
.mark.delete { color: var(--bad); background: var(--bad-bg); }
.home { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 2.5rem; }
.groups { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr)); gap: 1.25rem; align-items: start; }
.home h2 { margin: 0 0 .6rem; }
.tiles { margin-bottom: 0; background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); }
.tiles li { display: flex; justify-content: space-between; border-bottom: 1px solid var(--line); }
.tiles li:last-child { border: 0; }
.tiles a { padding: .65rem 1rem; text-decoration: none; }
.tiles a:first-child { flex: 1; color: inherit; font-weight: 550; }
.tiles a:hover { background: var(--hover); }
@media (max-width: 56rem) {
  .home { grid-template-columns: minmax(0, 1fr); }
  .tiles a { padding-block: .6rem; }
  .changes div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`;
