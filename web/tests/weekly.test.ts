import { expect, test } from 'vitest';
import { lang } from '../src/i18n';
import { range, weekly } from '../src/timetable/class_pages/weekly';

test('lessons a week are written exactly: halves and quarters as decimals, thirds as they are', () => {
  lang.set('ru');
  expect(weekly({ lessons: 3, weeks: 1 })).toBe('3');
  expect(weekly({ lessons: 5, weeks: 2 })).toBe('2,5');
  expect(weekly({ lessons: 3, weeks: 4 })).toBe('0,75');
  expect(weekly({ lessons: 4, weeks: 3 })).toBe('1\u00a01/3');
  expect(weekly({ lessons: 1, weeks: 6 })).toBe('1/6');
  expect(weekly({ lessons: 0, weeks: 1 })).toBe('0');
  lang.set('en');
  expect(weekly({ lessons: 5, weeks: 2 })).toBe('2.5');
});

test('students of one class who have different ones are told apart', () => {
  lang.set('ru');
  expect(range({ lessons: 28, weeks: 1 }, { lessons: 28, weeks: 1 })).toBe('28');
  expect(range({ lessons: 55, weeks: 2 }, { lessons: 28, weeks: 1 })).toBe('27,5–28');
});
