import { expect, test } from 'vitest';
import { addDays, addWeeks, dayIn, monday, weekOf } from '../src/core/dates';

test.each([
  ['2026-11-25', '2026-W48', '2026-11-23'],
  ['2027-01-01', '2026-W53', '2026-12-28'],
  ['2027-01-04', '2027-W01', '2027-01-04'],
  ['2024-12-30', '2025-W01', '2024-12-30'],
  ['2026-03-01', '2026-W09', '2026-02-23'],
])('%s is in %s, which begins on %s', (day, week, first) => {
  expect(weekOf(day)).toBe(week);
  expect(monday(week)).toBe(first);
});
test('weeks and days step over years', () => {
  expect(addWeeks('2026-W53', 1)).toBe('2027-W01');
  expect(addWeeks('2027-W01', -1)).toBe('2026-W53');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});
test("the day is the school's, not the device's", () => {
  expect(dayIn('Asia/Kamchatka', '2026-11-25T20:00:00Z')).toBe('2026-11-26');
  expect(dayIn('Europe/Kaliningrad', '2026-11-25T20:00:00Z')).toBe('2026-11-25');
});
