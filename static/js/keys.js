/*
 * Keys for who works through many rows, switched on by data attributes:
 *   data-key="x"        presses that link or button, or goes to that field
 *   [data-keys]         the hint that names the keys; its button [data-keys-switch] switches them off and on again
 * In a list J and K go to the next and the previous row, X ticks it, and Enter opens it.
 * Letters alone are keys only while no field is being filled in and no dialog is open.
 */
(() => {
  "use strict";

  const OFF = "keys-off";
  const isOff = () => localStorage.getItem(OFF) === "yes";

  document.querySelectorAll("[data-keys]").forEach((hint) => {
    const button = hint.querySelector("[data-keys-switch]");
    const say = () => (button.textContent = isOff() ? "打开快捷键" : "关闭快捷键");
    button.addEventListener("click", () => {
      if (isOff()) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
      say();
    });
    hint.hidden = false;
    say();
  });

  const isTyping = (element) =>
    element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  const step = (by) => {
    const rows = [...document.querySelectorAll("table.list tbody tr")];
    const here = rows.indexOf(document.activeElement?.closest?.("tr"));
    const row = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
    const target = row?.querySelector("a, input[type=checkbox]");
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
    return Boolean(target);
  };

  const tick = () => {
    const box = document.activeElement?.closest?.("tr")?.querySelector("input[type=checkbox]");
    box?.click();
    return Boolean(box);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (isOff() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    let done = false;
    if (named && !named.disabled) {
      if (isTyping(named)) named.focus();
      else named.click();
      done = true;
    } else if (!named && key === "j") done = step(1);
    else if (!named && key === "k") done = step(-1);
    else if (!named && key === "x") done = tick();
    if (done) event.preventDefault();
  });
})();
