// Holds the script of an object's form: fields filled in from others, the keyboard, tabs, and what was typed is not lost.

/** The script's text, inside the function of script.ts. */
export const editingScript = `
  // Fields that are filled in from others while those are typed.
  const slug = (text) => text.normalize("NFD").replace(/\\p{Mn}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const fillFrom = ({ elements }, filled, prefix = "") => {
    for (const [name, sources] of Object.entries(filled)) {
      const target = elements[prefix + name];
      if (!target) continue;
      let isOwn = target.value !== "";
      target.addEventListener("input", () => (isOwn = target.value !== ""));
      for (const source of sources)
        elements[prefix + source]?.addEventListener("input", () => {
          if (isOwn) return;
          const text = slug(sources.map((each) => elements[prefix + each]?.value ?? "").join(" "));
          target.value = target.maxLength > 0 ? text.slice(0, target.maxLength) : text;
        });
    }
  };
  const dirtyForms = new WeakSet();
  each("form[data-edit]", (form) => {
    fillFrom(form, JSON.parse(form.dataset.prepopulated || "{}"));
    form.addEventListener("input", () => dirtyForms.add(form));
    form.addEventListener("change", () => dirtyForms.add(form));
    form.addEventListener("submit", () => dirtyForms.delete(form));
  });
  // What was typed is not lost by a slip.
  addEventListener("beforeunload", (event) => {
    if (all("form[data-edit]").some((form) => dirtyForms.has(form))) event.preventDefault();
  });

  // Ctrl-S saves and stays; in a dialog it saves what stands there.
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    const form = all("dialog[open] form[data-edit]").at(-1) ?? $("form[data-edit]");
    const button = form && ($("button[name=_then][value=continue]", form) ?? $("button[name=_then]", form));
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });

  // Sections become tabs. The first with an error is open, else the one that the address names.
  each("[data-tabs]", (tabs) => {
    const list = $(".tab-list", tabs);
    const links = all("a", list);
    const panels = links.map((link) => document.getElementById(link.hash.slice(1)));
    const open = (at) => {
      links.forEach((link, i) => {
        link.setAttribute("aria-selected", String(i === at));
        link.tabIndex = i === at ? 0 : -1;
        panels[i].hidden = i !== at;
      });
    };
    list.role = "tablist";
    tabs.classList.add("are-tabs");
    links.forEach((link, i) => {
      link.role = "tab";
      link.setAttribute("aria-controls", panels[i].id);
      panels[i].role = "tabpanel";
      panels[i].setAttribute("aria-labelledby", link.id);
      panels[i].addEventListener("reveal", () => open(i));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        open(i);
        if (!link.closest("dialog")) history.replaceState(null, "", link.hash);
      });
    });
    list.addEventListener("keydown", (event) => {
      const at = links.indexOf(event.target);
      const step = getComputedStyle(list).direction === "rtl" ? -1 : 1;
      const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: links.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      const next = (to + links.length) % links.length;
      links[next].click();
      links[next].focus();
    });
    const faulty = links.findIndex((link) => link.classList.contains("has-errors"));
    const named = links.findIndex((link) => link.hash === location.hash);
    open(Math.max(faulty >= 0 ? faulty : named, 0));
  });

  // An address with a part of the page in it takes the focus from what wants it at first.
  each("form[data-edit] .form-summary", (summary) => {
    if (!summary.closest("dialog") && location.hash !== "") addEventListener("load", () => setTimeout(() => summary.focus()));
  });

  // A link to a field opens what hides it.
  const reveal = (element) => {
    element.closest(".tab")?.dispatchEvent(new Event("reveal"));
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".form-summary a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    reveal(target);
    // What a list or a preview hides has something else in its place.
    (target.hidden ? $("select, button", target.nextElementSibling ?? target.parentElement) : target)?.focus();
  });
`;
