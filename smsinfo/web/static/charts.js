// Bars beside the table, from the figures that stand on the page. Without this file the table alone is shown.
const dark = matchMedia("(prefers-color-scheme: dark)");
const drawn = [];

function draw() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  while (drawn.length) drawn.pop().destroy();
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const { labels, series, across } = JSON.parse(canvas.dataset.chart);
    canvas.closest("figure").hidden = false;
    const axis = { ticks: { color: colour("--soft") }, grid: { color: colour("--line") }, border: { color: colour("--soft") } };
    drawn.push(new Chart(canvas, {
      type: "bar",
      data: {
        labels,
        datasets: series.map(([label, data], place) => ({ label, data, backgroundColor: colour(`--bar-${place + 1}`) })),
      },
      options: { animation: false, indexAxis: across ? "y" : "x", maintainAspectRatio: false, scales: { x: axis, y: axis } },
    }));
  }
}

dark.addEventListener("change", draw);
draw();
