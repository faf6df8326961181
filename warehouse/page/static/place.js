// The view of a body: the chosen indicator is drawn beside the body's peers.
"use strict";

(() => {
  const series = JSON.parse(document.getElementById("series").textContent);
  const buttons = [...document.querySelectorAll("button.draw")];
  const figure = document.getElementById("peers");
  if (!buttons.length) return;

  function show(chosen) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    figure.hidden = false;
    document.getElementById("peers-name").replaceChildren(chosen.firstElementChild.cloneNode(true));
    fazhi.charts.draw(figure.querySelector(".chart"), "peers", series[chosen.dataset.indicator]);
  }

  for (const button of buttons) {
    button.addEventListener("click", () => { show(button); figure.scrollIntoView({ block: "nearest" }); });
  }
  show(buttons.find((button) => series[button.dataset.indicator].length > 2) || buttons[0]);
})();
