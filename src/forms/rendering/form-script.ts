// Holds the script of sets of forms: one more row without asking the server, and rows that look deleted when they are.

/** The script that the battery `forms()` serves. Pages work without it: the button then sends the form. */
export const formScript: string = `(() => {
  const count = (set) => set.querySelector(\`[name="\${CSS.escape(set.dataset.formSet)}-TOTAL_FORMS"]\`);
  const most = (set) => Number(set.querySelector(\`[name="\${CSS.escape(set.dataset.formSet)}-MAX_NUM_FORMS"]\`)?.value ?? 1000);
  const fill = (node, index) => {
    for (const element of node.querySelectorAll("*"))
      for (const attribute of element.attributes)
        if (attribute.value.includes("__prefix__")) attribute.value = attribute.value.replaceAll("__prefix__", String(index));
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      walker.currentNode.data = walker.currentNode.data.replaceAll("__number__", String(index + 1));
  };
  const add = (set) => {
    const total = count(set);
    const index = Number(total.value);
    if (index >= most(set)) return;
    const row = set.querySelector(":scope > template").content.cloneNode(true);
    fill(row, index);
    const first = row.querySelector("input:not([type=hidden]), select, textarea");
    set.querySelector(":scope > .form-rows").append(row);
    total.value = String(index + 1);
    first?.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".form-add") : null;
    const set = button?.closest("[data-form-set]");
    if (!set || !set.querySelector(":scope > template")) return;
    event.preventDefault();
    add(set);
  });
  const mark = (box) => box.closest(".form-row")?.toggleAttribute("data-deleted", box.checked);
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name.endsWith("-DELETE")) mark(event.target);
  });
  for (const box of document.querySelectorAll("[name$='-DELETE']:checked")) mark(box);
})();
`;
