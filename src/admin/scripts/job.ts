// Holds the script of jobs: a page that shows how far one is keeps up with it, where the page alone would load anew.

/** The script's text, inside the function of script.ts. */
export const jobScript = `
  const keepUp = async () => {
    if ($("[data-job]")?.dataset.job !== "busy") return;
    try {
      const answer = await fetch(location.href);
      if (answer.ok) {
        const next = new DOMParser().parseFromString(await answer.text(), "text/html");
        const main = $("main");
        const had = main.contains(document.activeElement) && document.activeElement.value;
        main.replaceChildren(...$("main", next).childNodes);
        document.title = next.title;
        // Whoever stood on a button stands on the same, or where the page begins.
        if (had !== false) (all("button", main).find(({ value }) => value === had) ?? main).focus();
      }
    } catch {
      // The next attempt may find the server again.
    }
    setTimeout(keepUp, 700);
  };
  setTimeout(keepUp, 700);
`;
