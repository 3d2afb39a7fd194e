// Holds the script of jobs: a page that shows how far one is keeps up with it, where the page alone would load anew.

/** The script's text, inside the function of script.ts. */
export const jobScript = `
  const keepUp = async () => {
    const shown = $("[data-job]");
    if (shown?.dataset.job !== "busy") return;
    try {
      const answer = await fetch(location.href);
      const next = answer.ok && $("[data-job]", new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (next) {
        const had = shown.contains(document.activeElement);
        shown.replaceWith(next);
        if (had) ($("button, a", next) ?? next).focus();
      }
    } catch {
      // The next attempt may find the server again.
    }
    setTimeout(keepUp, 700);
  };
  setTimeout(keepUp, 700);
`;
