// The events in words: the same content as the picture.
import { make } from '../shared/dom.js';

export function makeList(events, text, when, choose) {
  const buttons = events.map((event, index) => make(
    'button', { type: 'button', class: `replay-event is-${event.kind}`, click: () => choose(index + 1) },
    make('time', { datetime: event.at }, when(event.at)), ' ', make('span', {}, event.text),
  ));
  const element = make(
    'ol', { class: 'replay-list', 'aria-label': text('list') },
    ...buttons.map((item) => make('li', {}, item)),
  );
  let marked = null;
  return {
    element,
    show(position) {
      marked?.removeAttribute('aria-current');
      marked = buttons[position - 1] ?? null;
      marked?.setAttribute('aria-current', 'step');
      if (marked) scrollWithin(element, marked);
      else element.scrollTop = 0;
    },
  };
}

// scrollIntoView would move the page as well.
function scrollWithin(list, item) {
  const [outer, inner] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}
