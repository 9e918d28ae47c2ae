// What was built, so that a second build can be compared with the first.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

export async function shippedFiles(folder) {
  return (await readdir(folder)).filter((name) => name !== 'SHA256SUMS').sort();
}

export async function checksums(folder, names) {
  const lines = await Promise.all(names.map(async (name) => {
    const digest = createHash('sha256').update(await readFile(folder + name)).digest('hex');
    return `${digest}  ${name}\n`;
  }));
  return lines.join('');
}
