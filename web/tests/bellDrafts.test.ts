import { describe, expect, test } from 'vitest';
import type { Bells, SaidBellRule, SchoolYear } from '../src/core/shapes';
import {
  differs,
  draftOf,
  freeName,
  nextMonday,
  saidBells,
  whoNotices,
  type Draft,
} from '../src/timetable/bell_schedules/drafts';
import { saidOf, usualSchedule, withFirstNumber, withLesson } from '../src/timetable/bell_schedules/schedule';

const TODAY = '2026-11-26'; // a Thursday
const rule = (schedule: string, more: Partial<SaidBellRule> = {}): SaidBellRule => ({
  schedule,
  class: null,
  weekday: null,
  day: null,
  ...more,
});
const bells = (more: Partial<Bells> = {}): Bells => ({
  revision: 3,
  from_day: null,
  until_day: null,
  schedules: [saidOf(usualSchedule('first')), saidOf(usualSchedule('second'))] as Bells['schedules'],
  rules: [rule('first'), rule('second', { class: '6' })],
  ...more,
});
const year = (...days: string[]): SchoolYear => ({
  revision: 1,
  weekdays: 6,
  periods: days.map(from_day => ({
    id: from_day,
    title: '1',
    from_day,
    until_day: '2027-06-01',
    grade_from: 1,
    grade_until: 11,
  })),
  free: [],
});
const draft = (more: Partial<Bells> = {}): Draft => draftOf(bells(more), year(), TODAY, 'first');

describe('from which day a change counts', () => {
  test('the next Monday, whatever day it is', () => {
    expect(draft().from).toBe('2026-11-30');
    expect(nextMonday('2026-11-30')).toBe('2026-12-07');
  });
  test('of bells that are planned, their own day', () => {
    expect(draft({ from_day: '2027-01-12' }).from).toBe('2027-01-12');
    expect(draft({ from_day: '2026-09-01' }).from).toBe('2026-11-30');
  });
  test('the first bells of a school, from the first day of its year on', () => {
    const first = (days: string[]) => draftOf(bells({ schedules: [], rules: [] }), year(...days), TODAY, 'Shift 1');
    expect([first(['2026-09-01']).from, first(['2027-09-01']).from, first([]).from]).toEqual([
      '2026-09-01',
      TODAY,
      TODAY,
    ]);
    expect(first([]).rules).toEqual([rule('Shift 1')]);
  });
});

test('single days before it are left to the bells they are of', () => {
  const days = [rule('second', { day: '2026-11-27' }), rule('second', { day: '2026-12-30' })];
  expect(saidBells(draft({ rules: [rule('first'), ...days] })).rules).toEqual([rule('first'), days[1]]);
});

describe('what is changed', () => {
  const before = draft();
  const after = (change: (held: Draft['schedules'][number]) => Draft['schedules'][number]): Draft => ({
    ...before,
    schedules: before.schedules.map((one, n) => (n === 0 ? change(one) : one)),
  });
  const classes = [
    { id: '5', name: '5А', grade: 5 },
    { id: '6', name: '6А', grade: 6 },
  ];
  const notice = (changed: Draft) => whoNotices(before, changed, classes, 6).map(({ name }) => name);
  test('is nothing as long as times, kinds, names and rules are the same', () => {
    expect(differs(before, { ...before, from: '2027-01-01', revision: 9 })).toBe(false);
    expect(
      differs(
        before,
        after(one => withLesson(one, 0, { then: 'lunch' })),
      ),
    ).toBe(true);
    expect(differs(before, { ...before, rules: [rule('second')] })).toBe(true);
  });
  test('is noticed by the classes whose times change, and by no other', () => {
    expect(notice(after(one => withLesson(one, 0, { pause: 15 })))).toEqual(['5А']);
    expect(notice(after(one => withFirstNumber(one, 2)))).toEqual(['5А']);
    expect(notice(after(one => withLesson(one, 0, { then: 'lunch' })))).toEqual([]);
    const second = { ...before, rules: [...before.rules, rule('first', { class: '6', weekday: 6 })] };
    expect(notice(second)).toEqual([]); // both schedules ring at the same times
  });
});

test('a copy gets a name that is free', () => {
  const held = [usualSchedule('Short'), usualSchedule('Short (2)')];
  expect(freeName(held, 'Short', n => `Short (${n})`)).toBe('Short (3)');
  expect(freeName(held, 'Long', n => `Long (${n})`)).toBe('Long');
});
