import { expect, test } from 'vitest';
import type { Member } from '../src/core/types';
import { asked, completed, mentioned, pieces, suggested } from '../src/parts/mentions';

const member = (id: string, given: string, family: string, middle = ''): Member => ({
  id,
  name: { given, family, middle },
  role: 'member',
  about: [],
  seen: null,
  seen_at: null,
});
const olga = member('1', 'Ольга', 'Соколова');
const fyodor = member('2', 'Фёдор', 'Ольгин');
const maria = member('3', 'Мария', 'Рябова', 'Ивановна');
const double = member('4', 'Ольга', 'Соколова');
const all = [fyodor, olga, maria];

test('"@" asks at the beginning of a word, and as long as it may be a name', () => {
  expect(asked('привет @ол', 10)).toEqual({ from: 7, words: 'ол' });
  expect(asked('@', 1)).toEqual({ from: 0, words: '' });
  expect(asked('(@Ольга Со', 10)).toEqual({ from: 1, words: 'Ольга Со' });
  expect([asked('a@b.ru', 6), asked('@Ольга Соколова, да', 19), asked('нет', 3), asked('@ол привет', 0)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
test('any part of the name is found, the given name first; ё is е', () => {
  expect(suggested(all, 'ол').map(one => one.id)).toEqual(['1', '2']);
  expect(suggested(all, 'федор').map(one => one.id)).toEqual(['2']);
  expect(suggested(all, 'иван ряб').map(one => one.id)).toEqual(['3']);
  expect(suggested(all, '').length).toBe(3);
});
test('the name takes the place of what was typed', () => {
  expect(completed('привет @ол, как', 10, 7, olga)).toEqual({ text: 'привет @Ольга Соколова , как', caret: 23 });
  expect(completed('@ол как', 3, 0, olga)).toEqual({ text: '@Ольга Соколова как', caret: 16 });
});
test('a text mentions those it names; of namesakes those that were picked', () => {
  expect(mentioned('@Ольга Соколова и @Мария Рябова', all, new Set())).toEqual(['1', '3']);
  expect(mentioned('@Ольга Соколова', [...all, double], new Set())).toEqual(['1', '4']);
  expect(mentioned('@Ольга Соколова', [...all, double], new Set(['4']))).toEqual(['4']);
  expect(mentioned('x@Ольга Соколова, @Ольга Соколовая', all, new Set(['1']))).toEqual([]);
});
test('a text is cut at its names, the longer first, and nothing is lost', () => {
  const text = '@Мария Ивановна Рябова, @Мария и @Марианна';
  const cut = pieces(text, [maria]);
  expect(cut).toEqual([{ id: '3', text: '@Мария Ивановна Рябова' }, ', ', { id: '3', text: '@Мария' }, ' и @Марианна']);
  expect(cut.map(one => (typeof one === 'string' ? one : one.text)).join('')).toBe(text);
});
