// Draws series with d3. Every point is a link to its sentence; what may not be joined is not joined.
//   fazhi.chart(place, [{name, points}], {kind, unit, label, height, small, breaks})
// A point: x (year, at the end of its period), v value, t as printed, p/q its period, g grade, a link, s sentence,
// h hollow (cumulative or part of a year), b the break before it, u beside the line (unjoined).
"use strict";
(() => {
  const root = document.documentElement.dataset.root;
  const tip = fazhi.make("div", { class: "tip", hidden: "" });
  document.body.append(tip);
  const NEXT = 1.6; // years: points farther apart have a year between them that nothing is told of
  const R = { small: 3, large: 4.5 };

  const amount = (value) => {
    if (fazhi.english()) return Math.abs(value) < 1e4 ? d3.format(",~f")(value) : d3.format(".3~s")(value);
    if (Math.abs(value) >= 1e8) return `${d3.format(",~r")(value / 1e8)}亿`;
    if (Math.abs(value) >= 1e4) return `${d3.format(",~r")(value / 1e4)}万`;
    return d3.format(",~r")(value);
  };
  const period = (point) => fazhi.say(point.p, point.q ?? point.p);
  const short = (line) => (line.short ?? line.name).slice(0, 9);

  const scales = (lines, box, options) => {
    const points = lines.flatMap((line) => line.points);
    const xs = points.map((point) => point.x);
    const [first, last] = [Math.floor(d3.min(xs)), Math.ceil(d3.max(xs))];
    const x = d3.scaleLinear([first === last ? first - 1 : first, first === last ? last + 1 : last], [box.left + 12, box.width - box.right]);
    let [low, high] = d3.extent(points, (point) => point.v);
    if (options.kind === "rate" || options.kind === "score" || options.kind === "rank") {
      const room = (high - low || Math.abs(high) || 1) * 0.15;
      [low, high] = [Math.min(low - room, low), high <= 100 && options.unit === "%" ? Math.min(100, high + room) : high + room];
      if (low < 0 && d3.min(points, (point) => point.v) >= 0) low = 0;
      if (high === low) low -= 1;
    } else {
      [low, high] = [Math.min(0, low), Math.max(high, 0) || 1]; // amounts from zero
    }
    const y = d3.scaleLinear([low, high], [box.height - box.bottom, box.top]).nice(options.small ? 2 : 5);
    return { x, y };
  };

  const axes = (svg, { x, y }, box, options) => {
    const [first, last] = x.domain();
    const room = Math.max(2, Math.floor((box.width - box.left - box.right) / 44));
    const step = Math.max(1, Math.ceil((last - first) / room));
    const years = options.small ? [first, last] : d3.range(first, last + 1).filter((year) => (last - year) % step === 0);
    svg.append("g").attr("class", "axis").attr("aria-hidden", "true").attr("transform", `translate(0,${box.height - box.bottom})`)
      .call(d3.axisBottom(x).tickPadding(options.small ? 7 : 4).tickValues(years).tickFormat(d3.format("d")).tickSizeOuter(0).tickSize(options.small ? 0 : 5));
    svg.append("g").attr("class", "axis grid").attr("aria-hidden", "true").attr("transform", `translate(${box.left},0)`)
      .call(d3.axisLeft(y).ticks(options.small ? 2 : 5).tickFormat(amount).tickSize(-(box.width - box.left - box.right)));
    svg.selectAll(".axis text").attr("font-size", null).attr("font-family", null);
  };

  const drawBreaks = (svg, lines, { x }, box, options) => {
    const places = new Map();
    for (const line of lines) {
      line.points.forEach((point, at) => {
        const before = line.points[at - 1];
        if (!point.b || !before) return;
        const named = (options.breaks ?? []).find((one) => point.b.split(", ").includes(one.name));
        const where = named ? Number(named.date.slice(0, 4)) - 0.5 : (point.x + before.x) / 2;
        places.set(Math.round(where * 10), { where, date: named?.date ?? "" });
      });
    }
    for (const { where, date } of places.values()) {
      const mark = svg.append("g").attr("class", "break").attr("transform", `translate(${x(where)},0)`);
      mark.append("line").attr("y1", box.top).attr("y2", box.height - box.bottom);
      if (!options.small) mark.append("text").attr("x", 4).attr("y", box.top + 10).text(`${fazhi.say("口径断点", "break")} ${date}`);
    }
  };

  const show = (event, line, point, options) => {
    tip.replaceChildren(
      fazhi.make("b", {}, `${point.t} ${options.unit}`),
      fazhi.make("span", {}, `${line.name} · ${period(point)} · ${fazhi.say("等级", "grade")} ${point.g}`),
      fazhi.make("q", {}, point.s ?? ""),
    );
    tip.hidden = false;
    const at = event.currentTarget.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${at.top > size.height + 12 ? at.top - size.height - 4 : at.bottom + 4}px`;
  };
  const hide = () => (tip.hidden = true);
  addEventListener("scroll", hide, { passive: true });

  const drawLine = (svg, line, place, { x, y }, options) => {
    const group = svg.append("g").attr("class", `series c${place}`);
    const joined = line.points.filter((point) => !point.u);
    d3.pairs(joined).forEach(([from, to]) => {
      if (to.b || to.x - from.x > NEXT) return;
      group.append("line").attr("class", from.g === "C" || to.g === "C" ? "join dotted" : "join")
        .attr("x1", x(from.x)).attr("y1", y(from.v)).attr("x2", x(to.x)).attr("y2", y(to.v));
    });
    line.points.forEach((point, at) => {
      const link = group.append("a")
        .attr("href", point.a ? root + point.a : null)
        .attr("aria-label", `${line.name} ${period(point)} ${point.t} ${options.unit} ${fazhi.say("等级", "grade")} ${point.g}`)
        .attr("tabindex", at === line.points.length - 1 ? 0 : -1)
        .attr("data-value", point.v)
        .on("mouseenter focus", (event) => show(event, line, point, options))
        .on("mouseleave blur", hide);
      if (!point.a) link.attr("role", "img");
      link.append("circle").attr("class", "reach").attr("cx", x(point.x)).attr("cy", y(point.v)).attr("r", options.small ? 8 : 12);
      link.append("circle").attr("class", point.h || point.u ? "dot hollow" : "dot").classed("dotted", point.g === "C")
        .attr("cx", x(point.x)).attr("cy", y(point.v)).attr("r", options.small ? R.small : R.large);
    });
  };

  // One tab stop a line; arrows go along it and between lines.
  const walk = (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const here = event.target.closest("a");
    if (!move || !here) return;
    event.preventDefault();
    const links = [...here.parentNode.querySelectorAll("a")];
    const at = links.indexOf(here);
    const groups = [...here.closest("svg").querySelectorAll("g.series")];
    const other = groups[groups.indexOf(here.parentNode) + move[1]]?.querySelectorAll("a");
    const next = move[1] ? other?.[Math.min(at, other.length - 1)] : links[at + move[0]];
    next?.focus();
  };

  const nameLines = (svg, lines, { x, y }, box) => {
    const labels = lines.map((line, place) => ({ line, place, last: line.points.at(-1) })).filter(({ last }) => last)
      .map((label) => ({ ...label, y: y(label.last.v) })).sort((a, b) => a.y - b.y);
    labels.forEach((label, at) => {
      if (at) label.y = Math.max(label.y, labels[at - 1].y + 15);
    });
    const over = labels.length ? Math.max(0, labels.at(-1).y - (box.height - box.bottom)) : 0;
    for (const { line, place, y: top } of labels) {
      svg.append("text").attr("class", `name c${place}`).attr("aria-hidden", "true").attr("x", box.width - box.right + 12).attr("y", top - over + 4).text(short(line));
    }
  };

  const draw = (place, lines, options) => {
    const told = lines.filter((line) => line.points?.length).map((line) => ({ ...line, points: [...line.points].sort((a, b) => a.x - b.x) }));
    place.replaceChildren();
    if (!told.length) return place.append(fazhi.make("p", { class: "key" }, fazhi.say("没有可画的点。", "No point to draw.")));
    const width = Math.max(220, place.clientWidth || options.width);
    const named = !options.small && told.length > 1;
    const box = { width, height: options.height, top: options.small ? 8 : 16, bottom: options.small ? 20 : 28, left: options.small ? 40 : 56, right: named ? (width < 500 ? 92 : 130) : 14 };
    const svg = d3.select(place).append("svg").attr("viewBox", `0 0 ${width} ${options.height}`).attr("width", width).attr("height", options.height)
      .attr("role", "group").attr("aria-label", `${options.label}（${options.unit}）`);
    const both = scales(told, box, options);
    axes(svg, both, box, options);
    drawBreaks(svg, told, both, box, options);
    // colours go by the place in the list that was given, so that the list can be a legend
    told.forEach((line) => drawLine(svg, line, lines.findIndex((one) => one.name === line.name), both, options));
    if (named) nameLines(svg, told, both, box);
    svg.on("keydown", walk);
  };

  const drawn = new Map();
  fazhi.chart = (place, lines, options) => {
    drawn.set(place, [lines, options]);
    draw(place, lines, options);
  };
  let timer;
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return; // a phone's address bar comes and goes
    width = innerWidth;
    clearTimeout(timer);
    timer = setTimeout(() => drawn.forEach(([lines, options], place) => draw(place, lines, options)), 150);
  });
})();
