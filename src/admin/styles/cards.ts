// Holds the rules of cards with numbers and charts.

/** The rules. */
export const cardsStyle = `
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13.5rem, 100%), 1fr)); grid-auto-flow: dense; gap: 1rem; margin-bottom: 2rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); padding: 1rem 1.15rem; min-width: 0; }
.tile.wide { grid-column: span 2; }
.tile h2 { font-size: .875rem; font-weight: 600; color: var(--soft); margin-bottom: .6rem; }
.tile p { margin: 0; }
.figure { font-size: 1.9rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figure a { color: inherit; text-decoration: none; }
.figure a:hover { text-decoration: underline; }
.bars { display: grid; gap: .35rem; font-size: .9rem; }
.bars li { display: grid; grid-template-columns: minmax(5rem, 9rem) minmax(0, 1fr) minmax(2.5rem, auto); gap: .75rem; align-items: center; }
.bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars svg { width: 100%; height: .7rem; display: block; }
[dir=rtl] .bars svg { transform: scaleX(-1); }
.bars .tone { fill: var(--accent); }
.bars .track { fill: var(--hover); }
.tile .amount { text-align: end; font-variant-numeric: tabular-nums; color: var(--soft); }
.tile a { color: inherit; text-decoration-color: var(--line); }
.tile a:hover { text-decoration-color: currentColor; }
.tile figure { margin: 0; }
.trend svg { width: 100%; height: 8.75rem; display: block; }
.trend .area { fill: color-mix(in srgb, var(--accent) 14%, transparent); }
.trend .stroke { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.trend figcaption { display: flex; justify-content: space-between; gap: 1rem; font-size: .85rem; color: var(--soft); border-top: 1px solid var(--line); padding-top: .35rem; }
.numbers { font-size: .875rem; margin-top: .4rem; }
.numbers summary { cursor: pointer; color: var(--soft); }
.numbers table { max-height: 12rem; }
.tile th, .tile td { padding: .3rem .5rem; font-size: .9rem; }
.tile tr:last-child > * { border-bottom: 0; }
.donut { display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: center; }
.donut svg { width: 7.5rem; height: 7.5rem; flex: none; transform: rotate(-90deg); }
.donut circle { fill: none; stroke-width: 6; }
.donut .track { stroke: var(--hover); }
.donut ul { flex: 1; min-width: 8rem; display: grid; gap: .3rem; font-size: .9rem; }
.donut li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .6rem; align-items: center; }
.dot { width: .7rem; height: .7rem; border-radius: 99px; background: var(--tone); }
.part { stroke: var(--tone); }
.tone0 { --tone: light-dark(#0b6b53, #5fd3b0); }
.tone1 { --tone: light-dark(#3a6ea5, #8ab8ee); }
.tone2 { --tone: light-dark(#b4641e, #f0b27a); }
.tone3 { --tone: light-dark(#7d4e9e, #c9a3e6); }
.tone4 { --tone: light-dark(#9a8412, #e3d06b); }
.tone5 { --tone: light-dark(#68707e, #aab3c2); }
@media (max-width: 40rem) {
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; }
  .tile { padding: .8rem .9rem; }
  .tile, .tile.wide { grid-column: 1 / -1; }
  .tile.of-number:not(.wide) { grid-column: auto; }
  .figure { font-size: 1.5rem; }
}
`;
