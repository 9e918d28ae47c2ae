// The problems that the server finds: a badge on each element and a list to go through.
import { button, make } from '../shared/dom.js';
import { reveal } from '../shared/view.js';

const PAUSE_BEFORE_CHECK = 700;

export function makeProblems({ editor, url, csrf, text }) {
  const counted = make('p', { class: 'modeler-counted', role: 'status' }, text('check_waiting'));
  const list = make('ol', { class: 'modeler-problem-list' });
  const element = make(
    'section', { class: 'modeler-problems', 'aria-label': text('problems') },
    make('h2', { class: 'h6' }, text('problems')), counted, list,
  );
  let timer = 0;
  let running = null;

  async function check() {
    running?.abort();
    running = new AbortController();
    try {
      const { xml } = await editor.saveXML({ format: true });
      show(await answered(xml, running.signal));
    } catch (error) {
      if (error.name !== 'AbortError') counted.textContent = text('check_failed');
    }
  }

  async function answered(body, signal) {
    const answer = await fetch(url, {
      method: 'POST', body, signal,
      headers: { 'Content-Type': 'application/xml', Accept: 'application/json', 'X-CSRFToken': csrf },
    });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return (await answer.json()).problems;
  }

  function show(problems) {
    const errors = problems.filter(({ severity }) => severity !== 'warning').length;
    counted.textContent = problems.length
      ? text('problems_found', { errors, warnings: problems.length - errors })
      : text('no_problems');
    list.replaceChildren(...problems.map((problem) => make('li', {}, entry(problem))));
    showOnElements(problems);
  }

  function entry(problem) {
    const severity = problem.severity === 'warning' ? 'warning' : 'error';
    const words = [
      make('strong', { class: `modeler-severity is-${severity}` }, text(severity)), ' ', problem.message,
      problem.remedy ? make('span', { class: 'modeler-remedy' }, ` ${problem.remedy}`) : null,
      make('span', { class: 'modeler-place' }, placeOf(problem)),
    ];
    if (!known(problem.element)) return make('div', { class: 'modeler-problem' }, ...words);
    const item = button('', () => goTo(problem.element), { class: 'modeler-problem' });
    item.append(...words.filter(Boolean));
    return item;
  }

  const known = (id) => Boolean(id && editor.get('elementRegistry').get(id));
  const placeOf = ({ file, line }) => (file ? ` ${line ? `${file}:${line}` : file}` : '');

  function goTo(id) {
    const target = editor.get('elementRegistry').get(id);
    reveal(editor, id);
    editor.get('selection').select(target);
  }

  function showOnElements(problems) {
    const overlays = editor.get('overlays');
    overlays.remove({ type: 'problem' });
    for (const [id, own] of byElement(problems)) if (known(id)) overlays.add(id, 'problem', badge(own));
  }

  function badge(own) {
    const worst = own.some(({ severity }) => severity !== 'warning') ? 'error' : 'warning';
    const words = own.map(({ message, remedy }) => `${message} ${remedy}`.trim()).join('\n');
    const html = make('div', { class: `modeler-badge is-${worst}`, title: words }, own.length > 1 ? String(own.length) : '!');
    return { position: { top: -12, right: 10 }, html };
  }

  return {
    element,
    check,
    checkSoon() {
      clearTimeout(timer);
      counted.textContent = text('check_waiting');
      timer = setTimeout(check, PAUSE_BEFORE_CHECK);
    },
  };
}

function byElement(problems) {
  const groups = new Map();
  problems.forEach((problem) => groups.set(problem.element, [...(groups.get(problem.element) ?? []), problem]));
  return groups;
}
