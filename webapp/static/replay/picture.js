// Shows a state of the history on the diagrams of the procedure: on the one that the step is in.
import { openViewer } from '../shared/canvas.js';
import { make } from '../shared/dom.js';
import { markerSet, reveal } from '../shared/view.js';

// `element` holds one canvas for each diagram that was needed so far; one of them is seen.
export function makePictures(diagrams, fetchXml, text) {
  const caption = make('p', { class: 'replay-name' });
  const element = make('div', { class: 'replay-canvas' }, caption);
  const opening = new Map();
  const opened = new Map();
  let [seen, turn, last] = [0, 0, Promise.resolve()];

  function see(canvas, number) {
    element.querySelectorAll('.dg-canvas').forEach((one) => { one.hidden = one !== canvas; });
    caption.textContent = diagrams[number].name;
  }

  async function begin(number) {
    const xml = await fetchXml(diagrams[number].file);
    const label = `${text('diagram')}: ${diagrams[number].name}`;
    const canvas = make('div', { class: 'dg-canvas', role: 'group', 'aria-label': label });
    element.append(canvas);
    see(canvas, number); // it is measured when it is drawn
    try {
      opened.set(number, { canvas, ...await openPicture(canvas, xml, text) });
    } catch (error) {
      canvas.remove();
      throw error;
    }
  }

  function open(number) {
    if (!opening.has(number)) {
      opening.set(number, begin(number).catch((error) => { opening.delete(number); throw error; }));
    }
    return opening.get(number);
  }

  function showNow(number, state, event) {
    const picture = opened.get(number);
    see(picture.canvas, number);
    picture.show(state, event);
  }

  async function showWhenOpen(number, state, event, mine) {
    try {
      await open(number);
      if (mine === turn) showNow(number, state, event); // else the reader has gone on
    } catch (error) {
      caption.textContent = text('failed');
      console.error(error);
    }
  }

  return {
    element,
    open,
    settled: () => last,
    show(state, event) {
      seen = event?.diagram ?? (event ? seen : 0);
      turn += 1;
      if (opened.has(seen)) showNow(seen, state, event);
      else last = showWhenOpen(seen, state, event, turn);
    },
  };
}

async function openPicture(container, xml, text) {
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
