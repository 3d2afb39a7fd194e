// Keeps the script that development puts into pages: it loads them again when the program has changed.

/** Where the script and its events are served, below the site's root. */
export const reloadPaths = { script: "/__demijohn/reload.js", events: "/__demijohn/events" } as const;

// A hidden page lets go of its connection, because browsers open six to a host and no more. The version of the program
// that made the page stands in the script's tag; the one that runs comes as an event. A page is loaded again once a version.
export const reloadScript: string = `// Loads this page again when the program that made it has changed. In development only.
(() => {
  const made = document.currentScript.dataset.version;
  let events;
  const follow = () => {
    if (document.hidden) {
      events?.close();
      events = undefined;
    } else if (events === undefined) {
      events = new EventSource("${reloadPaths.events}");
      events.addEventListener("version", ({ data }) => {
        const mark = location.href + " " + data;
        if (data === made || sessionStorage.getItem("demijohn-reload") === mark) return;
        sessionStorage.setItem("demijohn-reload", mark);
        location.reload();
      });
    }
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => events?.close());
  follow();
})();
`;

/** The tag that loads the script. */
export function reloadTag(version: string, nonce?: string): string {
  const attribute = nonce === undefined ? "" : ` nonce="${nonce}"`;
  return `<script src="${reloadPaths.script}" data-version="${version}"${attribute}></script>`;
}

/** The event that tells a page which version runs. */
export function versionEvent(version: string): string {
  return `retry: 200\nevent: version\ndata: ${version}\n\n`;
}

/** Puts the script's tag into a whole page: before the end of its body where that is written, else at the end. */
export function insertReloadTag(page: string, tag: string): string {
  const end = page.search(/<\/body\s*>(?![\s\S]*<\/body\s*>)/i);
  return end < 0 ? page + tag : page.slice(0, end) + tag + page.slice(end);
}
