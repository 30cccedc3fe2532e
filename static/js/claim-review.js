/*
 * The lines of a claim under review: <form data-line-form> in each <tr data-line>.
 * Accepting a line is sent at once; a reduction or a strike asks for its amount and reason first.
 * N goes to the next line that nobody has looked at, unless keys are switched off (keys.js).
 */
(() => {
  "use strict";

  document.documentElement.classList.add("scripted");

  document.addEventListener("change", (event) => {
    const radio = event.target;
    const form = radio.closest?.("[data-line-form]");
    if (!form || radio.name !== "verdict") return;
    if (radio.value === "accept") form.requestSubmit();
    else form.elements[radio.value === "reduce" ? "counted" : "reason"].focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (localStorage.getItem("keys-off") === "yes" || event.key.toLowerCase() !== "n") return;
    if (event.target.matches?.("input:not([type=radio]), textarea, select")) return;
    const rows = [...document.querySelectorAll("tr[data-line].unseen")];
    const here = document.activeElement?.closest?.("tr[data-line]");
    const next = rows.find((row) => !here || here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) ?? rows[0];
    const radio = next?.querySelector("input[type=radio]");
    if (!radio) return;
    radio.focus();
    next.scrollIntoView({ block: "center" });
    event.preventDefault();
  });
})();
