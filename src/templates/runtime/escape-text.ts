// Escapes text for HTML as fast as the engine can; short texts without special characters are the common case.

const special = /[&<>"']/;

/** Escapes `& < > " '` as the kernel's `escapeHtml` does, for strings only. */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  let out = "";
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    let entity: string;
    switch (text.charCodeAt(i)) {
      case 34:
        entity = "&#34;";
        break;
      case 38:
        entity = "&amp;";
        break;
      case 39:
        entity = "&#39;";
        break;
      case 60:
        entity = "&lt;";
        break;
      case 62:
        entity = "&gt;";
        break;
      default:
        continue;
    }
    if (last !== i) out += text.slice(last, i);
    out += entity;
    last = i + 1;
  }
  return last < text.length ? out + text.slice(last) : out;
}
