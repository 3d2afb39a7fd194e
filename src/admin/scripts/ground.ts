// Holds what all scripts of the admin use: finding elements, texts, lists of options.

/** The script's text, inside the function of script.ts. */
export const groundScript = `
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // The texts of the page's language, by the English ones.
  const texts = JSON.parse($("#admin-texts")?.textContent || "{}");
  const t = (text, values = {}) => (texts[text] ?? text).replace(/\\{(\\w+)\\}/g, (braces, name) => values[name] ?? braces);

  // Does something with every element that fits: with those of the page, and with those that come later by enhance(part).
  const runs = [];
  const each = (selector, run) => {
    const seen = new WeakSet();
    const look = (root) =>
      all(selector, root).forEach((element) => {
        if (seen.has(element)) return;
        seen.add(element);
        run(element);
      });
    runs.push(look);
    look(document);
  };
  const enhance = (part) => runs.forEach((run) => run(part));
  document.addEventListener("htmx:after:swap", () => enhance(document));

  // Makes an element: its properties, what stands in it.
  const make = (name, properties = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties))
      if (key in element && key !== "list") element[key] = value;
      else element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  // On a phone the menu begins folded.
  if (matchMedia("(max-width: 56rem)").matches) $(".menu details")?.removeAttribute("open");

  // Moves through a list of options with the arrow keys; calls back with the one that is chosen.
  const options = (input, box, choose) => {
    let at = -1;
    const items = () => all("[role=option]", box);
    const mark = (next) => {
      const found = items();
      if (found.length === 0) return;
      at = (next + found.length) % found.length;
      found.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", found[at].id);
      found[at].scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at - 1);
      else if (event.key === "Enter" && at >= 0 && items()[at]) choose(items()[at]);
      else return;
      event.preventDefault();
    });
    box.addEventListener("mousedown", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) event.preventDefault(), choose(item);
    });
    return () => ((at = -1), mark(0));
  };

  // A link whose page opens in a dialog, where without a script it opened in a new tab, with a note that says so.
  const inDialog = (link, done) => {
    const note = $(".hidden", link);
    link.removeAttribute("target");
    link.setAttribute("aria-haspopup", "dialog");
    note.textContent = note.textContent.replace(/\\([^)]*\\)$/, "");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openPage(link.href, done);
    });
  };
`;
