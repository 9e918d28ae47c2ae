// <div id="replay" data-xml-url data-events-url data-zone="Africa/Nairobi">
//   <div data-fallback> ... the history without a script ... </div>
// </div>
//
// The events are {"diagrams": [{"file", "name"}], "steps": [...]}; a step is
// {"seq", "at", "text", "element", "kind", "flow"?, "instance"?, "diagram"?}, kind one of entered,
// completed, canceled, flow, task, timer, decision, incident, resolved, other.
// Words: #replay-texts. The element gets `data-ready` when all is there.
import { make } from './shared/dom.js';
import { readTexts } from './shared/texts.js';
import { makeControls } from './replay/controls.js';
import { stateAfter } from './replay/history.js';
import { makeList } from './replay/list.js';
import { makePictures } from './replay/picture.js';

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

function clock(zone) {
  // Days before months and hours to 24 in English too, as on the other pages.
  const { lang } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang || undefined, {
    dateStyle: 'medium', timeStyle: 'short', timeZone: zone || undefined,
  });
  return (at) => format.format(new Date(at));
}

async function mount(place) {
  const text = readTexts('replay');
  const { xmlUrl, eventsUrl, zone } = place.dataset;
  const { diagrams, steps: events } = await (await fetched(eventsUrl)).json();
  const fetchXml = async (file) => {
    const address = new URL(xmlUrl, window.location);
    address.searchParams.set('file', file);
    return (await fetched(address)).text();
  };
  const when = clock(zone);
  const pictures = makePictures(diagrams, fetchXml, text);
  const show = (position) => {
    const event = events[position - 1];
    const values = event && { number: position, count: events.length, when: when(event.at), text: event.text };
    pictures.show(stateAfter(events, position), event);
    list.show(position);
    controls.say(event ? text('position', values) : text('beginning', { count: events.length }));
  };
  const controls = makeControls(events.length, text, show);
  const list = makeList(events, text, when, (position) => controls.jump(position));
  const stage = make('div', { class: 'replay-stage' }, controls.element, pictures.element, list.element);
  place.append(stage);
  try {
    await pictures.open(0);
  } catch (error) {
    stage.remove();
    throw error;
  }
  place.querySelector('[data-fallback]')?.setAttribute('hidden', '');
  listenToKeys(place, pictures.element, controls, events.length);
  controls.move(startOf(events));
  await pictures.settled();
  place.dataset.ready = '';
}

// #event-12 opens the history at the event with that number.
function startOf(events) {
  const [, seq] = /^#event-(\d+)$/.exec(window.location.hash) ?? [];
  return seq ? events.findIndex((event) => event.seq === Number(seq)) + 1 : 0;
}

function listenToKeys(place, canvas, controls, count) {
  const onward = getComputedStyle(place).direction === 'rtl' ? -1 : 1;
  const steps = { ArrowLeft: -onward, ArrowUp: -1, ArrowRight: onward, ArrowDown: 1 };
  const jumps = { Home: 0, End: count };
  place.addEventListener('keydown', (event) => {
    const free = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    // In the diagram the arrows move the view, on the slider the browser moves the slider.
    if (!free || canvas.contains(event.target) || event.target.type === 'range') return;
    if (event.key in steps) controls.step(steps[event.key]);
    else if (event.key in jumps) controls.jump(jumps[event.key]);
    else return;
    event.preventDefault();
  });
}

const place = document.getElementById('replay');
if (place) {
  mount(place).catch((error) => {
    const text = readTexts('replay');
    place.prepend(make('p', { class: 'alert alert-warning', role: 'alert' }, text('failed')));
    console.error(error);
  });
}
