// <div id="file-editor" data-kind="decision|form|text" data-url data-check-url data-csrf
//      data-revision data-file-name data-readonly></div>
//
// `data-url` gives the file of the draft and takes it by PUT, as the diagram's does. Words:
// #file-texts. `editor.ready` is fired when all is there.
import { downloadText } from './modeler/files.js';
import { makeProblems } from './modeler/problems.js';
import { makeSaving } from './modeler/saving.js';
import { makeToolbar } from './modeler/toolbar.js';
import { button, make } from './shared/dom.js';
import { readTexts } from './shared/texts.js';

// What the list of problems asks of a diagram: here there are no elements to point at.
const NO_ELEMENTS = { get: () => undefined, remove() {}, add() {} };

// Each kind gives {saveXML, get}: the text of the file as it is on the screen.
const KINDS = {
  async decision(place, content, onChange, text) {
    const { DmnModeler } = await import('./vendor/dmn-modeler.js');
    const canvas = make('div', { class: 'file-canvas', role: 'group', 'aria-label': text('content') });
    const tabs = make('div', { class: 'modeler-tools', role: 'group', 'aria-label': text('tables') });
    place.append(tabs, canvas);
    const editor = new DmnModeler({ container: canvas });
    const seen = new WeakSet();
    const listen = () => {
      const active = editor.getActiveViewer();
      if (!active || seen.has(active)) return;
      seen.add(active);
      active.on('commandStack.changed', onChange);
    };
    const show = ({ views, activeView }) => {
      tabs.replaceChildren(...views.map((view) => button(
        view.type === 'drd' ? text('overview') : view.element.name || view.id, () => editor.open(view), { 'aria-pressed': String(view === activeView) },
      )));
      listen();
    };
    editor.on('views.changed', show);
    await editor.importXML(content);
    const tables = editor.getViews().filter(({ type }) => type !== 'drd');
    if (tables.length) await editor.open(tables[0]);
    return { saveXML: (options) => editor.saveXML(options), get: () => NO_ELEMENTS };
  },
  async form(place, content, onChange, text) {
    const { FormEditor } = await import('./vendor/form-editor.js');
    const canvas = make('div', { class: 'file-canvas', role: 'group', 'aria-label': text('content') });
    place.append(canvas);
    const editor = new FormEditor({ container: canvas });
    await editor.importSchema(JSON.parse(content));
    editor.on('changed', onChange);
    return {
      saveXML: async () => ({ xml: `${JSON.stringify(editor.saveSchema(), null, 2)}\n` }),
      get: () => NO_ELEMENTS,
    };
  },
  async text(place, content, onChange, text) {
    const area = make('textarea', {
      class: 'form-control file-text', rows: 28, spellcheck: 'false', 'aria-label': text('content'), input: onChange,
    });
    area.value = content;
    place.append(area);
    return { saveXML: async () => ({ xml: area.value }), get: () => NO_ELEMENTS };
  },
};

async function mount(place) {
  const text = readTexts('file');
  const { kind, url, checkUrl, csrf, revision, fileName } = place.dataset;
  const readonly = place.dataset.readonly !== undefined;
  const work = make('div', { class: 'file-work' });
  const parts = {};
  const changed = () => {
    parts.saving?.change();
    parts.problems?.checkSoon();
  };
  const answer = await fetch(url, { cache: 'no-store' });
  const content = await answer.text();
  place.append(work);
  let editor;
  try {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    editor = await KINDS[kind](work, content, changed, text);
  } catch (error) {
    work.replaceChildren(make('div', { class: 'alert alert-danger', role: 'alert' }, text('open_failed')));
    throw error;
  }
  const exportFile = async () => downloadText((await editor.saveXML({ format: true })).xml, fileName.split('/').pop());
  parts.problems = makeProblems({ editor, url: checkUrl, csrf, text });
  parts.saving = makeSaving({ editor, url, csrf, revision, text, exportFile });
  const save = button(text('save'), parts.saving.save, { class: 'btn btn-sm btn-primary' });
  place.prepend(
    makeToolbar(text('tools'), readonly ? [] : [save], [button(text('export'), exportFile)], [parts.saving.state]),
    parts.saving.alert,
  );
  place.append(make('div', { class: 'modeler-lists' }, parts.problems.element));
  place.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      if (!readonly) parts.saving.save();
    }
  });
  await parts.problems.check();
  place.dispatchEvent(new CustomEvent('editor.ready', { bubbles: true }));
}

const place = document.getElementById('file-editor');
if (place) mount(place);
