// Moves the heads of a chart without drawing the rest again.
//
// Plotly.restyle computes every trace anew, contours and surfaces too: 25 to 50 ms a chart. Moving the few marks
// themselves takes less than one. This leans on Plotly's insides; wherever they are not as expected, restyle does it.

// `heads` has the coordinates (x, y and perhaps z, as arrays) of every trace in `traces`.
export function moveHeads(plotly, plot, traces, heads) {
  traces.forEach((trace, index) => {
    Object.assign(plot.data[trace], heads[index]);
    Object.assign(plot._fullData[trace], heads[index]);
  });
  if (traces.every((trace, index) => move(plot, trace, heads[index]))) return;
  const update = {};
  for (const name of ["x", "y", "z"]) update[name] = heads.map((head) => head[name]);
  plotly.restyle(plot, update, traces);
}

function move(plot, trace, head) {
  const full = plot._fullData[trace];
  if (full.visible !== true) return true; // switched off in the legend
  if (full.type === "scatter3d") return moveInSpace(plot, full);
  return full.type === "scatter" && moveInPlane(plot, full, head);
}

function moveInSpace(plot, full) {
  const handler = plot._fullLayout[full.scene]?._scene?.traces?.[full.uid];
  handler?.update(full);
  return Boolean(handler);
}

function moveInPlane(plot, full, { x, y }) {
  const points = plot.calcdata[full.index];
  const layers = [...plot.querySelectorAll(".scatterlayer .trace")];
  const layer = layers.find((candidate) => candidate.__data__?.[0]?.trace.index === full.index);
  if (!layer || points.length !== x.length) return false;

  const across = plot._fullLayout[full.xaxis.replace("x", "xaxis")];
  const up = plot._fullLayout[full.yaxis.replace("y", "yaxis")];
  const places = Array.from(x, (value, index) => [across.c2p(value), up.c2p(y[index])]);
  if (!places.flat().every(Number.isFinite)) return false;

  const marks = layer.querySelectorAll("path.point");
  const line = layer.querySelector("path.js-line");
  if (full.mode.includes("markers") && marks.length !== places.length) return false;
  if (full.mode.includes("lines") && !line) return false;
  points.forEach((point, index) => Object.assign(point, { x: x[index], y: y[index] })); // for zooming later
  marks.forEach((mark, index) => mark.setAttribute("transform", `translate(${places[index]})`));
  line?.setAttribute("d", `M${places.join("L")}`);
  return true;
}
