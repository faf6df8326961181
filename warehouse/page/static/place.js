// The view of a body: the chosen indicator is drawn beside the body's peers.
"use strict";

(() => {
  const { columns, rows } = JSON.parse(document.getElementById("series").textContent);
  const buttons = [...document.querySelectorAll("button.draw")];
  const figure = document.getElementById("peers");
  if (!buttons.length) return;

  function series(chosen) {
    return rows[chosen.dataset.indicator].map((cells) => Object.fromEntries(columns.map((name, at) => [name, cells[at]])));
  }

  function show(chosen) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    figure.hidden = false;
    document.getElementById("peers-name").replaceChildren(chosen.firstElementChild.cloneNode(true));
    fazhi.charts.draw(figure.querySelector(".chart"), "peers", series(chosen));
  }

  for (const button of buttons) {
    button.addEventListener("click", () => { show(button); figure.scrollIntoView({ block: "nearest" }); });
  }
  show(buttons.find((button) => rows[button.dataset.indicator].length > 2) || buttons[0]);
})();
