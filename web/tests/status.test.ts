import { beforeEach, expect, test } from 'vitest';
import { GUIDES, ROLES } from '../src/status/roles';
import { isNewEnough, minutesAhead, NEEDED } from '../src/status/checks';
import { howToGetIn } from '../src/announcements/Templates';
import { lang } from '../src/i18n';
import { hw } from '../src/i18n/invitations/howToGetIn';

const NOON = Date.parse('2026-09-01T12:00:00.000Z');
const ahead = (seconds: number, way = 0) =>
  minutesAhead(NOON + seconds * 1000, NOON + (seconds + 2 * way) * 1000, new Date(NOON + way * 1000).toISOString());

beforeEach(() => lang.set('ru'));

test.each([
  [0, 0],
  [60, 0],
  [-60, 0],
  [61, 1],
  [-61, -1],
  [150, 3],
  [-3600, -60],
])('a clock that is %d seconds ahead is told as %d minutes', (seconds, minutes) => {
  expect(ahead(seconds)).toBe(minutes);
});
test('a slow network is no wrong clock', () => {
  expect(ahead(0, 100)).toBe(0);
  expect(ahead(600, 100)).toBe(10);
});

test('a browser that lacks one of what the styles need is too old', () => {
  expect(isNewEnough(() => true)).toBe(true);
  for (const lacking of NEEDED) expect(isNewEnough(asked => !asked.includes(lacking))).toBe(false);
});
test('what is asked of a browser is a condition as CSS.supports takes one', () => {
  const asked: string[] = [];
  isNewEnough(one => !!asked.push(one));
  for (const one of asked) expect(one).toMatch(/^(selector\(.+\)|\(\S+: .+\))$/);
});

test.each(['ru', 'en'] as const)('a guide has three to five short steps, each with its words: %s', language => {
  lang.set(language);
  for (const role of ROLES) {
    const { steps, troubles } = GUIDES[role];
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.length).toBeLessThanOrEqual(5);
    const said = [...steps, ...troubles.flat()].map(word => hw(word, { host: 'school7.example' }));
    expect(said.filter(text => !text || text.includes('{') || text.length > 160)).toEqual([]);
    expect(new Set(said).size).toBe(said.length);
  }
});
test.each(['ru', 'en'] as const)('the announcement says where to read on, within the bounds of one: %s', language => {
  lang.set(language);
  const { title, text } = howToGetIn('https://school7.example/how-to-get-in');
  expect(text.endsWith(': https://school7.example/how-to-get-in')).toBe(true);
  expect(title.length).toBeLessThanOrEqual(150);
  expect(text.length).toBeLessThanOrEqual(8000);
});
