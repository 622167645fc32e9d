import { describe, expect, test } from 'vitest';
import type { LessonDeviation } from '../src/core/shapes';
import { lang } from '../src/i18n';
import { deviations } from '../src/i18n/week/deviations';

const LEV = { id: '2', name: { family: 'Лебедев', given: 'Пётр', middle: 'Андреевич' } };
const MARIA = { id: '1', name: { family: 'Рябова', given: 'Мария', middle: 'Ивановна' } };
const AS_USUAL: LessonDeviation = {
  moved_from: null,
  room_was: null,
  covered: [],
  instead: '',
  replaced_by: null,
  note: '',
};
const lesson = (deviation: Partial<LessonDeviation> | null, cancelled = false) => ({
  room: '301',
  cancelled,
  deviation: deviation && { ...AS_USUAL, ...deviation },
});

describe('what is not as usual in a lesson', () => {
  test.each([
    ['who covers', lesson({ covered: [MARIA] }), ['замена: П.\u00a0А.\u00a0Лебедев'], ['cover: П.\u00a0Лебедев']],
    ['another room', lesson({ room_was: '117' }), ['каб. 301, не 117'], ['room 301, not 117']],
    [
      'where it was',
      lesson({ moved_from: { day: '2026-12-01', number: 3 } }),
      ['перенесён: был Вт, 1 декабря, 3-й урок'],
      ['moved from Tue, 1 December, lesson 3'],
    ],
    [
      'another subject',
      lesson({ replaced_by: { id: '9', subject: 'Английский язык' } }, true),
      ['вместо него английский язык'],
      ['английский язык instead'],
    ],
    ['an event', lesson({ instead: 'Планетарий' }, true), ['вместо урока: Планетарий'], ['instead: Планетарий']],
    ['a note', lesson({ note: 'С тетрадью' }), ['С тетрадью'], ['С тетрадью']],
  ])('%s', (_, of, russian, english) => {
    lang.set('ru');
    expect(deviations(of, LEV)).toEqual(russian);
    lang.set('en');
    expect(deviations(of, LEV)).toEqual(english);
    lang.set('ru');
  });

  test('a lesson that falls out names neither room nor cover, and one that is as usual nothing', () => {
    expect(deviations(lesson({ covered: [MARIA], room_was: '117' }, true), LEV)).toEqual([]);
    expect(deviations(lesson(null), LEV)).toEqual([]);
    expect(deviations(lesson({}), LEV)).toEqual([]);
  });
});
