// Holds the rules of the palette.

/** The rules. */
export const paletteStyle = `
.palette { width: min(34rem, 92vw); margin-top: 12vh; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); background: var(--card); color: inherit; padding: .75rem; box-shadow: 0 16px 48px rgb(0 0 0 / .25); }
.palette::backdrop { background: rgb(0 0 0 / .35); }
.palette input { width: 100%; margin-bottom: .5rem; }
.palette ul { max-height: 50vh; overflow-y: auto; }
@media (max-width: 56rem) {
  .palette-button { display: none; }
}
`;
