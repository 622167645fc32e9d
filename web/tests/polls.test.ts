import { expect, test } from 'vitest';
import type { Message, Poll } from '../src/core/types';
import { hoursWords, isNow } from '../src/talk/hours';
import { chosenBy, closed, isOver, pressed, voted, votersOf } from '../src/talk/polls';

const poll: Poll = {
  options: ['да', 'нет', 'потом'],
  multiple: false,
  closes_at: null,
  closed_at: null,
  votes: [
    { person: '1', choices: [0] },
    { person: '2', choices: [1] },
  ],
};
const message = { offset: 3, poll } as Message;

test('another choice takes the place of the one before, and pressed twice it is taken back', () => {
  expect(pressed(poll, '1', 2)).toEqual([2]);
  expect(pressed(poll, '1', 0)).toEqual([]);
  expect(pressed({ ...poll, multiple: true }, '1', 2)).toEqual([0, 2]);
});
test('a vote is counted once, behind the others', () => {
  const next = voted(message, '1', [1]).poll!;
  expect(next.votes).toEqual([
    { person: '2', choices: [1] },
    { person: '1', choices: [1] },
  ]);
  expect([votersOf(next, 1), chosenBy(next, '1')]).toEqual([['2', '1'], [1]]);
  expect(voted(message, '2', []).poll!.votes).toHaveLength(1);
});
test('it is over when it was closed or its time has come', () => {
  const at = '2026-11-27T10:00:00Z';
  expect([isOver(poll), isOver(closed(message, at).poll!)]).toEqual([false, true]);
  expect([
    isOver({ ...poll, closes_at: at }, Date.parse(at) - 1),
    isOver({ ...poll, closes_at: at }, Date.parse(at)),
  ]).toEqual([false, true]);
});
test('hours are said together where days have the same', () => {
  const day = (n: number) => ['', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'][n]!;
  const weekdays = [1, 2, 3, 4].map(n => ({ day: n, begins: '09:00', ends: '17:00' }));
  expect(hoursWords([...weekdays, { day: 6, begins: '10:00', ends: '12:00' }], day)).toBe(
    'пн–чт 9:00–17:00, сб 10:00–12:00',
  );
  expect(isNow(weekdays, 'Europe/Moscow', new Date('2026-11-26T06:00:00Z'))).toBe(true); // Thursday, 9:00 there
  expect(isNow(weekdays, 'Europe/Moscow', new Date('2026-11-26T14:00:00Z'))).toBe(false); // 17:00
  expect(isNow(weekdays, 'Asia/Kamchatka', new Date('2026-11-25T20:30:00Z'))).toBe(false); // Thursday, 8:30 there
});
