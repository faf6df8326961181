// What every view has: data files on demand, the switches of language and theme, and the search.
"use strict";

const fazhi = (() => {
  const waiting = new Map();
  const root = document.documentElement.dataset.root;
  const state = { language: recall("language") || "zh", listeners: [] };

  // A page opened from a file may not fetch: data files are scripts that hand their content to receive().
  function load(topic) {
    if (!waiting.has(topic)) {
      let hand;
      const promise = new Promise((resolve) => { hand = resolve; });
      waiting.set(topic, { promise, hand });
      const script = document.createElement("script");
      script.src = `${root}data/${topic}.js`;
      document.head.append(script);
    }
    return waiting.get(topic).promise;
  }

  function receive(topic, content) {
    if (waiting.has(topic)) waiting.get(topic).hand(content);
    else waiting.set(topic, { promise: Promise.resolve(content) });
  }

  // Storage may be forbidden (private windows, files in some browsers); the switches then last for one page.
  function recall(name) {
    try { return localStorage.getItem(`fazhi-${name}`); } catch { return null; }
  }

  function remember(name, value) {
    try { localStorage.setItem(`fazhi-${name}`, value); } catch { /* lasts for this page only */ }
  }

  function element(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  const SPOKEN = ["aria-label", "placeholder", "title"];

  function speak(language) {
    state.language = language;
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    for (const label of document.querySelectorAll("[data-en]")) {
      label.dataset.zh ??= label.textContent;
      label.textContent = language === "en" ? label.dataset.en : label.dataset.zh;
    }
    for (const name of SPOKEN) {
      for (const labelled of document.querySelectorAll(`[data-en-${name}]`)) {
        if (!labelled.hasAttribute(`data-zh-${name}`)) labelled.setAttribute(`data-zh-${name}`, labelled.getAttribute(name));
        labelled.setAttribute(name, labelled.getAttribute(`data-${language}-${name}`));
      }
    }
    for (const listener of state.listeners) listener();
  }

  function shade(theme) {
    document.documentElement.dataset.theme = theme;
    document.getElementById("theme")?.setAttribute("aria-pressed", String(theme === "dark"));
  }

  function chosenTheme() {
    return recall("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function startSwitches() {
    document.getElementById("language").addEventListener("click", () => {
      speak(state.language === "en" ? "zh" : "en");
      remember("language", state.language);
    });
    document.getElementById("theme").addEventListener("click", () => {
      shade(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
      remember("theme", document.documentElement.dataset.theme);
    });
  }

  const MOST_FOUND = 12;

  function find(entries, words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return entries.filter((entry) => {
      const text = entry.slice(1).join(" ").toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
  }

  function startSearch() {
    const box = document.getElementById("search");
    const input = box.querySelector("input");
    const panel = document.getElementById("found");
    const show = async () => {
      const words = input.value.trim();
      panel.hidden = !words;
      if (!words) return;
      const found = find(await load("search"), words);
      panel.querySelector("#found-count").textContent = found.length || "";
      panel.querySelector("#found-none").hidden = found.length > 0;
      panel.querySelector("ul").replaceChildren(...found.slice(0, MOST_FOUND).map(([, zh, en, file, note]) => {
        const item = element("li");
        const link = element("a", state.language === "en" && note !== en ? en : zh, { href: root + file });
        link.append(" ", element("small", note));
        item.append(link);
        return item;
      }));
    };
    input.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      const links = [...panel.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Enter" && event.target === input) {
        event.preventDefault();
        show().then(() => panel.querySelector("a")?.click());
      }
      if (event.key === "Escape") { input.focus(); panel.hidden = true; }
      if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
      if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] || input).focus(); }
    });
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) panel.hidden = true; });
    input.addEventListener("focus", () => { panel.hidden = !input.value.trim(); });
    if (input.value) show(); // typed before this script ran
  }

  shade(chosenTheme());
  document.addEventListener("DOMContentLoaded", () => {
    shade(chosenTheme());
    startSwitches();
    startSearch();
    if (state.language === "en") speak("en");
    load("build").then((build) => { document.getElementById("build").textContent = `${build.data_version} · ${build.finished_at} UTC`; });
  });

  return { load, receive, element, language: () => state.language, onLanguage: (listener) => state.listeners.push(listener) };
})();
