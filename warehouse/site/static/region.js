// Small multiples of a region: one chart an indicator.
"use strict";
(() => {
  const region = document.querySelector("article[data-region]").dataset;
  const draw = (told) => {
    for (const place of document.querySelectorAll("[data-chart]")) {
      fazhi.chart(place, [{ name: region.name, points: told[place.dataset.chart] }], {
        kind: place.dataset.kind,
        unit: place.dataset.unit,
        label: `${region.name} ${place.dataset.label}`,
        width: 300,
        height: 110,
        small: true,
      });
    }
  };
  fazhi.held(`r/${region.region}`).then((told) => {
    draw(told);
    document.addEventListener("fazhi-lang", () => draw(told));
  });
})();
