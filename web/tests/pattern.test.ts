import { describe, expect, test } from 'vitest';
import type { Bells, SaidPatternRow, TaughtCourse } from '../src/core/shapes';
import {
  another,
  copiedDay,
  copiedWeek,
  inRoom,
  inWeeks,
  putDown,
  step,
  takenOff,
  undone,
  type Steps,
} from '../src/timetable/editor/moves';
import {
  counted,
  firstWeek,
  meet,
  plannedOf,
  planOn,
  sentOf,
  weekOfCycle,
  type PlanDraft,
} from '../src/timetable/editor/plan';
import { answerAt, bellsBy, clashOf, sizesOf, type Answer, type Known } from '../src/timetable/editor/whyNot';

const MONDAY = '2026-11-30';
const group = (name: string) => ({ id: name, name, grade: Number.parseInt(name) });
const course = (id: string, of: string, teacher: string, more: Partial<TaughtCourse> = {}): TaughtCourse => ({
  id,
  title: id,
  subject: id,
  grade: 5,
  revision: 1,
  class: of,
  classes: [group(of)],
  students: 25,
  teachers: [{ id: teacher, name: { family: teacher, given: '', middle: '' } }],
  group: '',
  typed: true,
  ...more,
});
const row = (id: string, of: string, weekday: number, number: number, more: Partial<SaidPatternRow> = {}) => ({
  id,
  course: of,
  weekday,
  number,
  room: null,
  cycle: 1,
  weeks: [1],
  anchor: '2026-08-31',
  from_day: '2026-09-01',
  until_day: '2027-05-31',
  word: '',
  ...more,
});
const times = (from: number) => [1, 2, 3].map(n => ({ number: n, starts: at(from + n), ends: at(from + n + 0.75) }));
const at = (hours: number) => `${String(Math.floor(hours)).padStart(2, '0')}:${hours % 1 ? '45' : '00'}`;
const bells: Bells = {
  revision: 1,
  from_day: null,
  until_day: null,
  schedules: [
    { name: 'first', bells: times(8).map(one => ({ ...one, then: 'plain' as const })) },
    { name: 'second', bells: times(9).map(one => ({ ...one, then: 'plain' as const })) },
  ],
  rules: [
    { schedule: 'first', class: null, weekday: null, day: null },
    { schedule: 'second', class: '7В', weekday: null, day: null },
  ],
};
const courses = [
  course('maths', '5А', 'Ryabova'),
  course('russian', '5А', 'Osipova'),
  course('english1', '5А', 'Kim', { group: '1' }),
  course('english2', '5А', 'Smith', { group: '2' }),
  course('algebra', '7В', 'Ryabova'),
  course('drawing', '6Б', 'Lee'),
  course('crafts', '5А', 'Titov', { students: 12 }),
  course('sewing', '5А', 'Gromova', { students: 13 }),
  course('chess', '5А', 'Demin', { students: 14 }),
];
const known: Known = {
  courses: new Map(courses.map(one => [one.id, one])),
  bell: bellsBy(bells),
  size: sizesOf(courses),
};

function ask(rows: SaidPatternRow[], key: string, weekday: number, number: number, draft: PlanDraft = {}) {
  const { grid, later } = planOn(rows, draft, MONDAY);
  const held = grid.find(one => one.key === key)!;
  const all = [...grid, ...later];
  const of5a = (one: { course: string }) => known.courses.get(one.course)?.class === '5А';
  const answer = answerAt(known, held, held, { weekday, number }, all, of5a);
  return { held, answer, put: () => putDown(rows, draft, held, held, { weekday, number }, answer) };
}
const why = (answer: Answer) => (answer.kind === 'no' ? answer.reason.why : answer.kind);

describe('whether a lesson can stand at a place', () => {
  const maths = row('1', 'maths', 1, 1);
  test('a free bell takes it, a bell that the class has not does not', () => {
    expect(ask([maths], '1', 2, 3).answer).toEqual({ kind: 'here' });
    expect(why(ask([maths], '1', 2, 4).answer)).toBe('bell');
  });
  test('another lesson of the class changes places with it, one of the same subject does not', () => {
    expect(why(ask([maths, row('2', 'russian', 1, 2)], '1', 1, 2).answer)).toBe('swap');
    expect(why(ask([maths, row('2', 'maths', 1, 2)], '1', 1, 2).answer)).toBe('same');
  });
  test('a teacher is taken by the clock, though the bell has another number in the other shift', () => {
    const rows = [maths, row('2', 'algebra', 2, 1)]; // 10:00 in the second shift
    expect(ask(rows, '1', 2, 1).answer).toEqual({ kind: 'here' });
    const { answer } = ask(rows, '1', 2, 2);
    expect(answer).toMatchObject({ kind: 'no', reason: { why: 'teacher', who: { id: 'Ryabova' }, row: { key: '2' } } });
  });
  test('a room is taken by another class, and by a lesson of the own class it changes places with', () => {
    const rows = [row('1', 'maths', 1, 1, { room: '312' }), row('2', 'drawing', 2, 2, { room: '312' })];
    expect(why(ask(rows, '1', 2, 2).answer)).toBe('room');
    expect(why(ask([...rows, row('3', 'russian', 3, 3, { room: '312' })], '1', 3, 3).answer)).toBe('swap');
  });
  test('two halves share a bell, and a whole class takes the place of both', () => {
    const halves = [row('2', 'english1', 2, 1), row('3', 'english2', 3, 1)];
    expect(ask(halves, '2', 3, 1).answer).toEqual({ kind: 'here' });
    const both = [maths, row('2', 'english1', 2, 1), row('3', 'english2', 2, 1)];
    expect(why(ask(both, '1', 2, 1).answer)).toBe('swap');
    // one half alone cannot change places with a whole class: the other half stays
    expect(why(ask(both, '2', 1, 1).answer)).toBe('class');
  });
  test('parts of a class that a roster does not name as such share a bell if together they are no more than the class', () => {
    const rows = [row('1', 'crafts', 1, 1), row('2', 'sewing', 2, 1), row('3', 'chess', 3, 1)];
    expect(ask(rows, '1', 2, 1).answer).toEqual({ kind: 'here' });
    expect(why(ask(rows, '3', 1, 1).answer)).toBe('swap');
  });
  test('what it changes places with must be free at the place it left', () => {
    const rows = [maths, row('2', 'russian', 1, 2), row('3', 'drawing', 1, 1, { room: '1' })];
    expect(why(ask(rows, '1', 1, 2).answer)).toBe('swap');
    const taken = [maths, row('2', 'russian', 1, 2, { room: '1' }), row('3', 'drawing', 1, 1, { room: '1' })];
    expect(why(ask(taken, '1', 1, 2).answer)).toBe('room');
  });
  test('two weeks of a cycle share a bell; the same week does not', () => {
    const first = { cycle: 2, weeks: [1] };
    const rows = (week: number) => [
      row('1', 'maths', 1, 1, first),
      row('2', 'russian', 2, 1, { cycle: 2, weeks: [week] }),
    ];
    expect(ask(rows(2), '1', 2, 1).answer).toEqual({ kind: 'here' });
    expect(why(ask(rows(1), '1', 2, 1).answer)).toBe('swap');
  });
  test('a row that only begins later is in the way, one that has ended by then is not', () => {
    const later = row('2', 'russian', 2, 1, { from_day: '2027-01-11' });
    expect(why(ask([maths, later], '1', 2, 1).answer)).toBe('swap');
    const before = row('2', 'russian', 2, 1, { until_day: MONDAY });
    expect(ask([maths, before], '1', 2, 1).answer).toEqual({ kind: 'here' });
  });
  test('a lesson without a place takes no place of another', () => {
    const { grid } = planOn([row('2', 'russian', 1, 1)], {}, MONDAY);
    const held = another('maths', grid, 0, MONDAY, MONDAY);
    const answer = answerAt(known, held, undefined, { weekday: 1, number: 1 }, grid, () => true);
    expect(answer).toMatchObject({ kind: 'no', reason: { why: 'class', group: { name: '5А' } } });
  });
  test('a clash that stands is named unless a word explains it', () => {
    const named = (word: string) => {
      const { grid } = planOn([row('1', 'maths', 1, 2), row('2', 'algebra', 1, 1, { word })], {}, MONDAY);
      return clashOf(known, grid[0]!, grid)?.why;
    };
    expect([named(''), named('until the repair')]).toEqual(['teacher', undefined]);
  });
  test('two lessons of a class that stand at one time have no student in both; the server has seen to that', () => {
    const rows = [maths, row('2', 'russian', 1, 1)];
    const named = (draft: PlanDraft) => {
      const { grid } = planOn(rows, draft, MONDAY);
      return clashOf(known, grid[0]!, grid)?.why;
    };
    expect(named({})).toBeUndefined();
    expect(named({ 2: { ...plannedOf(rows[1]!), room: '312' } })).toBe('class');
  });
});

describe('weeks in which two rows meet', () => {
  const planned = (more: Partial<SaidPatternRow>) => plannedOf(row('1', 'maths', 1, 1, more));
  test('cycles of another beginning are told apart by their weeks, not by their numbers', () => {
    const one = planned({ cycle: 2, weeks: [1], anchor: '2026-08-31' });
    expect(meet(one, planned({ cycle: 2, weeks: [1], anchor: '2026-09-10' }))).toBe(false);
    expect(meet(one, planned({ cycle: 2, weeks: [2], anchor: '2026-09-10' }))).toBe(true);
    expect(meet(one, planned({ cycle: 3, weeks: [2] }))).toBe(true);
  });
  test('the number of a week is counted from the anchor, before it too', () => {
    const numbers = ['2026-11-23', '2026-11-30', '2026-12-06', '2026-12-07'].map(day =>
      weekOfCycle(day, 2, '2026-12-02'),
    );
    expect(numbers).toEqual([2, 1, 1, 2]);
  });
  test('spans that only touch have no week', () => {
    const autumn = planned({ until_day: MONDAY });
    expect(meet(autumn, planned({ from_day: MONDAY }))).toBe(false);
    // Tuesday until Monday: its first Monday is past
    expect(meet(planned({ from_day: '2026-12-01', until_day: '2026-12-07' }), planned({}))).toBe(false);
  });
});

describe('what is done on the grid', () => {
  const rows = [row('1', 'maths', 1, 1, { room: '305' }), row('2', 'russian', 1, 2), row('3', 'maths', 4, 1)];
  test('two lessons that change places are two changes, and back again none', () => {
    const draft = ask(rows, '1', 1, 2).put();
    expect(Object.keys(draft).sort()).toEqual(['1', '2']);
    expect(planOn(rows, draft, MONDAY).grid.map(one => [one.key, one.number, one.changed])).toEqual([
      ['1', 2, true],
      ['2', 1, true],
      ['3', 1, false],
    ]);
    expect(ask(rows, '1', 1, 1, draft).put()).toEqual({});
  });
  test('a refused place changes nothing', () => {
    expect(ask(rows, '1', 4, 1).put()).toEqual({});
  });
  test('what is taken off waits, and comes back to its place without a change', () => {
    const { grid } = planOn(rows, {}, MONDAY);
    const draft = takenOff(rows, {}, grid[0]!);
    const plan = planOn(rows, draft, MONDAY);
    expect([plan.grid.length, plan.off.map(({ key }) => key)]).toEqual([2, ['1']]);
    const put = putDown(rows, draft, plan.off[0]!, undefined, { weekday: 1, number: 1 }, { kind: 'here' });
    expect(put).toEqual({});
  });
  test('a new lesson has the room of the others, and is gone when it is taken off', () => {
    const { grid } = planOn(rows, {}, MONDAY);
    const held = another('maths', grid, 2, '2026-08-31', MONDAY);
    expect([held.room, held.cycle, held.weeks]).toEqual(['305', 2, [2]]);
    const draft = putDown(rows, {}, held, undefined, { weekday: 5, number: 1 }, { kind: 'here' });
    const [made] = planOn(rows, draft, MONDAY).grid.filter(one => one.key === 'new1');
    expect(made).toMatchObject({ weekday: 5, number: 1 });
    expect(takenOff(rows, draft, made!)).toEqual({});
  });
  test('weeks and room of a lesson are changes, and undone are none', () => {
    const [first] = planOn(rows, {}, MONDAY).grid;
    let steps: Steps = { draft: {}, before: [] };
    steps = step(steps, inWeeks(rows, steps.draft, first!, 1, '2026-08-31'));
    steps = step(steps, inRoom(rows, steps.draft, planOn(rows, steps.draft, MONDAY).grid[0]!, '307'));
    expect(steps.draft['1']).toMatchObject({ cycle: 2, weeks: [1], room: '307' });
    steps = undone(steps);
    expect(steps.draft['1']).toMatchObject({ weeks: [1], room: '305' });
    expect(undone(undone(steps)).draft).toEqual({});
    expect(step(steps, { ...steps.draft })).toBe(steps); // what changes nothing is no step
  });
});

describe('what is sent', () => {
  const rows = [row('1', 'maths', 1, 1, { until_day: '2027-03-01' }), row('2', 'russian', 1, 2)];
  test('rows that change end, and begin anew as long as they would have held', () => {
    const draft = { ...ask(rows, '1', 2, 1).put(), 2: null };
    const { body, keys } = sentOf(rows, draft, MONDAY, 'until the repair');
    expect(body.end).toEqual(['1', '2']);
    expect(body.add).toMatchObject([{ course: 'maths', weekday: 2, number: 1, until_day: '2027-03-01' }]);
    expect([body.from_day, body.word, keys]).toEqual([MONDAY, 'until the repair', ['1']]);
  });
  test('a change of a row that has ended by the chosen day does not count', () => {
    const draft = ask(rows, '1', 2, 1).put();
    expect(counted(rows, draft, '2027-03-01')).toEqual([]);
    expect(sentOf(rows, draft, '2027-03-01', '').body.end).toEqual([]);
  });
  test('a first week is that of the other rows in a cycle of two, else that of the year', () => {
    expect(firstWeek(rows, '2026-09-01')).toBe('2026-08-31');
    expect(firstWeek([...rows, row('3', 'maths', 1, 1, { cycle: 2, anchor: '2026-09-09' })], '2026-09-01')).toBe(
      '2026-09-07',
    );
  });
});

describe('copies', () => {
  const isOwn = ({ course: of }: { course: string }) => of !== 'algebra';
  const placesOf = (rows: SaidPatternRow[], draft: PlanDraft) =>
    planOn(rows, draft, MONDAY)
      .grid.map(one => `${one.course} ${one.weekday}.${one.number} ${one.cycle}:${one.weeks.join()}`)
      .sort();

  test('a day stands on others with rooms and weeks, but where somebody is taken', () => {
    const rows = [
      row('a', 'maths', 1, 1, { room: '214' }),
      row('b', 'russian', 1, 3, { cycle: 2, weeks: [2] }),
      row('c', 'algebra', 2, 1), // of another class: at 10, when 5А has its second lesson
      row('d', 'algebra', 3, 1),
      row('e', 'drawing', 2, 2, { room: '214' }),
    ];
    const { draft, put, left } = copiedDay(known, rows, {}, MONDAY, 1, [2, 4], isOwn);
    expect(placesOf(rows, draft).filter(one => / [24]\./.test(one))).toEqual([
      'algebra 2.1 1:1',
      'drawing 2.2 1:1',
      'maths 2.1 1:1',
      'maths 4.1 1:1',
      'russian 2.3 2:2',
      'russian 4.3 2:2',
    ]);
    expect([put, left]).toEqual([4, []]);
    expect(sentOf(rows, draft, MONDAY, '').body.add?.map(one => one.room)).toEqual(['214', null, '214', null]);
    const taken = [row('a', 'maths', 1, 2), row('d', 'algebra', 3, 1)]; // Ryabova is in 7В on Wednesday at 10
    const { put: none, left: one } = copiedDay(known, taken, {}, MONDAY, 1, [3], isOwn);
    expect([none, one.map(({ row: of, reason }) => [of.course, of.weekday, reason.why])]).toEqual([
      0,
      [['maths', 3, 'teacher']],
    ]);
  });

  test('what stands there already is copied no second time', () => {
    const rows = [row('a', 'maths', 1, 1), row('b', 'maths', 2, 1)];
    expect(copiedDay(known, rows, {}, MONDAY, 1, [2], isOwn)).toEqual({ draft: {}, put: 0, left: [] });
  });

  test('one week stands in both, but where the other week has another lesson', () => {
    const rows = [
      row('a', 'maths', 1, 1, { cycle: 2, weeks: [1] }),
      row('b', 'russian', 1, 2, { cycle: 2, weeks: [1] }),
      row('c', 'english1', 1, 2, { cycle: 2, weeks: [2] }),
      row('d', 'chess', 1, 2, { cycle: 2, weeks: [2] }),
    ];
    const { draft, put, left } = copiedWeek(known, rows, {}, MONDAY, 1, isOwn);
    expect(placesOf(rows, draft)).toContain('maths 1.1 1:1');
    expect([put, left.map(one => [one.row.course, one.reason.why])]).toEqual([1, [['russian', 'class']]]);
  });
});
