// The view of an indicator: its level, region and ranking are chosen here; the first table stands without scripts.
"use strict";

(async () => {
  const { element, charts, number, percent } = fazhi;
  const SIGNS = { rises: "▲", falls: "▼", unchanged: "＝" };
  const REGION_LEVELS = ["country", "province", "prefecture", "county", "township"];
  const LEVELS = ["province", "prefecture", "county", "township", "department"];
  const MOST_RANKED = 30;
  const choices = document.getElementById("choices");
  const ranking = document.getElementById("rank-choices");
  const { columns, rows: table } = await fazhi.load(choices.dataset.topic);
  const rows = table.map((cells) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? null])));

  const change = (share) => `${share < 0 ? "" : "+"}${share.toFixed(1)} %`.replace("-", "−"); // as the template writes it
  const unique = (values) => [...new Set(values)];
  const ordered = (values, order) => order.filter((one) => values.includes(one));

  async function offer(select, values, key) {
    const before = select.value;
    const options = await Promise.all(values.map(async ([value, name]) => {
      const option = name === undefined ? await charts.spoken(`${key}.${value}`, "option") : element("option", name);
      option.value = value;
      return option;
    }));
    select.replaceChildren(...options);
    if (values.some(([value]) => String(value) === before)) select.value = before;
  }

  function group() {
    return rows.filter((row) => row.level === choices.level.value && row.region_code === choices.region.value);
  }

  // A year without a figure, and whether anybody reported at all.
  async function silence(row) {
    const cell = element("td", "— ", { class: "gap", colspan: 7 });
    const cause = element("small", row.n_reports ? `${row.n_reports} ` : "");
    cause.append(await charts.spoken(row.n_reports ? "gap.silent_reports" : "gap.no_report"));
    cell.append(cause);
    return cell;
  }

  async function trendRow(row) {
    const line = element("tr");
    const cell = (text) => line.append(element("td", text, { class: "n" }));
    line.append(element("th", row.report_year, { scope: "row" }));
    if (row.n_reports !== null) {
      line.append(await silence(row));
      return line;
    }
    const figure = element("td", undefined, { class: "n" });
    figure.append(row.share_approximate ? element("span", `≈${number(row.figure)}`, { class: "approximate" }) : number(row.figure));
    line.append(figure);
    cell(row.share_approximate ? `${number(row.low)} – ${row.high === null ? await charts.word("open") : number(row.high)}` : "");
    const places = element("td", `${row.n_places} `, { class: "n" });
    if (row.n_apart) {
      const apart = element("small", `+${row.n_apart} `);
      apart.append(await charts.spoken("apart"), ` ${number(row.sum_apart)}`);
      places.append(apart);
    }
    line.append(places);
    cell(percent(row.share_approximate));
    cell(row.matched_places);
    cell(row.matched_change_pct === null ? "" : change(row.matched_change_pct));
    const direction = row.matched_places ? row.direction : "none";
    const told = element("span", `${SIGNS[direction] || "◇"} `, { class: `direction ${direction}` });
    told.append(await charts.spoken(`direction.${direction}`));
    const last = element("td");
    last.append(told);
    line.append(last);
    return line;
  }

  async function showTrend() {
    const shown = group();
    const page = document.getElementById("trend-table");
    const caption = [await charts.spoken(`level.${choices.level.value}`), ` · ${shown[0].region}`];
    page.querySelector("caption").replaceChildren(...caption);
    page.querySelector("tbody").replaceChildren(...(await Promise.all(shown.map(trendRow))));
    await charts.draw(document.getElementById("trend"), "trend", shown.filter((row) => row.n_places));
  }

  async function showRanking() {
    const year = Number(ranking.year.value);
    const ranked = rows
      .filter((row) => row.level === choices.level.value && row.region_level === ranking.region_level.value && row.report_year === year && row.n_places)
      .sort((one, other) => other.figure - one.figure);
    const chart = document.getElementById("ranking");
    const list = document.getElementById("ranking-list");
    chart.hidden = ranked.length < 2;
    document.getElementById("ranking-note").hidden = ranked.length < 2;
    document.getElementById("ranking-none").hidden = ranked.length > 1;
    if (ranked.length < 2) {
      list.replaceChildren();
      return;
    }
    list.replaceChildren(...ranked.map((row) => {
      const item = element("li", `${row.region} `);
      item.append(element("b", (row.share_approximate ? "≈" : "") + number(row.figure)));
      return item;
    }));
    await charts.draw(chart, "ranking", ranked.slice(0, MOST_RANKED));
  }

  async function offerRegions() {
    const within = rows.filter((row) => row.level === choices.level.value);
    const regions = new Map(within.map((row) => [row.region_code, row]));
    const sorted = [...regions.values()].sort((one, other) =>
      REGION_LEVELS.indexOf(one.region_level) - REGION_LEVELS.indexOf(other.region_level) || one.region_code.localeCompare(other.region_code));
    await offer(choices.region, sorted.map((row) => [row.region_code, row.region]));
    const ranks = ordered(unique(within.map((row) => row.region_level)), REGION_LEVELS.slice(1));
    await offer(ranking.region_level, ranks.map((one) => [one]), "region");
    const widest = ranks.find((one) => sorted.filter((row) => row.region_level === one).length > 1);
    if (widest) ranking.region_level.value = widest;
    await offer(ranking.year, unique(within.map((row) => row.report_year)).sort((one, other) => other - one).map((year) => [year, year]));
    ranking.hidden = !ranks.length;
  }

  async function start() {
    const counts = unique(rows.map((row) => row.level)).map((level) => [level, rows.filter((row) => row.level === level).length]);
    await offer(choices.level, ordered(counts.map(([level]) => level), LEVELS).map((level) => [level]), "level");
    choices.level.value = counts.sort((one, other) => other[1] - one[1])[0][0];
    await offerRegions();
    choices.hidden = false;
    await Promise.all([showTrend(), showRanking()]);
  }

  choices.level.addEventListener("change", async () => { await offerRegions(); await Promise.all([showTrend(), showRanking()]); });
  choices.region.addEventListener("change", showTrend);
  ranking.addEventListener("change", showRanking);
  for (const form of [choices, ranking]) form.addEventListener("submit", (event) => event.preventDefault());
  await start();
})();
