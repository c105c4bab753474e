// The player: a clock that charts share, the frames of a figure, and the control bar.

const { unpack } = await import(`./unpack.js${new URL(import.meta.url).search}`);

const FRAMES_PER_SECOND = 20;
const LONGEST = 8; // seconds for a whole run at normal speed
const SLOWEST = 4; // frames a second at normal speed

// The step that a group of charts shows; Infinity stands for the end, wherever that is.
export class Clock extends EventTarget {
  static groups = new Map();
  step = Infinity;
  members = 0;

  static join(group) {
    const clock = (group && Clock.groups.get(group)) || new Clock();
    if (group) Clock.groups.set(group, clock);
    clock.group = group;
    clock.members += 1;
    return clock;
  }

  leave() {
    this.members -= 1;
    if (!this.members) Clock.groups.delete(this.group);
  }

  seek(step) {
    this.step = step;
    this.dispatchEvent(new Event("step"));
  }
}

// The frames of one figure: where its heads stand in each.
export class Frames {
  constructor({ steps, heads, arrays, unit }) {
    this.unit = unit;
    this.steps = unpack(steps);
    this.last = this.steps.length - 1;
    this.traces = Object.keys(heads).map(Number);
    const rows = arrays.map((packed) => ({ values: unpack(packed), width: packed.shape[1] }));
    this.places = Object.values(heads).map((coordinates) =>
      Object.fromEntries(Object.entries(coordinates).map(([name, index]) => [name, rows[index]])),
    );
  }

  // The last frame at or before a step.
  at(step) {
    let frame = this.last;
    while (frame > 0 && this.steps[frame] > step) frame -= 1;
    return frame;
  }

  step(frame) {
    return frame >= this.last ? Infinity : this.steps[Math.max(0, frame)];
  }

  // The coordinates of every head in a frame; those that never change are there once.
  heads(frame) {
    const cut = ({ values, width }) => {
      const row = values.length > width ? frame : 0;
      return values.subarray(row * width, (row + 1) * width);
    };
    return this.places.map((place) => Object.fromEntries(Object.entries(place).map(([name, row]) => [name, cut(row)])));
  }
}

// The controls of a player, and the numbers of the step it shows.
export class Bar {
  speed = 1;

  constructor(host, clock) {
    this.clock = clock;
    this.play = button("Play", ICONS.play, () => (this.timer ? this.stop() : this.start()));
    this.back = button("Step back", ICONS.back, () => this.move(-1));
    this.forward = button("Step forward", ICONS.forward, () => this.move(1));
    this.range = Object.assign(document.createElement("input"), { type: "range", min: 0, ariaLabel: "Step" });
    this.range.addEventListener("input", () => this.goto(this.range.valueAsNumber));
    this.label = document.createElement("output");
    this.select = Object.assign(document.createElement("select"), { ariaLabel: "Speed" });
    for (const speed of [0.25, 0.5, 1, 2, 4]) this.select.add(new Option(`${speed}×`, speed));
    this.select.value = "1";
    this.select.addEventListener("change", () => (this.speed = Number(this.select.value)));
    this.element = document.createElement("div");
    this.element.className = "livechart-bar";
    this.element.role = "group";
    this.element.ariaLabel = "Player";
    this.element.append(this.play, this.back, this.forward, this.range, this.label, this.select);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.table = document.createElement("table");
    this.readout = document.createElement("div");
    this.readout.className = "livechart-readout";
    this.readout.role = "group"; // no landmark: a page may have several
    this.readout.ariaLabel = "The numbers of this step";
    this.readout.tabIndex = 0; // it scrolls sideways on a narrow screen
    this.readout.append(this.table);
    host.append(this.element, this.readout);
  }

  // Serve a new figure; a player in motion stays in motion.
  serve(frames, readout) {
    this.frames = frames;
    this.range.max = frames.last;
    this.table.replaceChildren();
    this.cells = [];
    this.readout.hidden = !readout;
    if (!readout) return;
    const head = this.table.createTHead().insertRow();
    for (const name of [readout.heading, ...Object.keys(readout.columns)]) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const columns = Object.values(readout.columns).map(unpack);
    const body = this.table.createTBody();
    readout.labels.forEach((label, index) => {
      const row = body.insertRow();
      const title = document.createElement("th");
      title.scope = "row";
      title.textContent = label;
      title.style.setProperty("--color", readout.colors[index]);
      row.append(title);
      for (const values of columns) {
        const offset = index * (frames.last + 1);
        this.cells.push({ cell: row.insertCell(), values: values.slice(offset, offset + frames.last + 1) });
      }
    });
  }

  show(frame) {
    this.frame = frame;
    this.range.value = frame;
    this.label.textContent = `${this.frames.unit} ${this.frames.steps[frame]} of ${this.frames.steps[this.frames.last]}`;
    this.range.ariaValueText = this.label.textContent;
    for (const { cell, values } of this.cells) {
      cell.textContent = typeof values[frame] === "string" ? values[frame] : digits(values[frame]);
    }
  }

  goto(frame) {
    this.clock.seek(this.frames.step(frame));
  }

  move(by) {
    this.stop();
    this.goto(this.frames.at(this.clock.step) + by); // the picture may lag behind fast keys
  }

  start() {
    if (this.frame >= this.frames.last) this.goto(0);
    let frame = this.frame >= this.frames.last ? 0 : this.frame;
    let before = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      const pace = Math.max(SLOWEST, this.frames.last / LONGEST) * this.speed;
      frame = Math.min(frame + ((now - before) / 1000) * pace, this.frames.last);
      before = now;
      if (Math.floor(frame) !== this.frame) this.goto(Math.floor(frame));
      if (frame >= this.frames.last) this.stop();
    }, 1000 / FRAMES_PER_SECOND);
    this.name("Pause", ICONS.pause);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.name("Play", ICONS.play);
  }

  name(label, icon) {
    this.play.ariaLabel = this.play.title = label;
    this.play.firstChild.firstChild.setAttribute("d", icon);
  }

  key(event) {
    if (event.target instanceof HTMLSelectElement) return;
    const moves = { ArrowLeft: -1, ArrowRight: 1 };
    if (event.key === " " && event.target === this.range) this.play.click();
    else if (event.key in moves) this.move(moves[event.key]);
    else return;
    event.preventDefault();
  }

  dispose() {
    this.stop();
    this.element.remove();
    this.readout.remove();
  }
}

const ICONS = {
  play: "M6 4l14 8-14 8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  back: "M17 4v16L7 12zM5 4h2v16H5z",
  forward: "M7 4v16l10-8zM17 4h2v16h-2z",
};

function button(label, icon, act) {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.append(document.createElementNS(namespace, "path"));
  picture.firstChild.setAttribute("d", icon);
  const element = Object.assign(document.createElement("button"), { type: "button", ariaLabel: label, title: label });
  element.append(picture);
  element.addEventListener("click", act);
  return element;
}

// Five digits, as many as a reader can use.
function digits(value) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-3 || size >= 1e5 ? value.toExponential(3) : value.toPrecision(5);
  return text.replaceAll("-", "−");
}
