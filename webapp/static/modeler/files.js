// Diagrams from and to files.
import { make } from '../shared/dom.js';

export function downloadText(content, name) {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/xml' }));
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// Asks for a file and hands over its text; the input stays out of the page.
export function pickFile(onText) {
  const input = make('input', {
    type: 'file', accept: '.bpmn,.xml',
    change: async () => {
      const [file] = input.files;
      if (file) onText(await file.text(), file.name);
    },
  });
  input.click();
}
