// Shows a state of the history on the diagram.
import { openViewer } from '../shared/canvas.js';
import { make } from '../shared/dom.js';
import { markerSet, reveal } from '../shared/view.js';

export async function openPicture(container, xml, text) {
  const viewer = await openViewer(container, xml);
  const mark = markerSet(viewer);
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  let badges = [];

  const badge = (id, count) => {
    const label = count === 1 ? text('token') : text('tokens', { count });
    const html = make('div', { class: 'replay-token', title: label }, count === 1 ? '' : String(count));
    badges.push(overlays.add(id, 'token', { position: { top: -11, left: -11 }, html }));
  };

  return {
    show(state, event) {
      mark([
        ...[...state.done].filter((id) => !state.tokens.has(id)).map((id) => [id, 'is-done']),
        ...[...state.tokens.keys()].map((id) => [id, 'is-current']),
        ...[...state.flows.keys()].map((id) => [id, 'is-taken']),
        ...[...state.problems].map((id) => [id, 'is-problem']),
        ...(event ? [[event.flow ?? event.element, 'is-event']] : []),
      ]);
      badges.forEach((id) => overlays.remove(id));
      badges = [];
      for (const [id, tokens] of state.tokens) if (registry.get(id)) badge(id, tokens.length);
      if (event) reveal(viewer, event.element || event.flow);
    },
  };
}
