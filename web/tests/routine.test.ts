import { expect, test } from 'vitest';
import type { Bells, SchoolEvent } from '../src/core/shapes';
import { concerns, isActive, routineOf } from '../src/timetable/class_pages/routine';
import type { Lesson } from '../src/timetable/week';

const MONDAY = '2026-11-23';
const ZONE = 'Europe/Moscow';
const GROUP = { id: '5', name: '5А', grade: 5 };

const lesson = (number: number, starts: number, of: Partial<Lesson> = {}): Lesson => ({
  id: String(number),
  course: '1',
  day: MONDAY,
  number,
  starts,
  ends: starts + 45,
  begins: 1,
  over: 2,
  subject: 'Математика',
  group: '5А',
  room: '',
  teachers: [],
  cancelled: false,
  deviation: null,
  ...of,
});
const bells = (
  name: string,
  thens: Bells['schedules'][number]['bells'][number]['then'][],
): Bells['schedules'][number] => ({
  name,
  bells: thens.map((then, index) => ({
    number: index + 1,
    starts: `${String(8 + index).padStart(2, '0')}:30`,
    ends: `${String(9 + index).padStart(2, '0')}:15`,
    then,
  })),
});
const versions: Bells[] = [
  {
    revision: 1,
    from_day: null,
    until_day: null,
    schedules: [
      bells('1 смена', ['plain', 'breakfast', 'dynamic', 'lunch', 'plain']),
      bells('начальная', ['breakfast', 'plain', 'lunch']),
    ],
    rules: [
      { schedule: '1 смена', class: null, weekday: null, day: null },
      { schedule: 'начальная', class: '1', weekday: null, day: null },
    ],
  },
];
const calendar = {
  versions,
  free: [
    { title: 'Каникулы', from_day: '2026-11-24', until_day: '2026-11-25', grade_from: 1, grade_until: 11 },
    {
      title: 'Каникулы первых классов',
      from_day: '2026-11-25',
      until_day: '2026-11-26',
      grade_from: 1,
      grade_until: 1,
    },
  ],
};
const event = (of: Partial<SchoolEvent>): SchoolEvent =>
  ({
    id: '1',
    title: 'Поход',
    starts_at: '2026-11-23T12:00:00Z',
    ends_at: null,
    targets: [{ of: 'class', class: '5', course: null, grade: null, to: ['families'] }],
    mine: [],
    cancelled: null,
    ...of,
  }) as SchoolEvent;
const routine = (lessons: Lesson[], events: SchoolEvent[] = [], days = [MONDAY]) =>
  routineOf(days, lessons, calendar, GROUP, events, ZONE);

const MORNING = [lesson(1, 510), lesson(2, 570), lesson(3, 630), lesson(4, 690)];

test('breaks with a name stand with their times, a meal also after the last lesson', () => {
  const [monday] = routine(MORNING);
  expect(monday!.stay).toEqual({ from: 510, until: 735 });
  expect(monday!.breaks).toEqual({
    breakfast: [{ from: 615, until: 630 }],
    dynamic: [{ from: 675, until: 690 }],
    lunch: [{ from: 735, until: 750 }],
  });
});

test('who has three lessons has no pause after them, and another class has its own meals', () => {
  expect(routine(MORNING.slice(0, 3))[0]!.breaks.dynamic).toEqual([]);
  const first = { id: '1', name: '1А', grade: 1 };
  const [monday] = routineOf([MONDAY], MORNING.slice(0, 3), calendar, first, [], ZONE);
  expect(monday!.breaks.breakfast).toEqual([{ from: 555, until: 570 }]);
  expect(monday!.breaks.lunch).toEqual([{ from: 675, until: null }]); // nothing rings after it
});

test('two halves of a class have one lesson, and a cancelled one is none', () => {
  const [monday] = routine([...MORNING, lesson(1, 510, { id: '1b' }), lesson(5, 750, { cancelled: true })]);
  expect(monday!.lessons).toBe(4);
  expect(monday!.stay!.until).toBe(735);
});

test('physical education is told by the name of the subject', () => {
  expect(['Физкультура', 'Физическая культура', 'Ритмика', 'PE', 'Physical education'].every(isActive)).toBe(true);
  expect(['Физика', 'Математика', 'Опера', 'History'].some(isActive)).toBe(false);
  const [monday] = routine([
    lesson(1, 510, { subject: 'Физкультура' }),
    lesson(1, 510, { id: '1b', subject: 'Физкультура' }),
  ]);
  expect(monday!.activity).toEqual([{ number: 1, subject: 'Физкультура', times: { from: 510, until: 555 } }]);
});

test('events of the class, its year and its school are there, others and cancelled ones are not', () => {
  const to = (target: object, who = ['students']) =>
    concerns(event({ targets: [{ class: null, course: null, grade: null, to: who, ...target } as never] }), GROUP);
  expect([to({ of: 'class', class: '5' }), to({ of: 'grade', grade: 5 }), to({ of: 'school' })]).toEqual([
    true,
    true,
    true,
  ]);
  expect([to({ of: 'class', class: '6' }), to({ of: 'grade', grade: 6 }), to({ of: 'school' }, ['staff'])]).toEqual([
    false,
    false,
    false,
  ]);
  expect(concerns(event({ cancelled: { at: '', because: '' } }), GROUP)).toBe(false);
});

test('an event of two days stands on both, with its hour on the first', () => {
  const trip = event({ ends_at: '2026-11-24T12:00:00Z' });
  const days = routine(MORNING, [trip], [MONDAY, '2026-11-24', '2026-11-25']);
  expect(days.map(({ events }) => events.map(({ at }) => at))).toEqual([['15:00'], [''], []]);
  expect(days.map(({ free }) => free)).toEqual(['', 'Каникулы', '']);
});
