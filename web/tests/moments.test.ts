import { expect, test } from 'vitest';
import { fromLocal, toLocal } from '../src/core/dates';

test.each([
  ['2026-11-25T09:20', 'Europe/Moscow', '2026-11-25T06:20:00.000Z'],
  ['2026-11-25T00:05', 'Asia/Kamchatka', '2026-11-24T12:05:00.000Z'],
  ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'], // twice that day: the first
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'], // never that day: an hour later
  ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
])('%s in %s', (local, zone, moment) => {
  expect(fromLocal(local, zone)).toBe(moment);
});
test('a moment goes into a field and comes back', () => {
  for (let hour = 0; hour < 24 * 366; hour += 7) {
    const moment = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    const back = fromLocal(toLocal(moment, 'Europe/Berlin'), 'Europe/Berlin');
    expect([moment, new Date(Date.parse(moment) - 3_600_000).toISOString()]).toContain(back); // of the repeated hour the first
  }
});
