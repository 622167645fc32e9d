import { describe, expect, test } from 'vitest';
import type { ImportDoubt, ImportPreview, ListColumn } from '../src/core/shapes';
import {
  answersOf,
  canApply,
  chooseColumn,
  likelyNew,
  missingColumns,
  NEW,
  NOT_WANTED,
  open,
} from '../src/timetable_files/timetableFiles';

const DOUBTS: ImportDoubt[] = [
  { kind: 'teacher', name: 'лебедев', written: 'Лебедев', candidates: [{ id: '7', name: 'Лебедев Пётр' }], lines: 3 },
  { kind: 'subject', name: 'лит', written: 'Лит.', candidates: [], lines: 1 },
];
const preview = (more: Partial<ImportPreview>): ImportPreview => ({
  name: 'plan.csv',
  from_day: '2026-12-07',
  until_day: '2027-05-29',
  digest: '0'.repeat(24),
  doubts: [],
  names: [],
  read_names: [],
  new_courses: [],
  new_rooms: [],
  other_teachers: [],
  twice: [],
  new: 3,
  changed: 0,
  gone: 0,
  unchanged: 0,
  over: 0,
  left_out: 0,
  waiting: 0,
  of_another_school: false,
  asks_twice: false,
  misplaced: [],
  clashes: [],
  clash_count: 0,
  lessons_added: 0,
  lessons_dropped: 0,
  ...more,
});
const SAID = { confirmed: false, word: '' };

describe('a file before it is applied', () => {
  test('every doubt is answered by an id, or by that it is not wanted', () => {
    expect(open(DOUBTS, {})).toBe(2);
    const chosen = { teacherлебедев: '7', subjectлит: NOT_WANTED };
    expect(open(DOUBTS, chosen)).toBe(0);
    expect(answersOf(DOUBTS, chosen)).toEqual([
      { kind: 'teacher', name: 'лебедев', target: '7', is_new: false },
      { kind: 'subject', name: 'лит', target: null, is_new: false },
    ]);
  });
  test('names that are like none of the school’s can be new, all at once', () => {
    expect(likelyNew(DOUBTS).map(({ written }) => written)).toEqual(['Лит.']);
    expect(answersOf(DOUBTS, { subjectлит: NEW })).toEqual([
      { kind: 'subject', name: 'лит', target: null, is_new: true },
    ]);
  });
  test('a column is taken from the one that had its meaning, and what is missing is named', () => {
    const columns: ListColumn[] = [
      { heading: 'Класс', meaning: 'classes', remembered: false, examples: ['5А'] },
      { heading: 'Кл.', meaning: null, remembered: false, examples: ['5А'] },
    ];
    expect(missingColumns(columns)).toEqual(['subject', 'weekday', 'number']);
    expect(chooseColumn(columns, 'Кл.', 'classes').map(({ meaning }) => meaning)).toEqual([null, 'classes']);
    expect(missingColumns(chooseColumn(columns, 'Класс', null))).toContain('classes');
  });
  test.each([
    ['all is said', {}, SAID, true],
    ['a doubt is open', { doubts: DOUBTS }, SAID, false],
    ['nothing changes', { new: 0 }, SAID, false],
    ['much goes away', { asks_twice: true }, SAID, false],
    ['much goes away, and that is right', { asks_twice: true }, { ...SAID, confirmed: true }, true],
    ['it clashes', { clash_count: 2 }, SAID, false],
    ['it clashes, and why is said', { clash_count: 2 }, { ...SAID, word: 'один зал' }, true],
    ['a lesson has no bell', { misplaced: [{ code: 'no_such_bell', count: 1, rows: [] }] }, SAID, false],
    ['it is of another school', { of_another_school: true }, SAID, false],
  ])('%s', (_, more, said, can) => expect(canApply(preview(more), said)).toBe(can));
});
