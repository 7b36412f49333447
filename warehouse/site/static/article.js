// The figure that a link leads to: its mark in the text and its entry in the list are both shown.
"use strict";
(() => {
  const show = () => {
    document.querySelectorAll(".found").forEach((element) => element.classList.remove("found"));
    const found = /^#([of])-(\w+)$/.exec(location.hash);
    if (!found) return;
    const mark = document.getElementById(`o-${found[2]}`)?.closest("mark");
    const entry = document.getElementById(`f-${found[2]}`);
    mark?.classList.add("found");
    entry?.classList.add("found");
    const target = found[1] === "o" ? mark ?? entry : entry ?? mark;
    target?.scrollIntoView({ block: "center" });
    // the list beside the text scrolls by itself
    const list = entry?.closest(".reading .figures");
    if (list && found[1] === "o") list.scrollTop = entry.offsetTop - list.offsetTop - 40;
  };
  addEventListener("hashchange", show);
  if (document.readyState === "complete") show();
  else addEventListener("load", show);

  const source = document.querySelector("article.source").dataset;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.cite");
    if (!button) return;
    const entry = button.closest(".figure");
    const [name, facts] = [entry.querySelector("h3").innerText, entry.querySelector("p").innerText];
    const from = [source.from, source.published].filter(Boolean).join(", ");
    fazhi.cite(
      fazhi.say(
        `${name}：${facts}。《${source.source}》，${from.replace(", ", "，")}，${source.url}（读取于 ${source.retrieved}）。`,
        `${name}: ${facts}. “${source.source}”, ${from}, ${source.url} (retrieved ${source.retrieved}).`,
      ),
    );
  });
})();
