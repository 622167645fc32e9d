import { expect, test } from 'vitest';
import type { ActiveMark, Attendance, Status } from '../src/core/types';
import {
  asks,
  contested,
  laid,
  nextBatch,
  overruled,
  refused,
  settled,
  underway,
  type Edit,
  type Post,
} from '../src/gradebook/journal/edits';
import { cellOf } from '../src/gradebook/journal/journal';

const kinds = [{ id: '1', name: { ru: 'ответ', en: 'answer' }, short: { ru: 'Отв', en: 'Ans' }, weight: 1 }];
const post = (id: string, student: string, value = 5, more: Partial<Post> = {}): Edit => ({
  id,
  student,
  lesson: 'l',
  act: 'post',
  value,
  kind: '1',
  weight: 1,
  comment: '',
  second: false,
  beside: [],
  ...more,
});
const change = (id: string, ref: string, value: number, revision = 1): Edit => ({
  id,
  student: 's1',
  lesson: 'l',
  act: 'change',
  ref,
  revision,
  value,
  kind: '1',
  weight: 1,
  comment: '',
});
const withdraw = (id: string, ref: string): Edit => ({
  id,
  student: 's1',
  lesson: 'l',
  act: 'withdraw',
  ref,
  revision: 1,
  reason: 'ошибка ввода',
});
const attend = (id: string, student: string, status: 'absent' | 'present'): Edit => ({
  id,
  student,
  lesson: 'l',
  act: 'attend',
  status,
  minutes: null,
  revision: 0,
});
const mark = (id: string, value: number, student = 's1', revision = 1): ActiveMark => ({
  id,
  student,
  course: 'c',
  lesson: 'l',
  at_lesson: { id: 'l', day: '2026-11-25', number: 1, subject: 'Математика' },
  state: 'active',
  revision,
  kind: '1',
  value,
  weight: 1,
  comment: '',
  author: { id: '9', name: { family: '', given: '', middle: '' } },
  posted_at: '',
  changed_at: '',
  was: null,
  reason: '',
});
const entry = (student: string, status: Status, revision: number): Attendance => ({
  student,
  course: 'c',
  lesson: 'l',
  at_lesson: { id: 'l', day: '2026-11-25', number: 1, subject: 'Математика' },
  status,
  minutes: null,
  revision,
  author: { id: '9', name: { family: '', given: '', middle: '' } },
  at: '',
});
const lay = (...edits: Edit[]) => edits.reduce<Edit[]>(laid, []);

test("a class of keys is one request; a weight is told only where it is not the kind's", () => {
  const batch = nextBatch(lay(post('a', 's1', 5), post('b', 's2', 4, { weight: 2 })), 'c', kinds)!;
  expect(batch.path).toBe('/courses/c/marks');
  expect(batch.body).toEqual({
    marks: [
      { student: 's1', lesson: 'l', value: 5, kind: '1' },
      { student: 's2', lesson: 'l', value: 4, kind: '1', weight: 2 },
    ],
  });
});
test('a second thought before sending leaves no trace', () => {
  expect(lay(post('a', 's1', 5), change('b', 'a', 4))).toMatchObject([{ act: 'post', id: 'a', value: 4 }]);
  expect(lay(post('a', 's1', 5), withdraw('b', 'a'))).toEqual([]);
  expect(lay(attend('a', 's1', 'absent'), attend('b', 's1', 'present'))).toMatchObject([{ id: 'b' }]);
});
test('a change of a mark under way waits for its id and revision', () => {
  let edits = underway(lay(post('a', 's1', 5)), ['a'], 'k');
  edits = laid(edits, change('b', 'a', 4, 0));
  expect(nextBatch(edits, 'c', kinds)).toBeNull();
  edits = settled(edits, 'k', { marks: [mark('m1', 5)] });
  expect(nextBatch(edits, 'c', kinds)).toMatchObject({
    method: 'PATCH',
    path: '/marks/m1',
    body: { revision: 1, value: 4 },
  });
});
test('marks go first, then attendance, then corrections', () => {
  const edits = lay(change('x', 'm7', 3), attend('y', 's2', 'absent'), post('z', 's3'));
  expect(nextBatch(edits, 'c', kinds)?.ids).toEqual(['z']);
  expect(
    nextBatch(
      edits.filter(edit => edit.id !== 'z'),
      'c',
      kinds,
    )?.path,
  ).toBe('/courses/c/attendance');
});
test('the one the server names stays refused, the others go again', () => {
  const sent = underway(lay(post('a', 's1'), post('b', 's2')), ['a', 'b'], 'k');
  const back = refused(sent, 'k', { code: 'invalid', text: '', errors: [{ field: 'marks.1.value' }] });
  expect(back.map(edit => !!edit.failed)).toEqual([false, true]);
  expect(nextBatch(back, 'c', kinds)?.ids).toEqual(['a']);
});
test("another teacher's mark in the cell is asked about, and replaced only on yes", () => {
  const edits = contested(lay(post('a', 's1', 5)), [mark('m2', 4)]);
  expect(edits[0]!.failed).toMatchObject({ code: 'stale', current: { value: 4 } });
  expect(nextBatch(edits, 'c', kinds)).toBeNull();
  expect(nextBatch(overruled(edits, 'a'), 'c', kinds)).toMatchObject({
    path: '/marks/m2',
    body: { revision: 1, value: 5 },
  });
  expect(contested(lay(post('a', 's1', 5, { second: true })), [mark('m2', 4)])[0]!.failed).toBeUndefined();
});
test('a stale correction repeats on the revision that stands', () => {
  const sent = underway(lay(change('a', 'm1', 5)), ['a'], 'k');
  const back = refused(sent, 'k', { code: 'stale', text: '', current: mark('m1', 4, 's1', 3) });
  expect(nextBatch(overruled(back, 'a'), 'c', kinds)).toMatchObject({
    path: '/marks/m1',
    body: { revision: 3, value: 5 },
  });
});
test('a cell shows what will stand there', () => {
  const view = cellOf(
    [mark('m1', 3)],
    undefined,
    lay(change('a', 'm1', 4), post('b', 's1', 5, { second: true }), attend('c', 's1', 'absent')),
  );
  expect(view).toMatchObject({
    status: 'absent',
    waiting: true,
    marks: [
      { ref: 'm1', value: 4 },
      { ref: 'b', value: 5 },
    ],
  });
});
test('attendance says which entry the teacher saw, and learns the one that became of what was sent before', () => {
  const sent = underway(lay(attend('a', 's1', 'absent')), ['a'], 'k');
  expect(nextBatch(lay(attend('a', 's1', 'absent')), 'c', kinds)?.body).toEqual({
    attendance: [{ student: 's1', lesson: 'l', status: 'absent' }],
  });
  const then = settled(laid(sent, attend('b', 's1', 'present')), 'k', { attendance: [entry('s1', 'absent', 1)] });
  expect(nextBatch(then, 'c', kinds)?.body).toEqual({
    attendance: [{ student: 's1', lesson: 'l', status: 'present', revision: 1 }],
  });
});
test('what another teacher has entered is asked about, cell by cell, and replaced only on yes', () => {
  const sent = underway(lay(attend('a', 's1', 'absent'), attend('b', 's2', 'absent')), ['a', 'b'], 'k');
  const back = refused(sent, 'k', {
    code: 'stale',
    text: '',
    current: [entry('s2', 'late', 3)],
    errors: [{ field: 'attendance.1' }],
  });
  expect(back.map(edit => asks(edit))).toEqual([false, true]);
  expect(nextBatch(back, 'c', kinds)?.ids).toEqual(['a']);
  expect(overruled(back, 'b')[1]).toMatchObject({ act: 'attend', revision: 3, failed: undefined });
});
test('a mark of an absent student goes again only when it is said to be meant', () => {
  const sent = underway(lay(post('a', 's1')), ['a'], 'k');
  const back = refused(sent, 'k', { code: 'absent_and_marked', text: '', errors: [{ field: 'marks.0.student' }] });
  expect(asks(back[0])).toBe(true);
  expect(nextBatch(back, 'c', kinds)).toBeNull();
  expect(nextBatch(overruled(back, 'a'), 'c', kinds)?.body).toMatchObject({ marks: [{ confirmed: true }] });
});
