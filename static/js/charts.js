/*
 * Draws the charts of a page. What to draw stands in the attribute data-chart of each picture
 * (pages/charts/panel.py): {option, narrow, narrowUpTo, tooltips, height}. It is no script block,
 * because htmx removes every script element from the fragments that it puts into a page.
 */
(() => {
  "use strict";

  const PAPER = { wide: 960, narrow: 560, margin: 32, scale: 2 };
  const tokens = getComputedStyle(document.documentElement);
  // ECharts writes the names of fonts into attributes as they are: double quotes would end those.
  const token = (name) => tokens.getPropertyValue(name).trim().replaceAll('"', "'");

  // --- what Python cannot say in JSON -----------------------------------------------------------

  const COLOURED = new Set(["color", "borderColor", "backgroundColor", "textBorderColor", "fontFamily"]);
  const withTokens = (value, key = "") => {
    if (Array.isArray(value)) return value.map((one) => withTokens(one, key));
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTokens(one, name)]));
    const named = COLOURED.has(key) && typeof value === "string" && value.match(/^var\((--[\w-]+)\)$/);
    return named ? token(named[1]) : value;
  };

  // Braces would be read as names of styles.
  const plain = (text) => text.replace(/[{}|]/g, " ");
  const withFunctions = (option, tooltips) => {
    const numbers = new Intl.NumberFormat("zh-CN");
    option.tooltip.formatter = (params) => {
      const { dataIndex } = Array.isArray(params) ? params[0] : params;
      return tooltips[dataIndex].map(plain).join("\n");
    };
    for (const axis of [option.xAxis, option.yAxis].flat())
      if (axis?.type === "value") axis.axisLabel.formatter = (number) => numbers.format(number).replace("-", "−");
    for (const series of option.series) {
      const label = ({ data }) => data?.text ?? "";
      if (series.label) series.label.formatter = label;
      for (const item of series.data) if (item?.label) item.label.formatter = label;
    }
    return option;
  };

  // --- the drawing ------------------------------------------------------------------------------

  const pictures = new WeakMap();

  const draw = (picture) => {
    if (pictures.has(picture) || !window.echarts) return;
    const wanted = JSON.parse(picture.dataset.chart);
    const drawing = picture.querySelector("[data-chart-drawing]");
    const chart = window.echarts.init(drawing, null, { renderer: "svg" });
    pictures.set(picture, { chart, wanted });
    let isNarrow = null;
    const fit = () => {
      const fitsNarrow = drawing.clientWidth <= wanted.narrowUpTo;
      if (isNarrow !== fitsNarrow) {
        isNarrow = fitsNarrow;
        // Not by the media queries of ECharts: what a narrow form has set would stay in a wide one.
        chart.setOption(withFunctions(withTokens(wanted.option), wanted.tooltips), true);
        if (isNarrow) chart.setOption(withTokens(wanted.narrow));
      }
      fitToPaper(drawing, chart);
    };
    fit();
    // A finger asks for the figures; the links stand in the table, too.
    if (matchMedia("(hover: hover)").matches)
      chart.on("click", ({ data }) => data?.url && window.location.assign(data.url));
    const watcher = new ResizeObserver(() => {
      if (matchMedia("print").matches) return;
      if (picture.isConnected) {
        chart.resize();
        return fit();
      }
      watcher.disconnect();
      chart.dispose();
    });
    watcher.observe(drawing);
    readByKeys(picture, chart, wanted.tooltips);
  };

  /** On paper the style sheet gives the drawing another width: it scales by its view box. */
  const fitToPaper = (drawing, chart) => {
    const svg = drawing.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    svg.setAttribute("aria-hidden", "true");
  };

  /** The arrows go through the rows: the drawing shows each, and it is read out. */
  const readByKeys = (picture, chart, tooltips) => {
    const live = picture.closest(".chart").querySelector("[data-chart-live]");
    const last = tooltips.length - 1;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    let at = -1;
    picture.tabIndex = 0;
    picture.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return chart.dispatchAction({ type: "hideTip" });
      if (!(event.key in steps)) return;
      event.preventDefault();
      at = Math.min(last, Math.max(0, at + steps[event.key]));
      chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
      live.textContent = tooltips[at].join("，");
    });
    picture.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
  };

  // --- the picture as a file --------------------------------------------------------------------

  const svgOfEcharts = ({ option, tooltips, height }, width) => {
    const chart = window.echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    chart.setOption(withFunctions(withTokens(option), tooltips));
    const svg = chart.renderToSVGString();
    chart.dispose();
    return { svg, width, height };
  };

  const PAINTED = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity",
    "font-size", "font-weight", "font-family", "text-anchor",
  ];

  /** A drawing of the server without its style sheet: what it said is written into each shape. */
  const svgOfTiles = (tiles) => {
    const copy = tiles.cloneNode(true);
    const shapes = "rect, text, path, circle, line";
    const copies = copy.querySelectorAll(shapes);
    tiles.querySelectorAll(shapes).forEach((shape, place) => {
      const style = getComputedStyle(shape);
      for (const name of PAINTED)
        copies[place].setAttribute(name, style.getPropertyValue(name));
    });
    const { width, height } = tiles.viewBox.baseVal;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    return { svg: new XMLSerializer().serializeToString(copy), width, height };
  };

  const imageOf = (svg) =>
    new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = reject;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    });

  /** Lines of `text` that fit into `width`; Chinese breaks anywhere. */
  const broken = (pen, text, width) => {
    const lines = [""];
    for (const sign of text) {
      const longer = lines[lines.length - 1] + sign;
      if (pen.measureText(longer).width > width) lines.push(sign);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };

  /** The drawing with its title, unit and stamp above, legend and source below. */
  const paintedSheet = async (section) => {
    const { chartTitle, chartAside, chartSource } = section.dataset;
    const tiles = section.querySelector("[data-chart-tiles]");
    const sheet = tiles ? PAPER.narrow : PAPER.wide;
    const inner = sheet - 2 * PAPER.margin;
    const known = pictures.get(section.querySelector("[data-chart]"));
    const { svg, width, height } = tiles ? svgOfTiles(tiles) : svgOfEcharts(known.wanted, inner);
    const image = await imageOf(svg);
    const legend = [...section.querySelectorAll(".legend li")].map((entry) => ({
      text: entry.textContent,
      colour: getComputedStyle(entry, "::before").backgroundColor,
    }));
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const font = (size, weight = 400) => `${weight} ${size}px ${token("--font")}`;
    pen.font = font(20, 600);
    const titles = broken(pen, chartTitle, inner);
    pen.font = font(13);
    const notes = chartSource ? broken(pen, `来源：${chartSource}`, inner) : [];
    const below = (legend.length ? 32 : 0) + 22 * notes.length + 12;
    const top = PAPER.margin + 28 * titles.length + (chartAside ? 24 : 0) + 12;
    canvas.width = sheet * PAPER.scale;
    canvas.height = (top + height + below + PAPER.margin) * PAPER.scale;
    pen.scale(PAPER.scale, PAPER.scale);
    pen.fillStyle = token("--sheet");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.textBaseline = "top";
    const write = (text, x, y, face, colour) => {
      pen.font = face;
      pen.fillStyle = token(colour);
      pen.fillText(text, x, y);
    };
    titles.forEach((line, n) => write(line, PAPER.margin, PAPER.margin + 28 * n, font(20, 600), "--ink"));
    write(chartAside, PAPER.margin, PAPER.margin + 28 * titles.length + 2, font(13), "--ink-2");
    pen.drawImage(image, PAPER.margin, top, width, height);
    let y = top + height + 12;
    let x = PAPER.margin;
    for (const { text, colour } of legend) {
      pen.fillStyle = colour;
      pen.fillRect(x, y + 2, 12, 12);
      write(text, x + 18, y, font(13), "--ink-2");
      x += pen.measureText(text).width + 42;
    }
    y += legend.length ? 32 : 0;
    notes.forEach((line, n) => write(line, PAPER.margin, y + 22 * n, font(13), "--ink-2"));
    return canvas;
  };

  const save = async (button) => {
    const section = button.closest(".chart");
    button.disabled = true;
    try {
      const canvas = await paintedSheet(section);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${section.dataset.chartTitle}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      console.error(error);
      window.portal?.showMessage("图片没有生成，请改用“导出 Excel”。", "bad");
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-chart-save]");
    if (button) save(button);
  });

  const prepare = (root) => {
    root.querySelectorAll("[data-chart]").forEach(draw);
    root.querySelectorAll("[data-chart-save]").forEach((button) => (button.hidden = false));
  };
  // ECharts may come after this file: both are deferred, and done before this event.
  document.addEventListener("DOMContentLoaded", () => window.portal.onPrepare(prepare));
})();
