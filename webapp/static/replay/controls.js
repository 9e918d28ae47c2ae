// Slider and buttons; they know positions, nothing else.
import { button, make } from '../shared/dom.js';

const PAUSE_BETWEEN_STEPS = 900;

// A disabled button would lose the focus, and with it the arrow keys.
function enable(item, on) {
  item.setAttribute('aria-disabled', String(!on));
  item.classList.toggle('disabled', !on);
}

export function makeControls(count, text, go) {
  let position = 0;
  let timer = 0;
  const slider = make('input', {
    type: 'range', class: 'form-range', id: 'replay-slider', min: 0, max: count, value: 0, step: 1,
    input: () => move(Number(slider.value)),
  });
  const said = make('output', { class: 'replay-said', for: 'replay-slider', 'aria-live': 'polite' });
  const first = button(text('first'), () => move(0));
  const previous = button(text('previous'), () => move(position - 1));
  const next = button(text('next'), () => move(position + 1));
  const play = button(text('play'), () => (timer ? pause() : start()), { class: 'btn btn-sm btn-primary' });

  function move(to) {
    position = Math.min(Math.max(to, 0), count);
    if (position === count) pause();
    slider.value = position;
    [first, previous].forEach((item) => enable(item, position > 0));
    [next, play].forEach((item) => enable(item, position < count));
    go(position);
  }

  function start() {
    if (position === count) return;
    said.setAttribute('aria-live', 'off'); // a voice could not follow
    play.textContent = text('pause');
    timer = setInterval(() => move(position + 1), PAUSE_BETWEEN_STEPS);
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
    play.textContent = text('play');
    said.setAttribute('aria-live', 'polite');
  }

  const element = make(
    'div', { class: 'replay-controls', role: 'group', 'aria-label': text('controls') },
    make('div', { class: 'replay-buttons' }, first, previous, play, next),
    make('label', { for: 'replay-slider', class: 'visually-hidden' }, text('slider')),
    slider, said,
  );
  return {
    element,
    move,
    step: (by) => { pause(); move(position + by); },
    jump: (to) => { pause(); move(to); },
    say(words) {
      said.textContent = words;
      slider.setAttribute('aria-valuetext', words);
    },
  };
}
