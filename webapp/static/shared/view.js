// What part of a diagram is seen, and how its elements are marked; for viewer and editor alike.

const MARGIN = 24;
const SMALLEST_READABLE = 0.3;

// `left` keeps room for what lies over the canvas there, in pixels.
export function fit(viewer, left = 0) {
  const canvas = viewer.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const whole = { width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN };
  const scale = Math.min((outer.width - left) / whole.width, outer.height / whole.height, 1);
  // A wide diagram in a narrow window would be unreadable: show its beginning at a fair size.
  const zoom = scale < SMALLEST_READABLE ? 0.6 : scale;
  const [width, height] = [outer.width / zoom, outer.height / zoom];
  const centred = zoom === scale;
  canvas.viewbox({
    x: inner.x - left / zoom - (centred ? (width - left / zoom - inner.width) / 2 : MARGIN),
    y: inner.y - (height > whole.height ? (height - inner.height) / 2 : MARGIN),
    width,
    height,
  });
}

// Moves the view so that an element is in it; nothing moves when it already is.
export function reveal(viewer, id) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element) return;
  const canvas = viewer.get('canvas');
  canvas.setRootElement(canvas.findRoot(element));
  const view = canvas.viewbox();
  const box = element.waypoints ? boxAround(element.waypoints) : element;
  const seen = box.x >= view.x && box.y >= view.y
    && box.x + box.width <= view.x + view.width && box.y + box.height <= view.y + view.height;
  if (!seen) {
    canvas.viewbox({
      ...view,
      x: box.x + box.width / 2 - view.width / 2,
      y: box.y + box.height / 2 - view.height / 2,
    });
  }
}

function boxAround(points) {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

// Sets and removes markers so that exactly the wanted ones are on the canvas.
export function markerSet(viewer) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  let shown = new Set();
  return (wanted) => {
    const next = new Set(wanted.filter(([id]) => registry.get(id)).map(([id, css]) => `${id}\n${css}`));
    for (const pair of shown) if (!next.has(pair)) canvas.removeMarker(...pair.split('\n'));
    for (const pair of next) if (!shown.has(pair)) canvas.addMarker(...pair.split('\n'));
    shown = next;
  };
}
