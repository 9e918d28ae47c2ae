// The buttons above the diagram.
import { button, make } from '../shared/dom.js';

export function toggle(text, isOn, flip) {
  const item = button(text, async () => {
    item.disabled = true;
    try {
      await flip();
    } finally {
      item.disabled = false;
      refresh();
    }
  });
  const refresh = () => {
    item.setAttribute('aria-pressed', String(isOn()));
    item.classList.toggle('active', isOn());
  };
  refresh();
  return { item, refresh };
}

export function makeToolbar(label, ...groups) {
  return make(
    'div', { class: 'modeler-toolbar', role: 'group', 'aria-label': label },
    ...groups.map((items) => items.filter(Boolean)).filter(({ length }) => length)
      .map((items) => make('div', { class: 'modeler-tools' }, ...items)),
  );
}
