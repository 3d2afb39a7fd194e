// Holds the rules of the palette.

/** The rules. */
export const paletteStyle = `
.palette { width: min(34rem, 92vw); margin-top: 12vh; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); background: var(--card); color: inherit; padding: .75rem; box-shadow: 0 16px 48px rgb(0 0 0 / .25); }
.palette::backdrop { background: rgb(0 0 0 / .35); }
.palette input { width: 100%; margin-bottom: .5rem; }
.palette > ul { max-height: 50vh; overflow-y: auto; }
.palette .group { display: block; font-size: .8rem; font-weight: 600; color: var(--soft); padding: .5rem .75rem .2rem; }
.palette [role=option] { padding: .4rem .75rem; border-radius: var(--radius); cursor: pointer; }
.palette [role=option]:hover { background: var(--hover); }
.palette [role=option][aria-selected=true] { background: var(--chosen); color: var(--accent); }
.palette .none { padding: .75rem; color: var(--soft); }
@media (max-width: 56rem) {
  .palette-button { display: none; }
}
`;
