// Bars beside the table, from the figures that stand on the page. Without this file the table alone is shown.
const dark = matchMedia("(prefers-color-scheme: dark)");
const drawn = [];

// Names of bars stand on so many lines as they need: the bars of a phone leave them some fifteen letters.
function lines(text) {
  return text.split(" ").reduce((found, word) => {
    const last = found[found.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= 15) return [...found.slice(0, -1), `${last} ${word}`];
    return [...found, word];
  }, []);
}

function draw() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  while (drawn.length) drawn.pop().destroy();
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const { labels, series, across } = JSON.parse(canvas.dataset.chart);
    canvas.closest("figure").hidden = false;
    const axis = { ticks: { color: colour("--soft") }, grid: { color: colour("--line") }, border: { color: colour("--soft") } };
    const named = { ...axis, ticks: { ...axis.ticks, autoSkip: labels.length > 14, callback(value) { return lines(this.getLabelForValue(value)); } } };
    drawn.push(new Chart(canvas, {
      type: "bar",
      data: {
        labels,
        datasets: series.map(([label, data], place) => ({ label, data, backgroundColor: colour(`--bar-${place + 1}`) })),
      },
      options: { animation: false, indexAxis: across ? "y" : "x", maintainAspectRatio: false, scales: across ? { x: axis, y: canvas.parentElement.clientWidth < 480 ? named : axis } : { x: axis, y: axis } },
    }));
  }
}

dark.addEventListener("change", draw);
draw();
