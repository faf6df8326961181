// The view of a report: pointing at an amount, or reaching it by keyboard, brings up what it rests on.
"use strict";

(() => {
  const list = document.querySelector("#amounts ol");

  function show(link) {
    const item = document.getElementById(link.hash.slice(1));
    if (!item) return;
    list.querySelector(".current")?.classList.remove("current");
    item.classList.add("current");
    list.scrollTop = item.offsetTop - list.offsetTop - 16; // the list alone: the text must stay where it is read
  }

  for (const view of document.querySelectorAll(".texts .body")) {
    for (const event of ["pointerover", "focusin"]) {
      view.addEventListener(event, ({ target }) => { const link = target.closest("a.amount"); if (link) show(link); });
    }
    // one below the other on a phone, the browser's own jump to the item is right; side by side it would move the text
    view.addEventListener("click", (event) => {
      const link = event.target.closest("a.amount");
      if (link && matchMedia("(min-width: 60rem)").matches) { event.preventDefault(); show(link); }
    });
  }
})();
