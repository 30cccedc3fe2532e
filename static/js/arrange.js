/*
 * Lists whose entries are put in order by dragging: <ol data-arrange> with <li draggable="true">. The fields inside an
 * entry go with it, so that the form sends them in the new order; the list tells of it by a change event. The buttons
 * beside each entry do the same without a mouse.
 */
(() => {
  "use strict";

  let held = null;

  document.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-arrange] > li[draggable]");
    if (!held) return;
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  document.addEventListener("dragover", (event) => {
    const over = event.target.closest?.("[data-arrange] > li[draggable]");
    if (!held || !over || over.parentElement !== held.parentElement) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    const isSameLine = Math.abs(box.top - held.getBoundingClientRect().top) < box.height / 2;
    const isAfter = isSameLine ? event.clientX > box.left + box.width / 2 : event.clientY > box.top + box.height / 2;
    over[isAfter ? "after" : "before"](held);
  });

  document.addEventListener("drop", (event) => {
    if (held) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    if (!held) return;
    held.classList.remove("held");
    held.dispatchEvent(new Event("change", { bubbles: true }));
    held = null;
  });
})();
