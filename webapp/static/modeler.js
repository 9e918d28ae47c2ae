// <div id="modeler" data-xml-url data-check-url data-csrf data-revision data-file-name
//      data-save-url            PUT of the draft, answered {"revision"} or 409 {"revision", "author"}
//      data-published-url       the version in force, to compare with; optional
//      data-readonly></div>     to look at a draft; then nothing can be changed
//
// Words: #modeler-texts; those of the drawing tools are in modeler/vocabulary, by the language of
// the page. `modeler.ready` is fired when all is there.
import { forbidChanges, makeEditor } from './modeler/editor.js';
import { openComparison } from './modeler/comparison.js';
import { downloadText, pickFile } from './modeler/files.js';
import { makeProblems } from './modeler/problems.js';
import { makeSaving } from './modeler/saving.js';
import { makeToolbar, toggle } from './modeler/toolbar.js';
import { button, make } from './shared/dom.js';
import { readTexts } from './shared/texts.js';
import { fit } from './shared/view.js';

// Width that the palette takes from the left of the canvas.
const PALETTE = 120;

async function fetchXml(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' }, cache: 'no-store' });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

const VOCABULARIES = new Set(['fr']);

async function vocabulary() {
  const [language] = document.documentElement.lang.split('-');
  return VOCABULARIES.has(language) ? (await import(`./modeler/vocabulary/${language}.js`)).WORDS : {};
}

async function makeParts(place, text) {
  const { saveUrl, checkUrl, csrf, revision, fileName } = place.dataset;
  const readonly = place.dataset.readonly !== undefined;
  const canvas = make('div', { class: 'modeler-canvas', role: 'group', 'aria-label': text('diagram') });
  const panel = make('aside', { class: 'modeler-panel', 'aria-label': text('properties') });
  const stage = make('div', { class: 'modeler-stage' }, canvas);
  const lists = make('div', { class: 'modeler-lists' });
  const editor = makeEditor({ canvas, panel, text, vocabulary: await vocabulary() });
  if (readonly) forbidChanges(editor, panel);
  const exportFile = async () => downloadText((await editor.saveXML({ format: true })).xml, fileName ?? 'diagram.bpmn');
  const problems = makeProblems({ editor, url: checkUrl, csrf, text });
  const showAll = () => fit(editor, readonly || canvas.clientWidth < 480 ? 0 : PALETTE);
  return { place, text, readonly, canvas, panel, showAll, stage, lists, editor, exportFile, problems, saveUrl, csrf, revision };
}

function makeCompare({ place, text, stage, lists, editor, showAll }) {
  let open = null;
  const show = async (url, heading) => {
    open?.close();
    open = null;
    const oldXml = await fetchXml(url);
    place.classList.add('is-comparing');
    try {
      open = await openComparison({ editor, oldXml, place: { stage, lists }, heading, text });
    } catch (error) {
      place.classList.remove('is-comparing');
      throw error;
    }
    showAll();
  };
  const close = () => {
    open.close();
    open = null;
    place.classList.remove('is-comparing');
    showAll();
  };
  return { show, close, isOpen: () => open !== null, refresh: () => open?.refresh() };
}

function report(parts, message) {
  parts.saving.alert.replaceChildren(make('div', { class: 'alert alert-danger' }, message));
}

async function importText(parts, xml) {
  const { editor, text, saving, problems } = parts;
  const before = (await editor.saveXML({ format: true })).xml;
  if (saving.isChanged() && !window.confirm(text('import_replaces'))) return;
  try {
    await editor.importXML(xml);
    saving.change();
  } catch (error) {
    await editor.importXML(before);
    report(parts, text('import_failed', { reason: error.message.split('\n')[0] }));
  }
  parts.showAll();
  problems.checkSoon();
}

function makeTools(parts) {
  const { place, text, readonly, editor, exportFile, saving, compare, showAll } = parts;
  const stack = editor.get('commandStack');
  const undo = button(text('undo'), () => stack.undo());
  const redo = button(text('redo'), () => stack.redo());
  const save = button(text('save'), saving.save, { class: 'btn btn-sm btn-primary' });
  let simulating = false;
  const simulation = toggle(text('simulate'), () => simulating, () => editor.get('toggleMode').toggleMode());
  const minimap = toggle(text('overview'), () => editor.get('minimap').isOpen(), () => editor.get('minimap').toggle());
  const published = place.dataset.publishedUrl && toggle(text('compare'), compare.isOpen, async () => {
    try {
      if (compare.isOpen()) compare.close();
      else await compare.show(place.dataset.publishedUrl, text('published'));
    } catch {
      report(parts, text('compare_failed'));
    }
  });
  const refresh = () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  };
  refresh();
  editor.on('commandStack.changed', refresh);
  editor.on('tokenSimulation.toggleMode', ({ active }) => {
    simulating = active;
    simulation.refresh();
  });
  editor.on('minimap.toggle', () => minimap.refresh());
  return makeToolbar(
    text('tools'),
    readonly ? [] : [save, undo, redo],
    [
      readonly ? null : button(text('import'), () => pickFile((xml) => importText(parts, xml))),
      button(text('export'), exportFile),
    ],
    [simulation.item, minimap.item, button(text('fit'), showAll), published ? published.item : null],
    [saving.state],
  );
}

function listen({ place, readonly, editor, saving, problems, compare }) {
  editor.on('commandStack.changed', ({ trigger }) => {
    if (readonly || trigger === 'clear') return; // a file was opened, nothing was changed by hand
    saving.change();
    problems.checkSoon();
    compare.refresh();
  });
  place.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      if (!readonly) saving.save();
    }
  });
}

async function mount(place) {
  const text = readTexts('modeler');
  const parts = await makeParts(place, text);
  const { editor, canvas, panel, stage, lists, problems, saveUrl, csrf, revision, exportFile } = parts;
  parts.compare = makeCompare(parts);
  const compareWith = () => parts.compare.show(place.dataset.xmlUrl, text('saved_version'));
  parts.saving = makeSaving({ editor, url: saveUrl, csrf, revision, text, exportFile, compareWith });
  lists.append(problems.element);
  const work = make('div', { class: 'modeler-work' }, stage, panel);
  place.append(makeTools(parts), parts.saving.alert, work, lists);
  place.classList.toggle('is-readonly', parts.readonly);
  try {
    await editor.importXML(await fetchXml(place.dataset.xmlUrl));
  } catch (error) {
    report(parts, text('open_failed'));
    throw error;
  }
  parts.showAll();
  listen(parts);
  await problems.check();
  canvas.querySelector('.djs-container svg')?.setAttribute('aria-label', text('diagram'));
  place.dispatchEvent(new CustomEvent('modeler.ready', { bubbles: true }));
}

const place = document.getElementById('modeler');
if (place) mount(place);
