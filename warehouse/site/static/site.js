// What every page does: data files, the language switch, the search box, citations.
"use strict";
(() => {
  const root = document.documentElement;
  const base = root.dataset.root;
  const held = new Map();
  const waiting = new Map();

  // Data files call this. A page opened from a disk may load a script that lies beside it, but not fetch one.
  fazhi.put = (name, value) => {
    held.set(name, value);
    waiting.get(name)?.resolve(value);
  };
  fazhi.load = (name) => {
    if (held.has(name)) return Promise.resolve(held.get(name));
    if (!waiting.has(name)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      waiting.set(name, entry);
      const script = document.createElement("script");
      script.src = `${base}data/${name}.js`;
      script.onerror = () => entry.reject(new Error(`no data file ${script.src}`));
      document.head.append(script);
    }
    return waiting.get(name).promise;
  };
  // Waits for a data file that the page itself names.
  fazhi.held = (name) => {
    if (held.has(name)) return Promise.resolve(held.get(name));
    const entry = {};
    entry.promise = new Promise((resolve) => (entry.resolve = resolve));
    waiting.set(name, entry);
    return entry.promise;
  };

  // Elements from a name, attributes and children; texts are texts and nothing else.
  fazhi.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value != null) element.setAttribute(key, value);
    element.append(...children.filter((child) => child != null));
    return element;
  };
  fazhi.english = () => root.classList.contains("en");
  fazhi.say = (zh, en) => (fazhi.english() ? en : zh);

  const button = document.getElementById("lang");
  const named = () => {
    button.textContent = fazhi.say("English", "中文");
    button.lang = fazhi.say("en", "zh-CN");
    document.getElementById("q").placeholder = fazhi.say("检索地区、指标、报告", "Search");
  };
  button.addEventListener("click", () => {
    const english = root.classList.toggle("en");
    root.lang = english ? "en" : "zh-CN";
    try {
      localStorage.setItem("fazhi-lang", english ? "en" : "zh");
    } catch {
      // kept for this page only
    }
    named();
    document.dispatchEvent(new Event("fazhi-lang"));
  });
  named();

  // Search: every word must stand in the name; regions and indicators first, then titles, newest years first.
  const input = document.getElementById("q");
  const list = document.getElementById("hits");
  const MOST = { regions: 6, indicators: 6, titles: 12 };
  let asked = 0;
  let at = -1;
  const match = (words, text) => words.every((word) => text.includes(word));
  const option = (href, name, note) => {
    const hit = fazhi.make("a", { href: base + href, role: "option", id: `hit-${list.children.length}`, tabindex: "-1" });
    hit.append(name);
    if (note) hit.append(fazhi.make("small", {}, note));
    list.append(hit);
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  };
  const search = async () => {
    const number = ++asked;
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    at = -1;
    if (!words.length) return show(false);
    const head = await fazhi.load("search");
    if (number !== asked) return;
    list.replaceChildren();
    head.regions
      .filter(([code, name]) => match(words, `${name} ${code}`))
      .sort((a, b) => a[1].length - b[1].length)
      .slice(0, MOST.regions)
      .forEach(([code, name]) => option(`regions/${code}.html`, name, fazhi.say("地区", "region")));
    head.indicators
      .filter(([id, zh, en, also]) => match(words, `${zh} ${en} ${id} ${also}`.toLowerCase()))
      .slice(0, MOST.indicators)
      .forEach(([id, zh, en]) => option(`indicators/${id}.html`, fazhi.say(zh, en), fazhi.say("指标", "indicator")));
    show(true);
    let titles = 0;
    for (const year of head.years) {
      const rows = await fazhi.load(`search/${year}`);
      if (number !== asked) return;
      for (const [id, title, region] of rows) {
        if (!match(words, `${title} ${region} ${year}`.toLowerCase())) continue;
        option(`articles/${id}.html`, title, [region, year].filter((part) => part && part !== "0").join(" · "));
        if (++titles === MOST.titles) return;
      }
    }
    if (!list.children.length) list.append(fazhi.make("p", {}, fazhi.say("没有找到。", "Nothing found.")));
  };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  input.addEventListener("focus", () => input.value && search());
  input.addEventListener("keydown", (event) => {
    const hits = [...list.querySelectorAll("a")];
    if (event.key === "Escape") return show(false);
    if (event.key === "Enter" && hits.length) return hits[Math.max(at, 0)].click();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    hits[at]?.setAttribute("aria-selected", "false");
    at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1) + hits.length) % Math.max(hits.length, 1);
    hits[at]?.setAttribute("aria-selected", "true");
    hits[at]?.scrollIntoView({ block: "nearest" });
    if (hits[at]) input.setAttribute("aria-activedescendant", hits[at].id);
  });
  document.addEventListener("click", (event) => event.target.closest(".search") || show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });

  // A citation is shown, selected, and copied where the browser lets us.
  fazhi.cite = (text) => {
    const out = document.getElementById("citation");
    out.replaceChildren(fazhi.make("span", {}, text));
    const done = fazhi.make("button", { type: "button", class: "plain" }, fazhi.say("关闭", "Close"));
    done.addEventListener("click", () => (out.hidden = true));
    out.append(done);
    out.hidden = false;
    getSelection().selectAllChildren(out.firstChild);
    navigator.clipboard?.writeText(text).then(
      () => out.firstChild.before(fazhi.make("b", {}, fazhi.say("已复制 ", "Copied "))),
      () => {},
    );
  };
  // CSV of what is shown; spreadsheets run no text of it as a formula.
  fazhi.download = (name, rows) => {
    const cell = (value) => {
      const text = value == null ? "" : typeof value === "string" && /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const blob = new Blob(["\ufeff", rows.map((row) => row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" });
    const link = fazhi.make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
})();
