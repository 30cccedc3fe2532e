/* Sections that a phone shows by their headings: <details data-fold open>. Wide screens and paper have them open. */
(() => {
  "use strict";
  const narrow = matchMedia("(max-width: 760px)");
  const sections = [...document.querySelectorAll("[data-fold]")];
  const fold = () => sections.forEach((one) => (one.open = !narrow.matches));
  fold();
  narrow.addEventListener("change", fold);
  // A link to a part of a section that is folded opens it.
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (const one of sections) if (one.contains(target) || target.contains(one)) one.open = true;
    target.scrollIntoView();
  };
  if (location.hash && narrow.matches) unfold();
  addEventListener("hashchange", unfold);
  // On a wide screen the heading is a heading and folds nothing.
  for (const one of sections)
    one.querySelector(":scope > summary").addEventListener("click", (event) => narrow.matches || event.preventDefault());
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = sections.filter((one) => !one.open);
    opened.forEach((one) => (one.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((one) => (one.open = false)));
})();
