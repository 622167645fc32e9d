import { describe, expect, test } from 'vitest';
import type { Bells, Timetable, TimetableLesson } from '../src/core/shapes';
import { daysOf, freeOn, fromTimetable, gapAfter, gapBetween, nowAndNext, rowsOf } from '../src/timetable/week';

let ids = 0;
/** By Moscow's clock, three hours ahead. */
const lesson = (day: string, number: number, starts = '', minutes = 45, more: Partial<TimetableLesson> = {}) => {
  const begins = starts ? new Date(`${day}T${starts}:00+03:00`) : null;
  return {
    id: String((ids += 1)),
    course: '1',
    title: 'Математика, 5А',
    subject: 'Математика',
    class: '5А',
    day,
    number,
    starts_at: begins?.toISOString() ?? null,
    ends_at: begins ? new Date(begins.getTime() + minutes * 60_000).toISOString() : null,
    room: '214',
    teachers: [],
    cancelled: false,
    revision: 1,
    deviation: null,
    ...more,
  } satisfies TimetableLesson;
};
const week = (...lessons: TimetableLesson[]) =>
  fromTimetable({ week: '2026-W48', zone: 'Europe/Moscow', lessons } satisfies Timetable);
const MON = '2026-11-23';
const TUE = '2026-11-24';

test("times are those of the school's clock", () => {
  const [one, other] = week(lesson(MON, 1, '08:30'), lesson(MON, 2)).lessons;
  expect([one?.starts, one?.ends, other?.starts]).toEqual([510, 555, null]);
});
test('a course of no class is called by its title', () => {
  expect(week(lesson(MON, 1, '08:30', 45, { class: '' })).lessons[0]?.group).toBe('Математика, 5А');
});

describe('rows of the table', () => {
  const rows = (...lessons: TimetableLesson[]) =>
    rowsOf(week(...lessons).lessons).map(row => [row.number, row.starts, row.lessons.length]);
  test('a short day is in the row of its number, which has the time of most days', () => {
    expect(rows(lesson(TUE, 2, '09:00', 30), lesson(MON, 2, '09:25'), lesson('2026-11-25', 2, '09:25'))).toEqual([
      [2, 565, 3],
    ]);
  });
  test('a second shift has rows of its own, after the first', () => {
    expect(rows(lesson(MON, 1, '14:00'), lesson(TUE, 1, '08:30'), lesson(TUE, 2, '09:25'))).toEqual([
      [1, 510, 1],
      [2, 565, 1],
      [1, 840, 1],
    ]);
  });
  test('lessons whose time nobody has said are in the row of their number, or last', () => {
    expect(rows(lesson(MON, 1), lesson(TUE, 1, '08:30'), lesson(MON, 9), lesson(MON, 8))).toEqual([
      [1, 510, 2],
      [8, null, 1],
      [9, null, 1],
    ]);
  });
  test('two halves of a class at once are in one cell', () => {
    expect(rows(lesson(MON, 1, '08:30'), lesson(MON, 1, '08:30'))).toEqual([[1, 510, 2]]);
  });
});

test('a week has the days of the school, and more where there are lessons', () => {
  expect(daysOf(week(lesson(MON, 1)), 5)).toEqual([MON, TUE, '2026-11-25', '2026-11-26', '2026-11-27']);
  expect(daysOf(week(lesson('2026-11-29', 1)), 5)).toHaveLength(7);
  expect(daysOf(week(), 6)).toHaveLength(6);
});
test('a free day has its name, the day after it has none', () => {
  const free = [{ title: 'День учителя', from_day: MON, until_day: TUE, grade_from: 1, grade_until: 12 }];
  expect([freeOn(free, MON), freeOn(free, TUE)]).toEqual(['День учителя', '']);
});
test('a free day of some grades is one for these only', () => {
  const free = [{ title: 'Каникулы', from_day: MON, until_day: TUE, grade_from: 1, grade_until: 2 }];
  expect([freeOn(free, MON, 1), freeOn(free, MON, 3), freeOn(free, MON)]).toEqual(['Каникулы', '', '']);
});

describe('breaks', () => {
  const bells: Bells = {
    revision: 1,
    from_day: null,
    until_day: null,
    schedules: [
      {
        name: '1',
        bells: [
          { number: 1, starts: '08:30', ends: '09:15', then: 'breakfast' },
          { number: 2, starts: '09:30', ends: '10:15', then: 'plain' },
          { number: 3, starts: '10:25', ends: '11:10', then: 'plain' },
        ],
      },
    ],
    rules: [{ schedule: '1', class: null, weekday: null, day: null }],
  };
  const { lessons } = week(lesson(MON, 1, '08:30'), lesson(MON, 2, '09:30'), lesson(MON, 3, '10:25'));
  test('those with a name stand between two lessons, plain ones do not', () => {
    expect(gapAfter([bells], lessons[0], lessons[1])).toEqual({ from: 555, minutes: 15, kind: 'breakfast' });
    expect(gapAfter([bells], lessons[1], lessons[2])).toBeUndefined();
    expect(gapAfter([bells], lessons[2], undefined)).toBeUndefined();
  });
  test('in the table they stand between numbers that follow each other', () => {
    const rows = rowsOf(lessons);
    expect(gapBetween([bells], rows[0]!, rows[1])).toEqual({ from: 555, minutes: 15, kind: 'breakfast' });
    expect(gapBetween([bells], rows[0]!, rows[2])).toBeUndefined();
  });
});

const TRIP = { moved_from: null, room_was: null, covered: [], instead: 'Экскурсия', replaced_by: null, note: '' };
describe('now and next', () => {
  const off = lesson(MON, 2, '09:25', 45, { cancelled: true });
  const first = lesson(MON, 1, '08:30');
  const third = lesson(MON, 3, '10:25');
  const { lessons } = week(first, off, third, lesson(TUE, 1, '08:30'));
  const at = (clock: string) => {
    const { now, next } = nowAndNext(lessons, Date.parse(`${MON}T${clock}:00+03:00`), MON);
    return [[...now], [...next]];
  };
  test('a lesson is on from its bell until the bell that ends it; a cancelled one is neither', () => {
    expect(at('08:30')).toEqual([[first.id], [third.id]]);
    expect(at('09:15')).toEqual([[], [third.id]]);
    expect(at('09:30')).toEqual([[], [third.id]]);
    expect(at('10:25')).toEqual([[third.id], []]);
  });
  test('what is held instead of a lesson is on at its time', () => {
    const trip = lesson(MON, 2, '09:25', 45, { cancelled: true, deviation: TRIP });
    const { now } = nowAndNext(week(first, trip).lessons, Date.parse(`${MON}T09:30:00+03:00`), MON);
    expect([...now]).toEqual([trip.id]);
  });
  test('before the first bell the first is next, after the last nothing is', () => {
    expect(at('07:00')).toEqual([[], [first.id]]);
    expect(at('15:00')).toEqual([[], []]);
  });
});
