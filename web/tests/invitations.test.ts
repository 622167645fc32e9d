import { describe, expect, test } from 'vitest';
import { lang } from '../src/i18n';
import {
  counted,
  endsSoon,
  goesWithOthers,
  isLonely,
  isReached,
  mayInvite,
  otherMedium,
  peopleOf,
  personWords,
  portions,
  sendWords,
  statusLook,
  statusWords,
} from '../src/invitations/invitations';
import type { Family, InvitedPerson } from '../src/core/shapes';

const TODAY = '2026-11-30';
function person(id: string, said: Partial<InvitedPerson> = {}): InvitedPerson {
  return {
    person: { id, name: { family: 'Соколова', given: 'Елена', middle: 'Сергеевна' } },
    role: 'guardian',
    relation: 'mother',
    status: 'none',
    day: null,
    until_day: null,
    medium: null,
    email: true,
    phone: false,
    next_medium: 'mail',
    ...said,
  };
}
const anna: Family = {
  student: person('1', { role: 'student', relation: null, status: 'used' }),
  adults: [person('2', { status: 'sent', until_day: '2026-12-20' })],
};
const misha: Family = {
  student: person('3', { role: 'student', relation: null }),
  adults: [person('2', { status: 'sent', until_day: '2026-12-20' }), person('4', { status: 'expired' })],
};

describe('the families of a class', () => {
  test('a parent of two stands in both and is counted once', () => {
    const people = peopleOf([anna, misha]);
    expect(people.map(one => one.person.id)).toEqual(['1', '2', '3', '4']);
    expect(counted(people)).toEqual({ all: 4, in: 1, invited: 1, none: 2 });
  });
  test('a student who is in has no adult who is, and one without any adult neither', () => {
    expect(isLonely(anna)).toBe(true);
    expect(isLonely({ ...anna, adults: [] })).toBe(true);
    expect(isLonely({ ...anna, adults: [person('2'), person('5', { status: 'used' })] })).toBe(false);
  });
  test('nothing goes again by what did not arrive, nor where nothing reaches', () => {
    expect(isReached(person('2'))).toBe(true);
    expect(isReached(person('2', { status: 'bounced', medium: 'mail' }))).toBe(false);
    expect(isReached(person('2', { status: 'bounced', medium: 'mail', phone: true, next_medium: 'message' }))).toBe(
      true,
    );
    expect(isReached(person('2', { email: false, next_medium: null }))).toBe(false);
  });
  test('where mail and telephone reach, the other one is offered, too', () => {
    expect(otherMedium(person('2'))).toBeUndefined();
    expect(otherMedium(person('2', { phone: true }))).toBe('message');
    expect(otherMedium(person('2', { phone: true, next_medium: 'message' }))).toBe('mail');
    expect(otherMedium(person('2', { email: false, phone: true, next_medium: 'message' }))).toBeUndefined();
  });
  test('the button says what it sends', () => {
    expect(sendWords(person('2'))).toBe('Отправить письмо');
    expect(sendWords(person('2', { status: 'sent', medium: 'mail' }))).toBe('Отправить ещё раз');
    expect(sendWords(person('2', { next_medium: 'message' }))).toBe('Отправить на телефон');
    expect(sendWords(person('2', { status: 'bounced', medium: 'mail', next_medium: 'message' }))).toBe(
      'Отправить на телефон',
    );
    expect(sendWords(person('2', { status: 'sent', medium: 'message', next_medium: 'message' }))).toBe(
      'Отправить ещё раз',
    );
  });
});

describe('who invites whom', () => {
  const guardian = person('2');
  const colleague = person('9', { role: 'teacher', relation: 'mother' });
  const head = person('10', { role: 'leadership', relation: null });
  test('a class teacher invites families, and no colleague who is a parent', () => {
    expect([guardian, colleague].map(one => mayInvite(one, ['teacher', 'class_teacher']))).toEqual([true, false]);
  });
  test('leadership goes with others only when leadership asks', () => {
    expect([colleague, head].map(one => goesWithOthers(one, ['admin']))).toEqual([true, false]);
    expect(mayInvite(head, ['admin'])).toBe(true); // as the first one of a school
    expect(goesWithOthers(head, ['leadership'])).toBe(true);
  });
});

describe('how far one is, in words', () => {
  test('with its day, and with its end when that is near', () => {
    const sent = person('2', { status: 'sent', day: '2026-11-05', until_day: '2026-12-05' });
    expect(statusWords(sent, TODAY)).toBe('отправлено 5\u00a0нояб., не открыто, срок до 5\u00a0дек.');
    expect(statusWords(sent, '2026-11-28')).toBe('отправлено 5\u00a0нояб., не открыто');
    expect(statusWords({ ...sent, medium: 'message' }, '2026-11-28')).toBe('на телефон 5\u00a0нояб., не открыто');
    const lost = person('2', { status: 'bounced', medium: 'message', day: '2026-11-05' });
    expect(statusWords(lost, TODAY)).toBe('сообщение не дошло 5\u00a0нояб.');
    expect(statusWords(person('2', { status: 'used' }), TODAY)).toBe('вход есть');
    expect(statusWords(person('2'), TODAY)).toBe('приглашения нет');
  });
  test('what is over does not end soon', () => {
    expect(endsSoon(person('2', { status: 'expired', day: '2026-11-01' }), TODAY)).toBe(false);
    expect(endsSoon(person('2', { status: 'used', until_day: '2026-12-01' }), TODAY)).toBe(false);
  });
  test('in is good, a letter that came back is bad, and what is missing asks for a look', () => {
    const looks = (['used', 'bounced', 'none', 'expired', 'sent'] as const).map(status =>
      statusLook(person('2', { status }), TODAY),
    );
    expect(looks).toEqual(['good', 'bad', 'brass', 'brass', '']);
  });
});

describe('who it is, in words', () => {
  test('an adult by the relation, a student by the first name, staff by the whole name and the role', () => {
    expect(personWords(person('2'))).toBe('Елена, мама');
    expect(personWords(person('1', { role: 'student', relation: null }))).toBe('Елена, ученик');
    expect(personWords(person('9', { role: 'teacher', relation: null }))).toBe('Соколова Елена Сергеевна, учитель');
    lang.set('en');
    expect(personWords(person('2'))).toBe('Елена, mother');
    lang.set('ru');
  });
});

test('many people are asked for in portions, none of them twice', () => {
  const ids = Array.from({ length: 401 }, (_, n) => n);
  expect(portions(ids).map(some => some.length)).toEqual([200, 200, 1]);
  expect(portions(ids).flat()).toEqual(ids);
  expect(portions([])).toEqual([]);
});
