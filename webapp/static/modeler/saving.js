// Saves the draft, and keeps the work when that fails.
import { button, make } from '../shared/dom.js';

const TAKEN = new Set([409, 412]);
const SIGNED_OUT = new Set([401, 403]);

export function makeSaving({ editor, url, csrf, revision, text, exportFile, compareWith }) {
  let current = revision;
  let changed = false;
  let saving = false;
  const listeners = new Set();
  const state = make('span', { class: 'modeler-state', role: 'status' });
  const alert = make('div', { class: 'modeler-alert', role: 'alert' });

  function setChanged(value) {
    changed = value;
    state.textContent = changed ? text('unsaved') : '';
    listeners.forEach((listener) => listener(changed));
  }

  async function save() {
    if (saving) return;
    saving = true;
    alert.replaceChildren();
    setChanged(false); // what is changed from here on is not in this save
    state.textContent = text('saving');
    try {
      const { xml } = await editor.saveXML({ format: true });
      await take(await put(xml));
    } catch {
      keep(text('save_unreachable'));
    } finally {
      saving = false;
    }
  }

  const put = (body) => fetch(url, {
    method: 'PUT', body,
    headers: {
      'Content-Type': 'application/xml', Accept: 'application/json',
      'If-Match': `"${current}"`, 'X-CSRFToken': csrf,
    },
  });

  async function take(answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      current = said.revision ?? answer.headers.get('ETag')?.replaceAll('"', '') ?? current;
      if (!changed) state.textContent = text('saved');
    } else if (TAKEN.has(answer.status)) conflict(said);
    else if (SIGNED_OUT.has(answer.status)) keep(text('save_signed_out'));
    else keep(said.message ?? text('save_failed', { status: answer.status }));
  }

  function keep(message, ...choices) {
    setChanged(true);
    const actions = choices.length ? make('div', { class: 'modeler-choices' }, ...choices) : null;
    alert.replaceChildren(make('div', { class: 'alert alert-danger' }, make('p', {}, message), ...(actions ? [actions] : [])));
  }

  function conflict({ revision: theirs, author }) {
    const choices = [
      button(text('export'), exportFile),
      compareWith ? button(text('compare_saved'), compareWith) : null,
      theirs === undefined ? null : button(text('save_over'), () => {
        current = theirs;
        save();
      }, { class: 'btn btn-sm btn-danger' }),
    ];
    keep(text('conflict', { author: author ?? text('somebody') }), ...choices.filter(Boolean));
  }

  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });

  return {
    state,
    alert,
    save,
    isChanged: () => changed,
    change: () => setChanged(true),
    onChange: (listener) => listeners.add(listener),
  };
}
