// Draws the bell into public/: an SVG, and PNGs for home screens. No library: curves are flattened, rows are filled
// by the even-odd rule with 4 x 4 samples a pixel, zlib packs the PNG.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const PAPER = [10, 102, 86];
const BELL = [255, 255, 255];
const BRASS = [233, 168, 32];
// The logo of src/parts/icons.tsx: moves, lines and cubic curves on a 32 grid.
const path =
  'M16 4.5c1.8 0 2.1 1.2 1.7 2.4c4.1.8 6.6 4 6.9 8.2c.2 3.4.9 5.3 2.6 7.1c.5.5.1 1.3-.6 1.3l-21.2 0c-.7 0-1.1-.8-.6-1.3c1.7-1.8 2.4-3.7 2.6-7.1c.3-4.2 2.8-7.4 6.900-8.2c-.4-1.200-.1-2.400 1.700-2.400';
function flatten() {
  const points = [];
  let x = 0;
  let y = 0;
  for (const [, command, rest] of path.matchAll(/([Mcl])([^Mcl]*)/g)) {
    const n = [...rest.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(Number);
    if (command === 'M') {
      [x, y] = n;
      points.push([x, y]);
    } else if (command === 'l') {
      x += n[0];
      y += n[1];
      points.push([x, y]);
    } else {
      const [a, b, c, d, e, f] = n;
      for (let i = 1; i <= 16; i++) {
        const t = i / 16;
        const u = 1 - t;
        points.push([
          x + 3 * u * u * t * a + 3 * u * t * t * c + t * t * t * e,
          y + 3 * u * u * t * b + 3 * u * t * t * d + t * t * t * f,
        ]);
      }
      x += e;
      y += f;
    }
  }
  return points;
}
const shape = flatten();
function inside(px, py) {
  let odd = false;
  for (let i = 0, j = shape.length - 1; i < shape.length; j = i++) {
    const [xi, yi] = shape[i];
    const [xj, yj] = shape[j];
    if (yi > py !== yj > py && px < ((xj - xi) * (py - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
function colour(x, y) {
  // in the logo's grid
  if ((x - 16) ** 2 + (y - 26.6) ** 2 < 2.6 ** 2) return BRASS;
  return inside(x, y) ? BELL : null;
}
/** `round`: the corner's radius as a part of the side; `scale`: how much of the side the bell takes. */
function png(side, round, scale) {
  const rows = Buffer.alloc(side * (side * 4 + 1));
  const r = side * round;
  const grid = 32 / (side * scale);
  const shift = (side * (1 - scale)) / 2;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < 16; s++) {
        const px = x + (s % 4) / 4 + 0.125;
        const py = y + (s >> 2) / 4 + 0.125;
        const dx = Math.max(r - px, px - side + r, 0);
        const dy = Math.max(r - py, py - side + r, 0);
        if (dx * dx + dy * dy > r * r) continue;
        const [red, green, blue] = colour((px - shift) * grid, (py - shift) * grid) ?? PAPER;
        sum[0] += red;
        sum[1] += green;
        sum[2] += blue;
        sum[3] += 1;
      }
      const at = y * (side * 4 + 1) + 1 + x * 4;
      const n = sum[3] || 1;
      rows.set([sum[0] / n, sum[1] / n, sum[2] / n, (sum[3] * 255) / 16], at);
    }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const out = name => new URL('../public/' + name, import.meta.url);
writeFileSync(
  out('icon.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0a6656"/><g transform="translate(16 16) scale(.78) translate(-16 -16.500)"><path fill="#fff" d="${path}Z"/><circle cx="16" cy="26.600" r="2.600" fill="#e9a820"/></g></svg>\n`,
);
writeFileSync(out('icon-192.png'), png(192, 0.2, 0.78));
writeFileSync(out('icon-512.png'), png(512, 0.2, 0.78));
writeFileSync(out('icon-180.png'), png(180, 0, 0.74));
writeFileSync(out('icon-maskable.png'), png(512, 0, 0.6));
