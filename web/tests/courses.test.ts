import { describe, expect, test } from 'vitest';
import { draftOf, everyOther, faultOf, fieldsOf, freshDraft, titleOf, type CourseDraft } from '../src/courses/fields';

const FIVE_A = { id: '5', name: '5А', grade: 5 };
const FIVE_B = { id: '6', name: '5Б', grade: 5 };
const ALL = [FIVE_A, FIVE_B];
const draft = (more: Partial<CourseDraft>): CourseDraft => ({ ...freshDraft('5'), subject: ' Химия ', ...more });

describe('a course is named by its subject and those who learn it', () => {
  test.each([
    [{}, 'Химия 5А'],
    [{ who: 'group', group: ' 1 группа ' }, 'Химия 5А, 1 группа'],
    [{ who: 'stream', classes: ['6', '5'] }, 'Химия 5А, 5Б'],
    [{ title: ' Химия с опытами ' }, 'Химия с опытами'],
  ] as [Partial<CourseDraft>, string][])('%j: %s', (more, title) => {
    expect(titleOf(draft(more), FIVE_A, ALL)).toBe(title);
  });
});

test('what is chosen for another kind of course is not sent', () => {
  const chosen = { chosen: ['1', '2'], classes: ['5', '6'], group: '1 группа', teachers: ['9'] };
  const sent = (who: CourseDraft['who']) => {
    const { classes, students, group } = fieldsOf(draft({ ...chosen, who }), FIVE_A, ALL);
    return [classes, students, group];
  };
  expect(sent('whole')).toEqual([['5'], [], '']);
  expect(sent('group')).toEqual([[], ['1', '2'], '1 группа']);
  expect(sent('stream')).toEqual([['5', '6'], [], '']);
});

test('what the server has comes back as it was typed', () => {
  const typed = draft({ who: 'stream', classes: ['5', '6'], teachers: ['9'], title: 'Хор', subject: 'Музыка' });
  const { class: of, students, ...fields } = fieldsOf(typed, FIVE_A, ALL);
  const teachers = fields.teachers!.map(id => ({ id, name: { family: 'Лебедев', given: 'Лев', middle: '' } }));
  const course = { ...fields, id: '1', grade: 5, class: of, classes: ALL, students: 40, teachers, typed: true };
  const members = { course: { ...course, group: '', revision: 1 }, whole: fields.classes!, chosen: students! };
  expect(draftOf(members)).toEqual(typed);
});

test('what is missing is said, the subject first', () => {
  expect(faultOf(draft({ subject: ' ', who: 'group' }))).toBe('needSubject');
  expect(faultOf(draft({ who: 'group' }))).toBe('needStudents');
  expect(faultOf(draft({ who: 'stream' }))).toBe('needClasses');
  expect(faultOf(draft({}))).toBeUndefined();
});

test('a class is cut in two halves', () => {
  expect(everyOther([1, 2, 3, 4, 5])).toEqual([1, 3, 5]);
});
