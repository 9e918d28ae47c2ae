// Builds the browser libraries into ../static/vendor and writes the notices of all that they hold.
// The same lock file gives the same bytes: see README.md.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { checksums, shippedFiles } from './checksums.mjs';
import { noticesOf } from './notices.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const OUT = at('../static/vendor/');
const BUNDLES = ['bpmn-viewer', 'bpmn-modeler', 'form-editor', 'dmn-modeler', 'dmn-viewer'];

// Files that are served as their authors built them: [package, file, name here].
const COPIES = [
  ['bootstrap', 'dist/css/bootstrap.min.css', 'bootstrap.css'],
  ['bootstrap', 'dist/css/bootstrap.rtl.min.css', 'bootstrap.rtl.css'],
  ['htmx.org', 'dist/htmx.min.js', 'htmx.js'],
];
const TEST_ONLY = ['axe-core', 'axe.min.js', at('../../tests/vendor/axe.min.js')];

// The icon fonts also name files for browsers of 2010; only the embedded font is shipped.
const embeddedFontOnly = {
  name: 'embedded-font-only',
  setup({ onLoad }) {
    onLoad({ filter: /-embedded\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/@font-face\s*\{[^}]*\.eot[^}]*\}/, ''),
      loader: 'css',
    }));
  },
};

// CodeMirror writes its styles into a <style> element, which a Content Security Policy without
// 'unsafe-inline' forbids; a constructed style sheet, its own second way, is allowed.
const constructedStyles = {
  name: 'constructed-styles',
  setup({ onLoad }) {
    onLoad({ filter: /style-mod\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace('!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets');
      if (contents === text) throw new Error('style-mod has changed: see constructed-styles.');
      return { contents, loader: 'js' };
    });
  },
};

// Bootstrap's dark rules a second time, for <html data-bs-theme="auto">: the system decides,
// without a script.
async function writeAutomaticDarkMode() {
  const text = await readFile(at('node_modules/bootstrap/dist/css/bootstrap.css'), 'utf8');
  const rules = text.match(/^\[data-bs-theme=dark\][^{}]*\{[^{}]*\}/gm);
  if (!rules?.length) throw new Error('Bootstrap has no dark rules any more.');
  const automatic = rules.join('\n').replaceAll('[data-bs-theme=dark]', '[data-bs-theme=auto]');
  await writeFile(`${OUT}bootstrap.auto.css`, `/* Bootstrap, MIT: see LICENSES.txt */
@media (prefers-color-scheme: dark) {
${automatic}
}
`);
}

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: at('.'),
    entryPoints: BUNDLES.flatMap((name) => [`entries/${name}.js`, `entries/${name}.css`]),
    outdir: OUT,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'eof',
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [embeddedFontOnly, constructedStyles],
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

async function copy([name, file, target]) {
  const source = at(`node_modules/${name}/${file}`);
  const text = await readFile(source, 'utf8');
  await writeFile(target, text.replace(/\n?(\/\*|\/\/)# sourceMappingURL=.*\s*$/, '\n'));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await mkdir(at('../../tests/vendor/'), { recursive: true });
const inputs = await bundle();
for (const [name, file, here] of COPIES) await copy([name, file, OUT + here]);
await copy(TEST_ONLY);
await writeAutomaticDarkMode();
await copyFile(at('node_modules/axe-core/LICENSE'), at('../../tests/vendor/axe.LICENSE.txt'));

const { notice, licences } = await noticesOf([
  ...inputs,
  ...COPIES.map(([name, file]) => `node_modules/${name}/${file}`),
]);
await writeFile(at('../../NOTICE'), notice);
await writeFile(`${OUT}LICENSES.txt`, licences);
await writeFile(`${OUT}SHA256SUMS`, await checksums(OUT, await shippedFiles(OUT)));
console.log(await readFile(`${OUT}SHA256SUMS`, 'utf8'));
