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
  if (full.mode.includes("text")) return false; // that Plotly places beside the marks
  const points = plot.calcdata[full.index];
  const layers = [...plot.querySelectorAll(".trace.scatter")];
  const layer = layers.find((candidate) => candidate.__data__?.[0]?.trace.index === full.index);
  if (!layer || points.length !== x.length) return false;

  const across = plot._fullLayout[full.xaxis.replace("x", "xaxis")];
  const up = plot._fullLayout[full.yaxis.replace("y", "yaxis")];
  const place = (x, y) => [across.c2p(x), up.c2p(y)];
  const places = Array.from(x, (value, index) => place(value, y[index]));

  const marks = layer.querySelectorAll("path.point");
  const [line, ...more] = layer.querySelectorAll("path.js-line"); // one for every piece between gaps
  if (full.mode.includes("markers") && !(marks.length === places.length && places.every(isPlace))) return false;
  if (full.mode.includes("lines") && !line) return false;
  if (full.marker?.angleref === "previous") marks.forEach((mark, index) => rememberAngle(mark, index, points, place));
  points.forEach((point, index) => {
    const there = isPlace(places[index]);
    Object.assign(point, { x: there ? x[index] : undefined, y: there ? y[index] : undefined }); // for zooming later
  });
  marks.forEach((mark, index) => {
    const turn = index && mark.labAngle !== undefined ? ` rotate(${angle(places, index) - mark.labAngle})` : "";
    mark.setAttribute("transform", `translate(${places[index]})${turn}`);
  });
  line?.setAttribute("d", outline(places));
  for (const piece of more) piece.setAttribute("d", "");
  return true;
}

const isPlace = (place) => place.every(Number.isFinite);

// Plotly draws an arrowhead turned as its line lay then: note that angle, for turning the head from there.
function rememberAngle(mark, index, points, place) {
  const shape = mark.getAttribute("d");
  if (!index || mark.labShape === shape) return;
  mark.labShape = shape;
  mark.labAngle = angle([index - 1, index].map((at) => place(points[at].x, points[at].y)), 1);
}

// The direction in degrees in which the line arrives at a place.
function angle(places, index) {
  const [[x0, y0], [x1, y1]] = places.slice(index - 1, index + 1);
  return (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
}

// The path of a line; a place that is none leaves a gap.
function outline(places) {
  let pen = "M";
  return places.reduce((path, place) => {
    const next = isPlace(place) ? `${path}${pen}${place}` : path;
    pen = isPlace(place) ? "L" : "M";
    return next;
  }, "");
}
