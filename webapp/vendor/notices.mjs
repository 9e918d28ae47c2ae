// Lists the packages whose code is in the bundles, with the licence text of each.
import { access, readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

// Packages that name their licence in package.json but forgot to pack its text.
const STANDARD_TEXT = {
  MIT: (author) => `The MIT License (MIT)

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

const PREAMBLE = `Docket
Copyright the Docket authors

Licensed under the Apache License, Version 2.0 (see LICENSE).

The browser files in webapp/static/vendor hold the packages below, put together from the versions
locked in webapp/vendor/package-lock.json; webapp/vendor/build.mjs shows the few changes made. Their licence texts are in
webapp/static/vendor/LICENSES.txt. The bpmn.io packages ask that the bpmn.io logo in the corner of
a diagram, form or decision stays fully visible.

tests/vendor/axe.min.js (axe-core, MPL-2.0, unchanged) is used by the tests alone.

This file is written by webapp/vendor/build.mjs.

`;

async function packageFolder(input) {
  const parts = input.split('/');
  const last = parts.lastIndexOf('node_modules');
  const depth = parts[last + 1].startsWith('@') ? 3 : 2;
  const folder = parts.slice(0, last + depth).join('/');
  await access(`${HERE}${folder}/package.json`);
  return folder;
}

async function licenceText(folder, about) {
  const names = (await readdir(HERE + folder)).filter((name) => LICENCE_FILE.test(name)).sort();
  if (names.length) {
    const texts = await Promise.all(names.map((name) => readFile(`${HERE}${folder}/${name}`, 'utf8')));
    return texts.map((text) => text.replace(/\r\n/g, '\n').trim()).join('\n\n');
  }
  const standard = STANDARD_TEXT[about.licence];
  if (!standard) throw new Error(`${about.name}: no licence text found for ${about.licence}.`);
  return standard(about.author || `the ${about.name} authors`);
}

function nameOfLicence(text, declared) {
  return declared.startsWith('SEE ') && text.includes('bpmn.io') ? 'bpmn.io (MIT with watermark)' : declared;
}

async function describe(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(`${HERE}${folder}/package.json`, 'utf8'));
  const about = { name, version, licence: license, author: author?.name ?? author };
  const text = await licenceText(folder, about);
  return { ...about, text, licence: nameOfLicence(text, license) };
}

const byName = (a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1);

export async function noticesOf(inputs) {
  const used = inputs.filter((input) => input.includes('node_modules/'));
  const folders = new Set(await Promise.all(used.map(packageFolder)));
  const packages = (await Promise.all([...folders].map(describe))).sort(byName);
  const distinct = packages.filter(({ name, version }, index) => (
    packages.findIndex((other) => other.name === name && other.version === version) === index
  ));
  const rows = distinct.map(({ name, version, licence }) => `${name} ${version}: ${licence}\n`);
  const rule = '='.repeat(78);
  const texts = distinct.map(({ name, version, licence, text }) => (
    `${rule}\n${name} ${version} (${licence})\n${rule}\n\n${text}\n\n`
  ));
  return { notice: PREAMBLE + rows.join(''), licences: texts.join('') };
}
