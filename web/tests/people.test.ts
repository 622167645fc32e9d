import { expect, test } from 'vitest';
import { Problem } from '../src/core/api';
import type { Contact } from '../src/core/types';
import { blamed, classesLed } from '../src/talk/people';

const name = { given: 'Анна', family: 'Соколова', middle: '' };
const parent = (child: string, of: { id: string; name: string; grade: number }): Contact => ({
  person: { id: 'p' + child, name },
  chat: null,
  kind: 'private',
  about: [{ role: 'guardian', subject: null, class: null, relation: 'mother', child: { id: child, name, class: of } }],
});
const five = { id: '5', name: '5А', grade: 5 };
const two = { id: '2', name: '2Б', grade: 2 };

test("a class is looked after where the diaries of its children are open, and the child is not one's own", () => {
  const contacts = [
    parent('77', five),
    parent('78', five),
    parent('90', two),
    parent('91', { id: '9', name: '9В', grade: 9 }),
  ];
  expect(classesLed(contacts, ['diary:77', 'diary:78', 'diary:91', 'class:2'], ['91'])).toEqual([five]);
});
test('the server names a place in the list, the page the person', () => {
  const refused = new Problem(422, 'may_not_bring', 'нельзя', 0, [{ field: 'members.1', code: 'may_not_bring' }], null);
  expect(blamed(refused, ['x', 'p77'], [parent('77', five)])).toContain('Анна Соколова');
});
