import { expect, test } from 'vitest';
import { en } from '../src/i18n/en';
import { ru } from '../src/i18n/ru';
import { fill, form } from '../src/i18n/text';

test.each([
  [1, 'one'],
  [21, 'one'],
  [101, 'one'],
  [2, 'few'],
  [4, 'few'],
  [22, 'few'],
  [0, 'many'],
  [5, 'many'],
  [11, 'many'],
  [12, 'many'],
  [14, 'many'],
  [25, 'many'],
  [111, 'many'],
  [4.5, 'other'],
])('Russian %d is "%s"', (n, expected) => {
  expect(form('ru', n)).toBe(expected);
});
test.each([
  [1, 'one'],
  [0, 'other'],
  [2, 'other'],
  [1.5, 'other'],
])('English %d is "%s"', (n, expected) => {
  expect(form('en', n)).toBe(expected);
});

test('a verb that agrees with a number lives inside the form', () => {
  expect([1, 3, 5, 21].map(n => fill(ru.entryWillGo, { n }, 'ru'))).toEqual([
    '1 запись уйдёт',
    '3 записи уйдут',
    '5 записей уйдут',
    '21 запись уйдёт',
  ]);
});
test('both languages have the same words with the same places to fill', () => {
  const places = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
  for (const key of Object.keys(ru) as (keyof typeof ru)[])
    expect([key, places(en[key])]).toEqual([key, places(ru[key])]);
  expect(Object.keys(en).sort()).toEqual(Object.keys(ru).sort());
});
test('no exclamation marks, no full stop at the end of a label', () => {
  for (const [key, text] of [...Object.entries(ru), ...Object.entries(en)]) {
    for (const one of typeof text === 'string' ? [text] : Object.values(text)) {
      expect([key, one.includes('!')]).toEqual([key, false]);
    }
  }
});
