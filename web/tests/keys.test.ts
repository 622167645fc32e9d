import { expect, test } from 'vitest';
import { action } from '../src/gradebook/journal/keys';

const press = (key: string, code = '', more: Partial<{ ctrl: boolean; shift: boolean; alt: boolean }> = {}) =>
  action({ key, code, ctrl: false, shift: false, alt: false, ...more });

test.each([
  ['1', 1],
  ['2', 2],
  ['5', 5],
])('%s is a mark', (key, value) => {
  expect(press(key)).toEqual({ do: 'mark', value });
});
test('0, 6 and F5 are not ours', () => {
  for (const key of ['0', '6', 'F5', 'Tab', 'q']) expect(press(key)).toBeNull();
});
// Each letter in the Russian layout, by its place in the Latin one, and the English letter in either.
test.each([
  ['н', 'KeyY', 'absent'],
  ['y', 'KeyY', 'absent'],
  ['a', 'KeyA', 'absent'],
  ['ф', 'KeyA', 'absent'],
  ['б', 'Comma', 'ill'],
  [',', 'Comma', 'ill'],
  ['ш', 'KeyI', 'ill'],
  ['о', 'KeyJ', 'late'],
  ['j', 'KeyJ', 'late'],
  ['д', 'KeyL', 'late'],
  ['у', 'KeyE', 'excused'],
  ['e', 'KeyE', 'excused'],
  ['Н', 'KeyY', 'absent'],
])('%s on %s is %s', (key, code, status) => {
  expect(press(key, code)).toEqual({ do: 'attend', status });
});
test('a second mark by slash in either layout and on the number pad', () => {
  expect(press('/', 'Slash')).toEqual({ do: 'second' });
  expect(press('.', 'Slash')).toEqual({ do: 'second' });
  expect(press('/', 'NumpadDivide')).toEqual({ do: 'second' });
  expect(press('?', 'Slash', { shift: true })).toEqual({ do: 'keys' });
});
test('moving, ends and corners', () => {
  expect(press('ArrowDown')).toEqual({ do: 'move', rows: 1, columns: 0 });
  expect(press('PageUp')).toEqual({ do: 'move', rows: -10, columns: 0 });
  expect(press('Home')).toMatchObject({ rows: 0 });
  expect(press('Home', '', { ctrl: true })).toMatchObject({ do: 'move', rows: expect.any(Number) });
  expect(press('Enter', '', { shift: true })).toEqual({ do: 'enter', up: true });
});
test("with Ctrl only undo and send are ours: copying and reloading stay the browser's", () => {
  expect(press('я', 'KeyZ', { ctrl: true })).toEqual({ do: 'undo' });
  expect(press('Enter', '', { ctrl: true })).toEqual({ do: 'send' });
  for (const code of ['KeyC', 'KeyA', 'KeyL', 'KeyE']) expect(press('x', code, { ctrl: true })).toBeNull();
  expect(press('a', 'KeyA', { alt: true })).toBeNull();
});
