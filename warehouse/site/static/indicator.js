// The page of an indicator: series of chosen regions, the ranking of a year. What is chosen stands in the address.
"use strict";
(() => {
  const about = document.querySelector("article[data-indicator]").dataset;
  const id = about.indicator;
  const find = (name) => document.getElementById(name);
  if (!find("chart")) return;
  const MOST = 8;
  const FIRST = 5;
  const make = fazhi.make;
  const root = document.documentElement.dataset.root;
  const breaks = about.breaks.split("|").filter(Boolean).map((text) => {
    const [date, name] = text.split(" ");
    return { date, name };
  });
  let directory = new Map();
  let chosen = [];
  let lines = [];

  const state = () => new URLSearchParams(location.hash.slice(1));
  const remember = () => {
    const told = state();
    told.set("r", chosen.join(","));
    history.replaceState(null, "", `#${told.toString().replaceAll("%2C", ",")}`);
  };
  // What speaks against a series in one chart with others. The first chosen region decides; of denominators, the first
  // that is told: where the first region tells none, two that tell different ones still do not stand together.
  const against = (line, others) => {
    const [first] = others;
    if (!first) return "";
    const base = others.find((other) => other.base)?.base;
    if (line.period[0] !== first.period[0]) return fazhi.say(`时间类型为${line.period[1]}，图中为${first.period[1]}`, `period type ${line.period[2]}, the chart's is ${first.period[2]}`);
    if (line.start !== first.start) return fazhi.say(`自${line.start}起累计，图中自${first.start}起`, `counts from ${line.start}, the chart from ${first.start}`);
    if (line.scope[0] !== first.scope[0]) return fazhi.say(`口径为${line.scope[1]}，图中为${first.scope[1]}`, `scope ${line.scope[2]}, the chart's is ${first.scope[2]}`);
    if (line.base && base && line.base !== base) return fazhi.say(`分母口径为“${line.base}”，图中为“${base}”`, `denominator ${line.base}, the chart's is ${base}`);
    return "";
  };
  const draw = async () => {
    const wanted = chosen.map((code) => directory.get(code));
    const files = await Promise.all(wanted.map((region) => fazhi.load(`i/${id}/${region.province}`)));
    const told = wanted.map((region, place) => ({ ...region, ...files[place][region.code] }));
    lines = [];
    const refused = [];
    for (const line of told) {
      const why = against(line, lines);
      if (why) refused.push(make("li", {}, `${line.name}：${why}`));
      else lines.push(line);
    }
    find("refused").replaceChildren(...refused);
    find("refused").hidden = !refused.length;
    fazhi.chart(find("chart"), lines, { kind: about.kind, unit: about.unit, label: about.name, width: 860, height: 380, breaks });
    find("chosen").replaceChildren(
      ...told.map((line) => {
        const place = lines.indexOf(line);
        const drop = make("button", { type: "button", class: "plain", "aria-label": `移除 Remove ${line.name}` }, "×");
        drop.addEventListener("click", () => choose(chosen.filter((code) => code !== line.code)));
        return make("li", { class: place < 0 ? "aside" : `c${place}` }, make("span", { class: "swatch" }), make("a", { href: `${root}regions/${line.code}.html` }, line.name), drop);
      }),
    );
  };
  // To begin with: some regions of one level, those with the longest series.
  const peers = () => {
    const all = [...directory.values()];
    const told = all.some((region) => region.count > 1) ? all.filter((region) => region.count > 1) : all;
    const levels = d3.rollup(told, (rows) => rows.length, (region) => region.level);
    const level = d3.greatest(levels, ([, count]) => count)?.[0];
    return told.filter((region) => region.level === level).slice(0, FIRST).map((region) => region.code);
  };
  const choose = (codes) => {
    chosen = codes.filter((code) => directory.has(code)).slice(-MOST);
    remember();
    return draw();
  };

  fazhi.held(`i/${id}`).then((told) => {
    directory = new Map(told.regions.map(([code, name, province, count, level, short]) => [code, { code, name, province, count, level, short }]));
    find("regions").replaceChildren(...told.regions.map(([code, name]) => make("option", { value: `${name} ${code}` })));
    const initial = peers();
    const named = (state().get("r") ?? "").split(",").filter((code) => directory.has(code));
    chosen = named.length ? named : initial;
    draw();
    find("reset").addEventListener("click", () => choose(initial));
  });
  addEventListener("hashchange", () => choose((state().get("r") ?? "").split(",")));
  const pick = find("pick");
  pick.addEventListener("change", () => {
    const text = pick.value.trim();
    const code = directory.has(text.split(" ").pop()) ? text.split(" ").pop() : [...directory.values()].find((region) => text && region.name.includes(text))?.code;
    pick.value = "";
    if (code && !chosen.includes(code)) choose([...chosen, code]);
  });
  document.addEventListener("fazhi-lang", () => {
    draw();
    rank();
  });

  find("csv").addEventListener("click", () => {
    const rows = lines.flatMap((line) => line.points.map((p) => [line.name, line.code, about.name, p.p, p.v, p.t, about.unit, p.g, p.b, p.s, new URL(root + p.a, location.href).href]));
    fazhi.download(`${id}.csv`, [["region", "region_code", "indicator", "period", "value", "printed", "unit", "grade", "break_before", "sentence", "page"], ...rows]);
  });
  find("cite").addEventListener("click", () => {
    const names = lines.map((line) => line.name).join("、");
    const years = lines.flatMap((line) => line.points.map((p) => Math.round(p.x)));
    const span = `${Math.min(...years)}–${Math.max(...years)}`;
    const page = `${location.href}`;
    const day = new Date().toISOString().slice(0, 10);
    fazhi.cite(fazhi.say(`${names}：${about.name}，${span}。法治政府建设数据（fazhi），${page}（读取于 ${day}）。`, `${names}: ${about.name}, ${span}. Rule-of-law government in figures (fazhi), ${page} (retrieved ${day}).`));
  });

  // The ranking as the page holds it, until another year or province is asked for.
  const year = find("year");
  const province = find("province");
  const served = { year: year.value, body: [...find("ranked").childNodes] };
  const LEVELS = { country: ["全国", "country"], province: ["省级", "provinces"], prefecture: ["地级", "prefectures"], county: ["县级", "counties"] };
  const ROWS = 300;
  const asked = async () => {
    const rows = await fazhi.load(`i/${id}/${year.value}`);
    return province.value ? rows.filter((row) => row.w === province.value) : rows;
  };
  const cell = (row) => (row.a ? make("a", { href: root + row.a }, row.t) : row.t);
  const rank = async () => {
    if (year.value === served.year && !province.value) return find("ranked").replaceChildren(...served.body);
    const rows = await asked();
    const parts = Object.entries(LEVELS).flatMap(([level, name]) => {
      const told = rows.filter((row) => row.l === level);
      if (!told.length) return [];
      const most = Math.max(...told.map((row) => row.v));
      const head = [["位次", "Rank"], ["地区", "Region"], [`数值（${about.unit}）`, `Value (${about.unit})`], ["", ""], ["等级", "Grade"], ["省内位次", "In province"]];
      const body = told.slice(0, ROWS).map((row) =>
        make("tr", {}, make("td", { class: "num" }, told.length > 1 ? String(province.value ? row.j : row.k) : "–"), make("th", { scope: "row" }, make("a", { href: `${root}regions/${row.c}.html` }, row.r)),
          make("td", { class: "num" }, cell(row), row.d ? make("small", { lang: "en" }, row.d) : null, row.p === `${year.value}年` ? null : make("small", {}, fazhi.say(row.p, row.q))), make("td", { class: "gauge", "aria-hidden": "true" }, row.v >= 0 && most > 0 ? make("progress", { value: row.v, max: most }) : null), make("td", {}, row.g), make("td", { class: "num" }, row.n > 1 ? `${row.j} / ${row.n}` : "–")));
      const table = make("table", { class: "ranking" }, make("thead", {}, make("tr", {}, ...head.map(([zh, en]) => (zh ? make("th", { scope: "col" }, fazhi.say(zh, en)) : make("td", { "aria-hidden": "true" }))))), make("tbody", {}, ...body));
      return [make("h3", {}, fazhi.say(...name), " ", make("small", {}, `${year.value} · ${told.length}`, told[0].s ? ` · ${fazhi.say(...told[0].s)}` : "")), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "排序 Ranking" }, table)];
    });
    find("ranked").replaceChildren(...(parts.length ? parts : [make("p", {}, fazhi.say("没有可比的数值。", "Nothing comparable is held."))]));
  };
  year.addEventListener("change", rank);
  province.addEventListener("change", rank);
  find("rank-csv").addEventListener("click", async () => {
    const rows = (await asked()).map((row) => [row.k, row.j, row.n, row.r, row.c, row.l, about.name, year.value, row.v, row.t, about.unit, row.g, row.p, new URL(root + row.a, location.href).href]);
    fazhi.download(`${id}-${year.value}.csv`, [["rank", "place_in_province", "peers", "region", "region_code", "level", "indicator", "year", "value", "printed", "unit", "grade", "period", "page"], ...rows]);
  });
})();
