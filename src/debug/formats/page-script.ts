// Holds the script of the debug page: the buttons that copy. Without it the page works, and shows no such buttons.

export const pageScript: string = `(() => {
  const status = document.querySelector("[role=status]");
  const say = (text) => {
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = text; });
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.setAttribute("readonly", "");
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const done = await copy(source.value ?? source.textContent);
      button.focus();
      if (done) {
        say("Copied.");
        return;
      }
      say("The browser does not let this page copy; select the text below instead.");
      document.getElementById("as-text").open = true;
    });
  }
})();
`;
