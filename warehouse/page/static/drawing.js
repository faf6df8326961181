// Fills the charts declared in charts.js (Vega-Lite) with a view's rows, and says values in both languages.
"use strict";

fazhi.charts = (() => {
  const shown = new Map();

  async function draw(place, name, rows) {
    shown.set(place, [name, rows]);
    const [set, embed] = await Promise.all([fazhi.load("charts"), fazhi.load("vega")]);
    const spec = { ...set.specs[name][fazhi.language()], datasets: { rows } };
    if (spec.usermeta?.row_height) spec.height = rows.length * spec.usermeta.row_height;
    await embed(place, spec, {
      renderer: "svg",
      actions: false,
      ast: true, // expressions are interpreted, not compiled: the policy of the page forbids eval
      defaultStyle: false,
      logLevel: 1, // errors only: a body without peers leaves layers empty, and that is right
      tooltip: { disableDefaultStyle: true },
      config: set.config,
    });
  }

  async function word(key) {
    const { words } = await fazhi.load("charts");
    const [zh, en] = words[key];
    return fazhi.language() === "en" ? en : zh;
  }

  // An element that the language switch turns, like those the templates write.
  async function spoken(key, tag = "span") {
    const { words } = await fazhi.load("charts");
    const [zh, en] = words[key];
    const label = fazhi.element(tag, fazhi.language() === "en" ? en : zh, { "data-en": en });
    label.dataset.zh = zh;
    return label;
  }

  fazhi.onLanguage(() => { for (const [place, [name, rows]] of shown) draw(place, name, rows); });

  return { draw, word, spoken };
})();

fazhi.number = (value) => (value === null ? "" : new Intl.NumberFormat("en", { maximumFractionDigits: 4 }).format(value));
fazhi.percent = (share) => (share === null ? "" : `${Math.round(share * 100)} %`);
