// <div class="diagram" data-xml-url data-begin="id" data-current="id,id" data-done data-problems data-flows>
//   ... the picture drawn by the server ...
// </div>
//
// The picture stays what it is until the reader asks to move in it; then the live diagram takes its
// place. Without a picture, or with data-open, the live diagram comes at once. On any failure the
// picture stays. Words: #viewer-texts.
import { button, idsIn, make } from './shared/dom.js';
import { readTexts } from './shared/texts.js';
import { markerSet, reveal } from './shared/view.js';

const MARKS = { current: 'is-current', done: 'is-done', problems: 'is-problem', flows: 'is-taken' };

async function open(place, text) {
  const canvas = make('div', { class: 'dg-canvas', role: 'group', 'aria-label': text('label') });
  const picture = place.querySelector('svg');
  const [{ openViewer }, xml] = await Promise.all([
    import('./shared/canvas.js'),
    fetchXml(place.dataset.xmlUrl),
  ]);
  picture?.setAttribute('hidden', '');
  place.append(canvas);
  try {
    const viewer = await openViewer(canvas, xml);
    markerSet(viewer)(marksOf(place));
    if (place.dataset.begin) reveal(viewer, place.dataset.begin);
  } catch (error) {
    canvas.remove();
    picture?.removeAttribute('hidden');
    throw error;
  }
}

async function fetchXml(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

// The drawn picture is wider than most windows: begin where the case stands.
function scrollToBegin(place) {
  const id = place.dataset.begin;
  const shape = id && place.querySelector(`svg [data-element="${CSS.escape(id)}"]`);
  if (!shape) return;
  const [box, frame] = [shape.getBoundingClientRect(), place.getBoundingClientRect()];
  place.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  place.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
}

function marksOf(place) {
  const done = new Set(idsIn(place.dataset.done));
  idsIn(place.dataset.current).forEach((id) => done.delete(id));
  return Object.entries(MARKS).flatMap(([name, css]) => (
    (name === 'done' ? [...done] : idsIn(place.dataset[name])).map((id) => [id, css])
  ));
}

function offer(place, text) {
  const note = make('span', { class: 'dg-note', role: 'status' });
  const opener = button(text('open'), async (event) => {
    opener.disabled = true;
    try {
      await open(place, text);
      bar.remove();
      if (event.isTrusted) place.querySelector('.dg-canvas [tabindex]')?.focus();
    } catch {
      note.textContent = text('failed');
      opener.disabled = false;
    }
  });
  const bar = make('div', { class: 'dg-bar' }, opener, note);
  place.append(bar);
  scrollToBegin(place);
  if (place.dataset.open !== undefined || !place.querySelector('svg')) opener.click();
}

const places = document.querySelectorAll('.diagram[data-xml-url]');
if (places.length) {
  const text = readTexts('viewer');
  places.forEach((place) => offer(place, text));
}
