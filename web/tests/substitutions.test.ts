import { describe, expect, test } from 'vitest';
import type { CoverProposal, TaughtCourse, TimetableLesson } from '../src/core/shapes';
import {
  changesOf,
  concerned,
  leftToDecide,
  proposed,
  sentBy,
  takenAll,
  without,
  type Decision,
  type LessonCard,
} from '../src/substitutions/decisions';
import { freeHours, keptBy, otherCourses, swapPartners, teachersFor, weeksBetween } from '../src/substitutions/places';

const person = (id: string, family = id) => ({ id, name: { family, given: 'Имя', middle: '' } });
const card = (more: Partial<LessonCard> = {}): LessonCard => ({
  id: 'l1',
  revision: 3,
  course: 'physics',
  subject: 'Физика',
  title: 'Физика 8А',
  classId: '8a',
  className: '8А',
  day: '2026-11-25',
  number: 4,
  starts: '2026-11-25T08:25:00Z',
  ends: '2026-11-25T09:10:00Z',
  room: '301',
  teachers: [person('peter')],
  cancelled: false,
  deviation: null,
  ...more,
});
const free = (teacher: string, more: Partial<CoverProposal> = {}): CoverProposal => ({
  teacher,
  name: person(teacher).name,
  of_subject: false,
  of_class: false,
  covers: 0,
  ...more,
});
const lesson = (day: string, number: number, more: Partial<TimetableLesson> = {}): TimetableLesson => ({
  id: `${day}.${number}`,
  course: 'chemistry',
  title: 'Химия 8А',
  subject: 'Химия',
  class: '8А',
  day,
  number,
  starts_at: null,
  ends_at: null,
  room: '',
  teachers: [],
  cancelled: false,
  revision: 1,
  deviation: null,
  ...more,
});
const course = (id: string, subject: string, classes: string[], teachers: string[]): TaughtCourse => ({
  id,
  title: `${subject} ${classes[0]}`,
  subject,
  grade: 8,
  class: classes[0] ?? null,
  classes: classes.map(one => ({ id: one, name: one.toUpperCase(), grade: 8 })),
  students: 25,
  teachers: teachers.map(one => person(one)),
  group: '',
  typed: false,
  revision: 1,
});
const cover = (teacher: string): Decision => ({ kind: 'cover', teacher: person(teacher) });
const whoCovers = (decision: Decision | undefined) => (decision?.kind === 'cover' ? decision.teacher.id : undefined);

describe('the proposal that is chosen', () => {
  const at = (id: string, proposals: CoverProposal[], number = 1) => ({
    card: { id, day: '2026-11-25', number },
    proposals,
  });
  test('is never one colleague for two lessons of one hour', () => {
    const proposals = [free('dasha', { of_subject: true })];
    const all = proposed([at('a', proposals, 4), at('b', proposals, 4), at('c', proposals, 5)]);
    expect(Object.values(all).map(whoCovers)).toEqual(['dasha', undefined, 'dasha']);
  });
  test('is who teaches the subject, whatever the class says', () => {
    const proposals = [free('of class', { of_class: true }), free('of subject', { of_subject: true, covers: 9 })];
    expect(whoCovers(proposed([at('a', proposals)])['a'])).toBe('of subject');
  });
  test('is who teaches the class where nobody of the subject is free', () => {
    const proposals = [free('stranger'), free('of class', { of_class: true, covers: 9 })];
    expect(whoCovers(proposed([at('a', proposals)])['a'])).toBe('of class');
  });
  test('is nobody where only strangers are free, or nobody is: a person decides', () => {
    const all = proposed([at('a', [free('stranger')]), at('b', [])]);
    expect(all).toEqual({ a: undefined, b: undefined });
  });
  test('goes round among equals, by what they cover already and here', () => {
    const proposals = [free('busy', { of_subject: true, covers: 1 }), free('free', { of_subject: true })];
    const all = proposed(['a', 'b', 'c', 'd'].map((id, n) => at(id, proposals, n)));
    expect(Object.values(all).map(whoCovers)).toEqual(['free', 'busy', 'free', 'busy']);
  });
});

describe('what is sent', () => {
  const own = { lesson: 'l1', revision: 3 };
  const partner = { id: 'l2', revision: 7, day: '2026-11-27', number: 3, subject: 'Химия' };
  const room = { id: '12', building: '', name: '302' };
  test.each<[string, Decision, unknown[]]>([
    ['a cover', cover('dasha'), [{ ...own, teachers: ['dasha'] }]],
    ['a cancelled lesson', { kind: 'cancel' }, [{ ...own, cancelled: true }]],
    ['a moved lesson', { kind: 'move', day: '2026-11-30', number: 2 }, [{ ...own, day: '2026-11-30', number: 2 }]],
    [
      'a swap changes both lessons',
      { kind: 'swap', partner },
      [
        { ...own, day: '2026-11-27', number: 3 },
        { lesson: 'l2', revision: 7, day: '2026-11-25', number: 4 },
      ],
    ],
    ['a room', { kind: 'room', room }, [{ ...own, room: '12' }]],
    [
      'a room with who covers there',
      { kind: 'room', room, teacher: person('dasha') },
      [{ ...own, room: '12', teachers: ['dasha'] }],
    ],
    [
      'another subject',
      { kind: 'subject', course: course('maths', 'Математика', ['8a'], []) },
      [{ ...own, course: 'maths' }],
    ],
    ['an event', { kind: 'event', name: 'Музей' }, [{ ...own, instead: 'Музей' }]],
  ])('%s', (_, decision, changes) => expect(changesOf(card(), decision)).toEqual(changes));

  test('a cancelled lesson is held again with its own teachers, where it was', () => {
    const deviation = {
      moved_from: { day: '2026-11-24', number: 1 },
      room_was: null,
      covered: [person('peter')],
      instead: '',
      replaced_by: null,
      note: '',
    };
    expect(changesOf(card({ cancelled: true, deviation }), { kind: 'restore' })).toEqual([
      { ...own, cancelled: false, teachers: [], day: '2026-11-24', number: 1 },
    ]);
  });
  test('knows of which lesson each change is, two of a swap among them', () => {
    const cards = [card(), card({ id: 'l3' }), card({ id: 'l4' })];
    const sent = sentBy(cards, { l1: { kind: 'swap', partner }, l3: undefined, l4: { kind: 'cancel' } });
    expect(sent.map(one => [one.card.id, one.change.lesson])).toEqual([
      ['l1', 'l1'],
      ['l1', 'l2'],
      ['l4', 'l4'],
    ]);
  });
});

describe('the number of lessons to decide', () => {
  const ids = ['a', 'b', 'c'];
  const decisions = { a: cover('dasha'), b: undefined, c: cover('dasha') };
  test('counts what nobody has taken, though a proposal is chosen', () => {
    expect(leftToDecide(ids, decisions, new Set())).toBe(3);
    expect(leftToDecide(ids, decisions, new Set(['a']))).toBe(2);
  });
  test('leaves open what a person must decide when all proposals are taken', () => {
    const all = takenAll(ids, decisions);
    expect([...all]).toEqual(['a', 'c']);
    expect(leftToDecide(ids, decisions, all)).toBe(1);
    expect(leftToDecide(ids, { ...decisions, b: { kind: 'cancel' } }, new Set(ids))).toBe(0);
  });
});

test('who sees it: each colleague and each class with their own lessons', () => {
  const cards = [card(), card({ id: 'l2' }), card({ id: 'l3', className: '8Б', course: 'other' })];
  const seen = concerned(cards, { l1: cover('dasha'), l2: cover('dasha'), l3: { kind: 'cancel' } }, [
    { id: 'physics', students: 25 },
    { id: 'other', students: 22 },
  ]);
  expect(seen.colleagues.map(one => [one.person.id, one.lessons])).toEqual([['dasha', 2]]);
  expect(seen.classes).toEqual([
    { name: '8А', lessons: 2, students: 25 },
    { name: '8Б', lessons: 1, students: 22 },
  ]);
});

describe('where a lesson could go', () => {
  const ofClass = [lesson('2026-11-26', 1), lesson('2026-11-26', 3), lesson('2026-11-27', 1, { cancelled: true })];
  test('to hours when class and teacher are free, those within the day first; days without lessons are no choice', () => {
    const busy = [lesson('2026-11-26', 2, { id: 'own' })];
    const hours = (teacher: TimetableLesson[]) => freeHours(card(), ofClass, teacher, '2026-11-26', 3, () => false);
    expect(hours([])).toEqual([
      { day: '2026-11-26', number: 2, after: false },
      { day: '2026-11-26', number: 4, after: true },
    ]);
    expect(hours(busy)).toEqual([{ day: '2026-11-26', number: 4, after: true }]);
    expect(freeHours(card(), ofClass, [], '2026-11-26', 3, day => day === '2026-11-26')).toEqual([]);
  });
  test('changes places with lessons of other courses that nobody else changes', () => {
    const partners = (used: string[]) =>
      swapPartners(card(), [...ofClass, lesson('2026-11-26', 5, { course: 'physics' })], 0, () => false, new Set(used));
    expect(partners([]).map(({ id }) => id)).toEqual(['2026-11-26.1', '2026-11-26.3']);
    expect(partners(['2026-11-26.1']).map(({ id }) => id)).toEqual(['2026-11-26.3']);
  });
  test('a lesson that has begun changes places with none', () => {
    const begun = lesson('2026-11-25', 1, { starts_at: '2026-11-25T05:30:00Z' });
    expect(swapPartners(card(), [begun], Date.parse('2026-11-25T05:30:00Z'), () => false, new Set())).toEqual([]);
  });
});

describe('whom and what to choose from', () => {
  const courses = [
    course('physics', 'Физика', ['8a'], ['peter']),
    course('physics 9', 'физика', ['9b'], ['dasha']),
    course('maths', 'Математика', ['8a'], ['maria', 'dasha']),
    course('crafts', 'Труд', ['9b'], ['sergey', 'maria']),
  ];
  test('teachers of the subject, of the class, and others, each once and never who holds it', () => {
    const groups = teachersFor(card(), courses);
    expect(groups.subject.map(({ id }) => id)).toEqual(['dasha']);
    expect(groups.class.map(({ id }) => id)).toEqual(['maria']);
    expect(groups.other.map(({ id }) => id)).toEqual(['sergey']);
  });
  test('other courses of the same class', () =>
    expect(otherCourses(card(), courses).map(({ id }) => id)).toEqual(['maths']));
  test('a colleague is kept by a lesson that overlaps, of another shift too', () => {
    const other = lesson('2026-11-25', 1, { starts_at: '2026-11-25T09:00:00Z', ends_at: '2026-11-25T09:45:00Z' });
    expect(keptBy(card(), [other])?.id).toBe(other.id);
    expect(keptBy(card(), [{ ...other, starts_at: '2026-11-25T09:10:00Z' }])).toBeUndefined();
    expect(keptBy(card(), [{ ...other, cancelled: true }])).toBeUndefined();
    expect(keptBy(card(), [{ ...other, id: 'l1' }])).toBeUndefined();
  });
});

test('what somebody else has changed is decided anew, a swap with it too', () => {
  const partner = { id: 'l9', revision: 1, day: '2026-11-27', number: 3, subject: 'Химия' };
  const decisions = { l1: { kind: 'swap', partner }, l2: cover('dasha') } satisfies Record<string, Decision>;
  expect(Object.keys(without(decisions, 'l9'))).toEqual(['l2']);
  expect(Object.keys(without(decisions, 'l2'))).toEqual(['l1']);
});

test('weeks of an absence go over the end of a year', () => {
  expect(weeksBetween('2026-12-28', '2027-01-12')).toEqual(['2026-W53', '2027-W01', '2027-W02']);
  expect(weeksBetween('2026-11-25', '2026-11-25')).toEqual(['2026-W48']);
  expect(weeksBetween('2026-11-29', '2026-11-30')).toEqual(['2026-W48', '2026-W49']);
});
