import { expect, test } from 'vitest';
import { excerpt, marked } from '../src/talk/search/highlight';

const found = (text: string, query: string) =>
  marked(text, query)
    .filter(piece => piece.found)
    .map(piece => piece.text);

test('forms of the words that were looked for are marked, and only they', () => {
  expect(found('Родительское собрание. О собраниях потом, сбор в 9', 'собрания')).toEqual(['собрание', 'собраниях']);
  expect(found('Ёлка и ёлки', 'елка')).toEqual(['Ёлка', 'ёлки']);
  expect(found('<b>собрание</b>', 'собрание')).toEqual(['собрание']);
  expect(
    marked('<b>собрание</b>', 'собрание')
      .map(piece => piece.text)
      .join(''),
  ).toBe('<b>собрание</b>');
});
test('of a long text the part with the word is shown', () => {
  const text = `${'много слов '.repeat(40)}экскурсия в музей${' и ещё'.repeat(40)}`;
  expect(excerpt(text, 'экскурсия')).toContain('экскурсия в музей');
  expect(excerpt('коротко', 'нет')).toBe('коротко');
});
