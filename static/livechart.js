// The laboratory's chart: Plotly drawn in place, clicks in axis coordinates, and a player.
// ui/livechart.py sends the data; nothing but a click goes back to the server.

const version = new URL(import.meta.url).search; // of all scripts here, so that no browser mixes old and new
const [{ Bar, Clock, Frames }, { moveHeads }, { differInPlaces, drawLines }] = await Promise.all(
  ["player", "heads", "lines"].map((name) => import(`./${name}.js${version}`)),
);

const CLICK_RADIUS = 4; // pixels; a pointer that moved further has dragged
const NARROW = 560; // pixels
const LONGEST_NAME = 60; // characters of a file's name

let plotly; // the promise of the library: loaded once, by the first chart

function loadPlotly(address) {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(address, document.baseURI).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      plotly = undefined;
      reject(new Error("The chart library could not be loaded. Reload the page to try again."));
    };
    document.head.append(script);
  });
  return plotly;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".livechart");
  host.chart ??= new Chart(host);
  host.chart.show(data, setTriggerValue);
  return () => {
    // Streamlit also calls this for an update that a newer one has overtaken: the chart stays with its place.
    if (!host.isConnected) host.chart.dispose();
  };
}

class Chart {
  constructor(host) {
    this.host = host;
    this.plot = host.querySelector(".livechart-plot");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.plot.addEventListener("pointerdown", (event) => this.press(event), { signal, capture: true });
    document.addEventListener("pointerup", (event) => this.release(event), { signal, capture: true });
    document.addEventListener("pointercancel", () => (this.pressed = null), { signal, capture: true });
    this.size = new ResizeObserver(() => requestAnimationFrame(() => this.resize()));
    this.size.observe(this.plot);
    this.visible = true;
    const near = { scrollMargin: "200px" };
    this.view = new IntersectionObserver((entries) => this.see(entries.at(-1).isIntersecting), near);
    this.view.observe(host);
  }

  async show(data, send) {
    this.data = data;
    this.send = send;
    this.plot.style.height = `${data.height}px`;
    this.plot.setAttribute("aria-label", data.alt);
    this.plot.classList.toggle("livechart-clickable", data.clickable);
    if (!this.drawn) this.servePlayer(); // before the library comes: what stands below keeps its place
    try {
      this.plotly = await loadPlotly(data.plotly);
    } catch (error) {
      this.plot.textContent = error.message;
      return;
    }
    if (this.leaving.signal.aborted || this.data !== data) return; // a later call draws
    if (this.visible || !this.drawn) this.draw();
  }

  // Out of view nothing is drawn; what has changed meanwhile is drawn when the chart comes near.
  see(visible) {
    this.visible = visible;
    if (!visible || !this.drawn) return;
    this.draw();
    if (this.frames) this.schedule();
  }

  // Draw what has changed; an unrelated rerun of the page leaves zoom and animation alone.
  draw() {
    const look = readLook(this.plot);
    const { traces, layout } = this.data.figure;
    const before = this.drawn;
    this.drawn = { traces, player: this.data.player, frame: JSON.stringify([layout, look]) };
    if (before && isEqual(before, this.drawn)) return;
    const data = traces.map((trace) => JSON.parse(trace));
    this.servePlayer();
    this.frames?.traces.forEach((trace, index) => Object.assign(data[trace], this.frames.heads(this.frame)[index]));
    if (before?.frame === this.drawn.frame && this.drawPlaces(before.traces, traces, data)) return;
    this.react(data, dress(JSON.parse(layout), look));
  }

  // Draw the traces that have changed, if their places alone have; return whether this was enough.
  drawPlaces(before, traces, data) {
    if (before.length !== traces.length) return false;
    const heads = this.frames?.traces ?? [];
    const changed = Object.keys(traces).filter((index) => traces[index] !== before[index]);
    if (!changed.every((index) => differInPlaces(JSON.parse(before[index]), JSON.parse(traces[index])))) return false;
    const moved = [...new Set([...changed.map(Number), ...heads])];
    return drawLines(this.plot, Object.fromEntries(moved.map((index) => [index, data[index]])));
  }

  // Draw everything.
  react(data, layout) {
    this.plotly.react(this.plot, data, layout, this.settings(layout));
    this.plot.removeAllListeners("plotly_relayout");
    this.plot.on("plotly_relayout", () => {
      this.letSwipesThrough();
      if (this.frames) this.move(); // Plotly places arrowheads anew, but does not turn them
    });
    this.letSwipesThrough();
  }

  // Take the player of a new figure; its heads keep their step.
  servePlayer() {
    if (!this.data.player) return;
    const player = JSON.parse(this.data.player);
    if (!this.clock) {
      this.clock = Clock.join(this.data.group);
      this.clock.addEventListener("step", () => this.schedule(), { signal: this.leaving.signal });
      if (player.controls) this.bar = new Bar(this.host, this.clock);
    }
    this.frames = new Frames(player);
    this.frame = this.frames.at(this.clock.step);
    this.bar?.serve(this.frames, player.readout);
    this.bar?.show(this.frame);
  }

  // Show the clock's step with the browser's next picture.
  schedule() {
    if (!this.visible) return;
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      const frame = this.frames.at(this.clock.step);
      if (frame === this.frame) return;
      this.frame = frame;
      this.move();
      this.bar?.show(frame);
    });
  }

  // Put the heads where they are in the present frame.
  move() {
    moveHeads(this.plotly, this.plot, this.frames.traces, this.frames.heads(this.frame));
  }

  // Plotly's settings; a second object, even an equal one, would make it start anew and lose the zoom.
  settings(layout) {
    const turns = ["orbitRotation", "pan3d", "resetCameraDefault3d"];
    const zooms = ["zoom2d", "pan2d", "resetScale2d"];
    const download = (format, title, icon) => ({ name: format, title, icon, click: () => this.download(format) });
    const downloads = [
      download("png", "Download as a picture (PNG)", this.plotly.Icons.camera),
      download("svg", "Download as a drawing (SVG)", this.plotly.Icons.disk),
    ];
    this.config ??= {
      displaylogo: false,
      scrollZoom: false,
      doubleClick: this.data.clickable ? false : "reset", // two clicks place two starts
      modeBarButtons: ["scene" in layout ? turns : zooms, downloads],
    };
    return this.config;
  }

  // The picture as it stands, in a file named after what it shows.
  download(format) {
    const { data, layout, clientWidth: width, clientHeight: height } = this.plot;
    const picture = { data, layout: { ...layout, paper_bgcolor: readLook(this.plot).background } };
    const filename = this.data.alt.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST_NAME);
    this.plotly.downloadImage(picture, { format, scale: format === "png" ? 2 : 1, width, height, filename });
  }

  // A 3-D picture swallows every touch, unless it does not feel them.
  letSwipesThrough() {
    this.plot.classList.toggle("livechart-still", this.plot._fullLayout.scene?.dragmode === false);
  }

  resize() {
    if (!this.plot._fullLayout || !this.plot.clientWidth) return;
    this.draw(); // the width may have become narrow, or wide
    if (this.plot._fullLayout.width !== this.plot.clientWidth) this.plotly.Plots.resize(this.plot);
  }

  press(event) {
    const area = event.isPrimary && event.button === 0 && event.target.closest(".nsewdrag");
    this.pressed = area && { x: event.clientX, y: event.clientY, subplot: area.dataset.subplot };
  }

  // Plotly's own click snaps to data; the pixel is what the visitor pointed at.
  release(event) {
    const pressed = this.pressed;
    this.pressed = null;
    if (!pressed || !this.data.clickable) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > CLICK_RADIUS) return;
    const [, x, y] = pressed.subplot.match(/^x(\d*)y(\d*)$/);
    const { [`xaxis${x}`]: across, [`yaxis${y}`]: up } = this.plot._fullLayout;
    const box = this.plot.getBoundingClientRect();
    this.send("click", {
      x: across.p2d(event.clientX - box.left - across._offset),
      y: up.p2d(event.clientY - box.top - up._offset),
    });
  }

  dispose() {
    this.leaving.abort();
    this.size.disconnect();
    this.view.disconnect();
    cancelAnimationFrame(this.waiting);
    this.bar?.dispose();
    this.clock?.leave();
    if (this.plot._fullLayout) this.plotly.purge(this.plot);
  }
}

function isEqual(one, other) {
  const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);
  return one.frame === other.frame && one.player === other.player && same(one.traces, other.traces);
}

// Colours and fonts of the page around the chart, and what the screen is like.
function readLook(element) {
  const style = getComputedStyle(element);
  const css = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    text: css("text-color"),
    muted: css("gray-text-color"),
    background: css("background-color"),
    raised: css("secondary-background-color"),
    border: css("border-color"),
    primary: css("primary-color"),
    font: css("font"),
    narrow: element.clientWidth < NARROW,
    touch: matchMedia("(pointer: coarse)").matches,
  };
}

// Give a layout the look of the page, wherever the figure has no wish of its own; return it.
function dress(layout, look) {
  const clear = "rgba(0,0,0,0)";
  const axis = { gridcolor: look.border, zerolinecolor: look.border, linecolor: look.border };
  const wall = { ...axis, backgroundcolor: clear };
  layout.template = {
    layout: {
      paper_bgcolor: clear,
      plot_bgcolor: clear,
      font: { color: look.text, family: look.font, size: 13 },
      modebar: { bgcolor: clear, color: look.muted, activecolor: look.primary },
      hoverlabel: { bgcolor: look.raised, bordercolor: look.border, font: { color: look.text } },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: wall, yaxis: wall, zaxis: wall },
    },
  };
  layout.uirevision ??= "stay";
  if (look.touch) {
    layout.dragmode = false; // a swipe scrolls the page; the buttons zoom and turn
    for (const name of Object.keys(layout)) if (name.startsWith("scene")) layout[name].dragmode = false;
  }
  if (look.narrow) {
    const below = { orientation: "h", x: 0, xanchor: "left", yref: "container", y: 0, yanchor: "bottom" };
    layout.legend = { ...layout.legend, ...below };
  }
  return layout;
}
