// Holds the script of forms: fields that are filled in from others, and what was typed is not lost.

/** The script's text, inside the function of script.ts. */
export const formScript = `
  // Fields that are filled in from others while those are typed.
  const form = $("form[data-prepopulated]");
  if (form) {
    const slug = (text) => text.normalize("NFD").replace(/\\p{Mn}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    for (const [name, sources] of Object.entries(JSON.parse(form.dataset.prepopulated))) {
      const target = form.elements[name];
      let isOwn = !target || target.value !== "";
      target?.addEventListener("input", () => (isOwn = target.value !== ""));
      for (const source of sources)
        form.elements[source]?.addEventListener("input", () => {
          if (!isOwn) target.value = slug(sources.map((each) => form.elements[each].value).join(" "));
        });
    }
    // What was typed is not lost by a slip.
    let isDirty = false;
    form.addEventListener("input", () => (isDirty = true));
    form.addEventListener("submit", () => (isDirty = false));
    addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
  }
`;
