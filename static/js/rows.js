/*
 * Rows of a form set: <fieldset data-rows="prefix"> with [data-rows-home], a <template> of an empty row and a button
 * [data-rows-add]. A new row is the template with the next number in the place of __prefix__.
 */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-rows-add]");
    if (!button) return;
    const rows = button.closest("[data-rows]");
    const total = rows.querySelector(`[name="${CSS.escape(rows.dataset.rows)}-TOTAL_FORMS"]`);
    const made = document.createElement("div");
    made.innerHTML = rows.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = made.firstElementChild;
    total.value = Number(total.value) + 1;
    rows.querySelector("[data-rows-home]").append(row);
    row.querySelector("summary, input:not([type=hidden]), select, textarea")?.focus();
  });
})();
