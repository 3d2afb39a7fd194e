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
`;
