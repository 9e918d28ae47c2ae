// The published diagram beside the draft, with what was added, changed, removed and moved.
import { openViewer } from '../shared/canvas.js';
import { button, make } from '../shared/dom.js';
import { markerSet, reveal } from '../shared/view.js';
import { differences } from './differences.js';

const KINDS = ['added', 'changed', 'removed', 'moved'];

export async function openComparison({ editor, oldXml, place, heading, text }) {
  const canvas = make('div', { class: 'modeler-published dg-canvas', role: 'group', 'aria-label': heading });
  const title = make('p', { class: 'modeler-published-title' }, heading);
  const counted = make('p', { role: 'status' });
  const list = make('div');
  const section = make(
    'section', { class: 'modeler-comparison', 'aria-label': text('comparison') },
    make('h2', { class: 'h6' }, text('comparison')), counted, list,
  );
  const beside = make('div', { class: 'modeler-beside' }, title, canvas);
  place.stage.append(beside);
  place.lists.append(section);
  const old = await openViewer(canvas, oldXml);
  const markOld = markerSet(old);
  const markNew = markerSet(editor);
  const stopFollowing = follow(editor, old);

  async function refresh() {
    const { xml } = await editor.saveXML();
    show(await differences(oldXml, xml));
  }

  function show(found) {
    const marks = (kinds) => kinds.flatMap((kind) => found[kind].map(({ id }) => [id, `diff-${kind}`]));
    markNew(marks(['added', 'changed', 'moved']));
    markOld(marks(['removed', 'changed', 'moved']));
    const total = KINDS.reduce((sum, kind) => sum + found[kind].length, 0);
    counted.textContent = total ? text('differences', { count: total }) : text('no_differences');
    list.replaceChildren(...KINDS.filter((kind) => found[kind].length).map((kind) => group(kind, found[kind])));
  }

  const group = (kind, items) => make(
    'div', {},
    make('h3', { class: `modeler-kind diff-${kind}` }, text(kind)),
    make('ul', {}, ...items.map((item) => make('li', {}, entry(kind, item)))),
  );

  function entry(kind, { id, name, details }) {
    const words = details.map(({ what, before, after }) => (
      text('difference', { what, before: before || '–', after: after || '–' })
    ));
    const item = button(name, () => goTo(kind, id), { class: 'modeler-problem' });
    if (words.length) item.append(make('span', { class: 'modeler-remedy' }, ` ${words.join('; ')}`));
    return item;
  }

  function goTo(kind, id) {
    if (kind === 'removed') return reveal(old, id);
    reveal(editor, id);
    const target = editor.get('elementRegistry').get(id);
    return target && editor.get('selection').select(target);
  }

  try {
    await refresh();
  } catch (error) {
    close();
    throw error;
  }

  function close() {
    stopFollowing();
    markNew([]);
    old.destroy();
    beside.remove();
    section.remove();
  }

  return { refresh, close };
}

// Both diagrams show the same part; each follows the other.
function follow(editor, old) {
  let leading = false;
  const copy = (from, to) => () => {
    if (leading) return;
    leading = true;
    const { x, y, scale } = from.get('canvas').viewbox();
    const { outer } = to.get('canvas').viewbox();
    to.get('canvas').viewbox({ x, y, width: outer.width / scale, height: outer.height / scale });
    leading = false;
  };
  const [toOld, toNew] = [copy(editor, old), copy(old, editor)];
  toOld();
  editor.on('canvas.viewbox.changed', toOld);
  old.on('canvas.viewbox.changed', toNew);
  return () => editor.off('canvas.viewbox.changed', toOld);
}
