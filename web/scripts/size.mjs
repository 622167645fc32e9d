// What a person downloads before the first screen: the page, its styles, every script the entry imports at once,
// and one language. Fails over the budget of a cheap phone on a slow network (80 KB gzip in all, 14 styles, 8 a language).
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const out = new URL('../../handlers/web/', import.meta.url);
const read = name => readFileSync(new URL(name, out));
const size = name => gzipSync(read(name), { level: 9 }).length;
const kb = bytes => (bytes / 1024).toFixed(1).padStart(6) + ' KB';

const html = read('index.html').toString();
const first = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(found => found[1]));
const visit = name => {
  for (const [, path] of read(name)
    .toString()
    .matchAll(/from\s*"\.\/([^"]+\.js)"|^import\s*"\.\/([^"]+\.js)"/g)) {
    if (path && !first.has('assets/' + path)) {
      first.add('assets/' + path);
      visit('assets/' + path);
    }
  }
};
for (const name of [...first]) if (name.endsWith('.js')) visit(name);

const assets = readdirSync(new URL('assets/', out))
  .filter(name => /\.(js|css)$/.test(name))
  .map(name => 'assets/' + name);
const language = assets.filter(name => /\/(ru|en)-/.test(name));
const heaviest = Math.max(...language.map(size));
let styles = 0;
let total = size('index.html') + heaviest;
console.log('gzip sizes\n' + kb(size('index.html')) + '  index.html');
for (const name of assets.sort((a, b) => size(b) - size(a))) {
  const now = first.has(name);
  if (now) total += size(name);
  if (now && name.endsWith('.css')) styles += size(name);
  console.log(
    kb(size(name)) + `  ${name}${now ? '' : language.includes(name) ? '  (one of two languages)' : '  (later)'}`,
  );
}
console.log(kb(total) + '  first load, of 80 allowed');
const over = [
  ['first load', total, 80],
  ['styles', styles, 14],
  ['a language', heaviest, 8],
].filter(([, bytes, limit]) => bytes > limit * 1024);
for (const [what, bytes, limit] of over) console.error(`${what}: ${kb(bytes)} is over ${limit} KB`);
// Not exit(): Node 24 may then wait for ever for a thread of its own (nodejs/node#54918).
process.exitCode = over.length ? 1 : 0;
