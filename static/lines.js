// Draws lines and marks of a chart in the plane at new places without drawing the rest again.
//
// Plotly.react computes and draws everything anew, contours, colour bars and legends too: 60 ms for the map of a
// descent, of which its paths take five. This leans on Plotly's insides; wherever they are not as expected, or more
// than places has changed, nothing is touched and Plotly.react does it.

const { unpack } = await import(`./unpack.js${new URL(import.meta.url).search}`);

const PLACES = ["x", "y", "customdata"]; // what may change: coordinates, and what the hover label says of them

// Whether two traces, as Plotly takes them, differ in their places alone.
export function differInPlaces(one, other) {
  const rest = (trace) => JSON.stringify(trace, (name, value) => (PLACES.includes(name) ? undefined : value));
  return rest(one) === rest(other);
}

// `traces` has, by its index, every trace whose places are new. Returns whether they have been drawn.
export function drawLines(plot, traces) {
  const indices = Object.keys(traces).map(Number);
  if (!indices.every((index) => isDrawable(plot, plot._fullData[index], traces[index]))) return false;
  const layers = new Set();
  for (const index of indices) {
    const full = plot._fullData[index];
    const places = Object.fromEntries(PLACES.map((name) => [name, unpacked(traces[index][name])]));
    Object.assign(plot.data[index], places);
    Object.assign(full, places, { _length: places.x.length });
    if (full.visible !== true) continue; // switched off in the legend
    const points = full._module.calc(plot, full);
    points[0].trace = full;
    points[0].t ??= {};
    plot.calcdata[index] = points;
    layers.add(layerOf(plot, index));
  }
  for (const layer of layers) {
    const points = [...layer.children].map((line) => plot.calcdata[line.__data__[0].trace.index]);
    const { trace } = points[0][0];
    const subplot = plot._fullLayout._plots[trace.xaxis + trace.yaxis];
    trace._module.plot(plot, subplot, points, subplot.plot.selectAll(() => [layer]));
  }
  if (layers.size) plot._fullData[indices[0]]._module.style(plot);
  plot.emit("plotly_afterplot");
  return true;
}

// An axis that follows its data would have to be drawn as well.
function isDrawable(plot, full, trace) {
  if (full?.type !== "scatter" || full.stackgroup || !full._module?.calc) return false;
  const { [full.xaxis + full.yaxis]: subplot } = plot._fullLayout._plots;
  if (!subplot || subplot.xaxis.autorange || subplot.yaxis.autorange) return false;
  const [x, y] = [unpacked(trace.x), unpacked(trace.y)];
  if (!x?.length || x.length !== y?.length) return false;
  return full.visible !== true || Boolean(layerOf(plot, full.index));
}

function layerOf(plot, index) {
  const lines = [...plot.querySelectorAll(".trace.scatter")];
  return lines.find((line) => line.__data__?.[0]?.trace.index === index)?.parentNode;
}

// Numbers arrive as Plotly packs them; a table of numbers as one array a row.
function unpacked(values) {
  if (!values?.bdata) return values;
  const numbers = unpack(values);
  if (!values.shape) return numbers;
  const width = Number(String(values.shape).split(",")[1]);
  return Array.from({ length: numbers.length / width }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}
