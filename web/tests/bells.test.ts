import { describe, expect, test } from 'vitest';
import type { Bells, BellSchedule, SaidBellRule } from '../src/core/shapes';
import { bellsOn, breakAfter, clock, minutesOf, scheduleOn } from '../src/timetable/bells';
import {
  classesInWords,
  otherDays,
  renamed,
  sameDays,
  usualWeek,
  whoHasWhich,
  withOtherDay,
  withWeek,
} from '../src/timetable/bell_schedules/rules';
import {
  faultsOf,
  lengthOf,
  saidOf,
  timesOf,
  typedOf,
  usualSchedule,
  withFirstNumber,
  withLength,
  withLesson,
  withOneLess,
  withOneMore,
} from '../src/timetable/bell_schedules/schedule';

const rule = (schedule: string, more: Partial<SaidBellRule> = {}): SaidBellRule => ({
  schedule,
  class: null,
  weekday: null,
  day: null,
  ...more,
});
const usual = usualSchedule('1 смена');
const shown = (schedule = usual) => timesOf(schedule).map(({ starts, ends }) => `${clock(starts)}–${clock(ends)}`);

describe('times follow', () => {
  test('from the first bell, the length of lessons and each break', () => {
    expect(shown()).toEqual([
      '8:30–9:15',
      '9:25–10:10',
      '10:30–11:15',
      '11:35–12:20',
      '12:40–13:25',
      '13:35–14:20',
      '14:30–15:15',
    ]);
    expect(shown(withLesson(usual, 1, { pause: 5 })).slice(1, 3)).toEqual(['9:25–10:10', '10:15–11:00']);
    expect(shown({ ...withLength(usual, 40), first: 480 }).slice(0, 2)).toEqual(['8:00–8:40', '8:50–9:30']);
  });
  test('and what is sent is read back as it was typed', () => {
    const odd = withFirstNumber(withLesson(withLesson(usual, 2, { minutes: 35 }), 0, { then: 'dynamic' }), 7);
    expect(typedOf(saidOf(odd) as BellSchedule)).toEqual(odd);
    expect(saidOf(odd).bells[0]).toEqual({ number: 7, starts: '08:30', ends: '09:15', then: 'dynamic' });
    expect([lengthOf(odd), lengthOf(usual)]).toEqual([undefined, 45]);
  });
  test('numbers that leave one out stay', () => {
    const bells = saidOf(usual).bells.filter(({ number }) => number !== 3);
    expect(typedOf({ name: 'x', bells: bells as BellSchedule['bells'] }).lessons.map(({ number }) => number)).toEqual([
      1, 2, 4, 5, 6, 7,
    ]);
  });
  test('one more lesson is as long as the last and has its number after it', () => {
    expect(withOneMore(withFirstNumber(usual, 7)).lessons.at(-1)).toEqual({
      number: 14,
      minutes: 45,
      pause: 10,
      then: 'plain',
    });
    expect(withOneLess(withOneMore(usual))).toEqual(usual);
  });
});

test.each([
  ['8:30', 510],
  ['08.30', 510],
  ['0830', 510],
  [' 14 00 ', 840],
  ['24:00', undefined],
  ['8:60', undefined],
  ['later', undefined],
])('%s as a time of day is %s', (text, minutes) => {
  expect(minutesOf(text)).toBe(minutes);
});

describe('what makes no sense is named at its row', () => {
  const faults = (schedule: typeof usual, others = [usualSchedule('2 смена')]) => faultsOf([...others, schedule]);
  test('a break under five minutes, but not after the last lesson', () => {
    expect(faults(withLesson(usual, 2, { pause: 4 }))).toEqual([{ schedule: 1, place: 2, fault: 'short_break' }]);
    expect(faults(withLesson(usual, 6, { pause: 0 }))).toEqual([]);
  });
  test('a lesson of no minutes, one after midnight, and a number that is too high', () => {
    expect(faults(withLesson(usual, 3, { minutes: 0 }))).toEqual([{ schedule: 1, place: 3, fault: 'no_minutes' }]);
    expect(faults({ ...usual, first: 1080 }).map(({ place, fault }) => [place, fault])).toEqual([
      [6, 'after_midnight'],
    ]);
    expect(faults(withFirstNumber(usual, 15))).toEqual([{ schedule: 1, place: null, fault: 'number' }]);
  });
  test('no name, the same name twice, and no lessons', () => {
    expect(faults({ ...usual, name: ' ' })).toEqual([{ schedule: 1, place: null, fault: 'no_name' }]);
    expect(faults({ ...usual, name: '2 смена ' })).toEqual([{ schedule: 1, place: null, fault: 'name_twice' }]);
    expect(faults({ ...usual, lessons: [] })).toEqual([{ schedule: 1, place: null, fault: 'no_lessons' }]);
  });
});

describe('which bells a class has', () => {
  // 2026-12-30 is a Wednesday
  const rules = [
    rule('first'),
    rule('short', { weekday: 6 }),
    rule('second', { class: '5' }),
    rule('first', { class: '5', weekday: 3 }),
    rule('short', { day: '2026-12-30' }),
  ];
  test.each([
    ['a day goes before all', '5', '2026-12-30', 'short'],
    ['a class before the school', '5', '2026-12-29', 'second'],
    ['its weekday before always', '5', '2026-12-23', 'first'],
    ["the school's weekday before always", '6', '2026-12-26', 'short'],
    ['and a class that nothing is said of has the school’s', '6', '2026-12-29', 'first'],
  ])('%s', (_, group, day, name) => {
    expect(scheduleOn(rules, group, day)).toBe(name);
  });
  const classes = [
    { id: '4', name: '4А', grade: 4 },
    { id: '5', name: '5А', grade: 5 },
    { id: '51', name: '5Б', grade: 5 },
    { id: '6', name: '6А', grade: 6 },
  ];
  test('is a table of classes that have the same', () => {
    const rows = whoHasWhich(rules, classes, 6);
    expect(rows.map(({ classes: some }) => classesInWords(some, classes))).toEqual(['4, 6, 5Б', '5А']);
    expect(rows[0]?.week).toEqual(['first', 'first', 'first', 'first', 'first', 'short']);
    expect(sameDays(rows, 6)).toEqual([
      [1, 2],
      [3, 3],
      [4, 5],
      [6, 6],
    ]);
    expect(classesInWords(classes.slice(0, 3), classes)).toBe('4–5');
    expect(classesInWords(classes, classes)).toBeNull();
  });
  test('and is changed for some classes, leaving others and single days as they are', () => {
    const week = ['second', 'second', 'second', 'first', 'second', null];
    const changed = withWeek(rules, ['4', '5'], week);
    expect(usualWeek(changed, '4', 6)).toEqual(['second', 'second', 'second', 'first', 'second', 'second']);
    expect(usualWeek(changed, '5', 5)).toEqual(week.slice(0, 5));
    expect(usualWeek(changed, '6', 6)).toEqual(usualWeek(rules, '6', 6));
    expect(changed.filter(({ day }) => day !== null)).toEqual(rules.filter(({ day }) => day !== null));
    expect(usualWeek(withWeek(changed, ['5'], null), '5', 6)).toEqual(usualWeek(rules, '6', 6));
  });
  test('another day is of the whole school or of some classes, and said twice the last counts', () => {
    const said = withOtherDay(rules, { day: '2027-02-12', schedule: 'second', classes: ['5', '6'] });
    const again = withOtherDay(said, { day: '2027-02-12', schedule: 'first', classes: ['6'] });
    expect(otherDays(again, '2026-12-01')).toEqual([
      { day: '2026-12-30', schedule: 'short', classes: null },
      { day: '2027-02-12', schedule: 'second', classes: ['5'] },
      { day: '2027-02-12', schedule: 'first', classes: ['6'] },
    ]);
    expect(otherDays(again, '2027-01-01')).toHaveLength(2);
  });
  test('a new name of a schedule is its name everywhere', () => {
    expect(scheduleOn(renamed(rules, 'short', 'brief'), '6', '2026-12-30')).toBe('brief');
  });
});

describe('the break after a lesson', () => {
  const of = (name: string, then: 'lunch' | 'breakfast', number = 2): BellSchedule => ({
    name,
    bells: [{ number, starts: '09:25', ends: '10:10', then }],
  });
  const bells = (schedules: BellSchedule[], rules = [rule(schedules[0]!.name)]): Bells => ({
    revision: 1,
    from_day: null,
    until_day: '2026-12-01',
    schedules,
    rules,
  });
  const held = { day: '2026-11-25', number: 2, starts: 565, ends: 610 };
  test('is that of its bell', () => {
    expect(breakAfter([bells([of('a', 'lunch')])], held, undefined)).toBe('lunch');
    expect(breakAfter([bells([of('a', 'lunch', 3)])], held, undefined)).toBe('plain');
  });
  test('is told by the class where two schedules ring at once', () => {
    const two = [of('a', 'lunch'), of('b', 'breakfast')];
    expect(breakAfter([bells(two)], held, undefined)).toBe('plain');
    expect(breakAfter([bells(two, [rule('a'), rule('b', { class: '5' })])], held, '5')).toBe('breakfast');
  });
  test('is none on a day of other bells', () => {
    expect(bellsOn([bells([of('a', 'lunch')])], '2026-12-01')).toEqual([]);
    expect(breakAfter([bells([of('a', 'lunch')])], { ...held, day: '2026-12-01' }, undefined)).toBe('plain');
  });
});
