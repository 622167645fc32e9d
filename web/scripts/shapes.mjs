// Writes the server's shapes as types: `node scripts/shapes.mjs FILE [--check]`, the OpenAPI document on standard input.
import { readFileSync, writeFileSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';

const [file, check] = process.argv.slice(2);
const { components } = await json(process.stdin);

// A field's title is its name again, and would become a type of its own.
function untitled(value) {
  if (Array.isArray(value)) return value.map(untitled);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name, held]) => name !== 'title' || typeof held !== 'string');
  return Object.fromEntries(kept.map(([name, held]) => [name, untitled(held)]));
}

const names = Object.keys(components.schemas).sort();
const all = {
  type: 'object',
  additionalProperties: false,
  required: names,
  properties: Object.fromEntries(names.map(name => [name, { $ref: `#/components/schemas/${name}` }])),
  components,
};
const options = { bannerComment: '', additionalProperties: false, format: false, ignoreMinAndMaxItems: true };
const text = await compile(untitled(all), 'Shapes', options);
const head = "// The server's shapes, written by `make shapes`. Change channels/ instead.\n";
const written = await format(head + text, { ...(await resolveConfig(file)), filepath: file });

if (check !== '--check') {
  writeFileSync(file, written);
} else if (readFileSync(file, 'utf8') !== written) {
  console.error(`${file} is not what the server says now: make shapes`);
  process.exitCode = 1;
}
