import { describe, expect, test } from 'vitest';
import type { ImportDoubt, ImportPreview } from '../src/core/shapes';
import { answersOf, canApply, NOT_WANTED, open } from '../src/set_up/importing';

const DOUBTS: ImportDoubt[] = [
  { kind: 'teacher', name: 'лебедев', written: 'Лебедев', candidates: [{ id: '7', name: 'Лебедев Пётр' }], lines: 3 },
  { kind: 'subject', name: 'лит', written: 'Лит.', candidates: [], lines: 1 },
];
const preview = (more: Partial<ImportPreview>): ImportPreview => ({
  name: 'plan.csv',
  from_day: '2026-12-07',
  digest: '0'.repeat(24),
  doubts: [],
  names: [],
  new_courses: [],
  new: 3,
  changed: 0,
  gone: 0,
  unchanged: 0,
  left_out: 0,
  waiting: 0,
  of_another_school: false,
  asks_twice: false,
  clashes: [],
  lessons_added: 0,
  lessons_dropped: 0,
  ...more,
});
const SAID = { confirmed: false, word: '', clashes: 0 };

describe('a file before it is applied', () => {
  test('every doubt is answered by an id, or by that it is not wanted', () => {
    expect(open(DOUBTS, {})).toBe(2);
    const chosen = { teacherлебедев: '7', subjectлит: NOT_WANTED };
    expect(open(DOUBTS, chosen)).toBe(0);
    expect(answersOf(DOUBTS, chosen)).toEqual([
      { kind: 'teacher', name: 'лебедев', target: '7' },
      { kind: 'subject', name: 'лит', target: null },
    ]);
  });
  test.each([
    ['all is said', {}, SAID, true],
    ['a doubt is open', { doubts: DOUBTS }, SAID, false],
    ['nothing changes', { new: 0 }, SAID, false],
    ['much goes away', { asks_twice: true }, SAID, false],
    ['much goes away, and that is right', { asks_twice: true }, { ...SAID, confirmed: true }, true],
    ['it clashes', {}, { ...SAID, clashes: 2 }, false],
    ['it clashes, and why is said', {}, { ...SAID, clashes: 2, word: 'один зал' }, true],
    ['it is of another school', { of_another_school: true }, SAID, false],
  ])('%s', (_, more, said, can) => expect(canApply(preview(more), said)).toBe(can));
});
