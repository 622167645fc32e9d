import { describe, expect, test } from 'vitest';
import type { NewPeriod } from '../src/core/shapes';
import {
  boundsOf,
  byGrades,
  freeOf,
  monthsOf,
  often,
  partsOf,
  placed,
  restsOf,
  saidDays,
  schoolDays,
  typedDays,
  yearFaults,
  yearOf,
} from '../src/timetable/school_year/year';

const period = (from_day: string, until_day: string, grade_from = 1, grade_until = 9): NewPeriod => ({
  title: from_day,
  from_day,
  until_day,
  grade_from,
  grade_until,
});
const QUARTERS = [period('2026-11-02', '2026-12-31'), period('2026-09-01', '2026-10-25')];
const HALF = period('2026-09-01', '2026-12-31', 10, 11);

test('the school year of a day begins in August', () => {
  expect(['2026-08-01', '2027-07-31', '2026-07-31'].map(yearOf)).toEqual([2026, 2026, 2025]);
});
test('periods of the same grades stand together, in their order, and another year apart', () => {
  const all = byGrades([HALF, ...QUARTERS, period('2025-09-01', '2025-10-25')], 2026);
  expect(all.map(one => [one.grade_from, one.grade_until, one.periods.map(({ from_day }) => from_day)])).toEqual([
    [1, 9, ['2026-09-01', '2026-11-02']],
    [10, 11, ['2026-09-01']],
  ]);
  expect(boundsOf(all, 2026)).toEqual({ from_day: '2026-09-01', until_day: '2026-12-31' });
  expect(boundsOf([], 2026)).toEqual({ from_day: '2026-09-01', until_day: '2027-06-01' });
});

describe('the strip of a year', () => {
  const bounds = { from_day: '2026-09-01', until_day: '2026-12-10' }; // a hundred days
  test('a field is as long as it lasts', () => {
    expect(placed({ from_day: '2026-09-11', until_day: '2026-09-21' }, bounds)).toEqual({ left: 10, width: 10 });
    expect(placed({ from_day: '2026-08-01', until_day: '2026-09-11' }, bounds)).toEqual({ left: 0, width: 10 });
    expect(placed({ from_day: '2026-12-10', until_day: '2026-12-20' }, bounds)).toBeUndefined();
  });
  test('the fields of periods and rests fill it without a hole', () => {
    const periods = QUARTERS.map(one => ({ ...one }));
    const all = { from_day: '2026-09-01', until_day: '2026-12-31' };
    const widths = [...periods, ...restsOf(periods, [], all)].map(one => placed(one, all)!.width);
    expect(widths.reduce((a, b) => a + b)).toBeCloseTo(100);
  });
  test('holidays are rests, a single free day is none', () => {
    const free = [
      { title: 'Осенние', from_day: '2026-10-25', until_day: '2026-11-02' },
      { title: 'День', from_day: '2026-11-04', until_day: '2026-11-05' },
    ];
    expect(restsOf([{ ...bounds }], free, bounds)).toEqual([free[0]]);
  });
  test('grades are free on the days that all of them have', () => {
    const free = [
      { title: 'Осенние', from_day: '2026-10-25', until_day: '2026-11-02', grade_from: 1, grade_until: 12 },
      { title: 'Первому классу', from_day: '2027-02-08', until_day: '2027-02-15', grade_from: 1, grade_until: 1 },
    ];
    const titles = (grade_from: number, grade_until: number) =>
      freeOf(free, { grade_from, grade_until }).map(one => one.title);
    expect([titles(1, 1), titles(1, 4), titles(5, 11)]).toEqual([
      ['Осенние', 'Первому классу'],
      ['Осенние'],
      ['Осенние'],
    ]);
  });
  test('a period that holidays lie in has a field before and one after them', () => {
    const rest = { from_day: '2026-10-25', until_day: '2026-11-02' };
    expect(partsOf(HALF, [rest])).toEqual([
      { from_day: '2026-09-01', until_day: '2026-10-25' },
      { from_day: '2026-11-02', until_day: '2026-12-31' },
    ]);
    expect(partsOf(rest, [rest])).toEqual([]);
  });
  test('months begin where they begin', () => {
    expect(monthsOf({ from_day: '2026-11-10', until_day: '2027-02-01' })).toEqual([
      '2026-11-10',
      '2026-12-01',
      '2027-01-01',
    ]);
  });
});

test('days of school leave out what is free', () => {
  const week = { from_day: '2026-11-02', until_day: '2026-11-09' }; // from a Monday
  const day = { from_day: '2026-11-04', until_day: '2026-11-05' };
  expect([schoolDays(week, 6, []), schoolDays(week, 5, []), schoolDays(week, 5, [day])]).toEqual([6, 5, 4]);
});
test('people say the last day, and it is a day of it', () => {
  const said = { title: 'Зимние', from_day: '2026-12-31', until_day: '2027-01-11' };
  expect(typedDays(said)).toEqual({ title: 'Зимние', first: '2026-12-31', last: '2027-01-10' });
  expect(saidDays(typedDays(said))).toEqual(said);
});
test('what makes no sense is named at its line', () => {
  const line = (title: string, first: string, last: string) => ({ title, first, last });
  const lines = [
    line('1', '2026-09-01', '2026-10-24'),
    line('2', '2026-10-24', '2026-12-30'),
    line(' ', '2027-01-11', '2027-03-27'),
    line('4', '2027-04-05', ''),
    line('5', '2027-05-31', '2027-05-30'),
  ];
  const grades = { grade_from: 1, grade_until: 9 };
  expect(yearFaults(lines, grades, [])).toEqual([undefined, 'meets', 'no_title', 'no_days', 'ends_first']);
  expect(yearFaults(lines.slice(0, 1), grades, [period('2026-09-01', '2026-12-31', 9, 11)])).toEqual(['meets']);
  expect(yearFaults(lines.slice(0, 1), grades, [HALF])).toEqual([undefined]);
});
test('what schools often have can be begun with as it stands', () => {
  for (const kind of ['quarters', 'trimesters', 'halves', 'modules', 'own'] as const) {
    const lines = often(kind, 2026, n => `${n}`);
    expect(yearFaults(lines, { grade_from: 1, grade_until: 11 }, [])).toEqual(lines.map(() => undefined));
    expect([lines[0]?.first, lines.at(-1)?.last]).toEqual(['2026-09-01', '2027-05-31']);
  }
});
