import { expect, test } from 'vitest';
import { Turns } from '../src/notices/turns';

test('of several loads only the one begun last is shown, whichever is answered first', () => {
  const turns = new Turns();
  const first = turns.begin();
  const second = turns.begin();
  expect([first(), second()]).toEqual([false, true]);
});

test('what is shown meanwhile is not overwritten by an older load', () => {
  const turns = new Turns();
  const load = turns.begin();
  turns.begin();
  expect(load()).toBe(false);
});
