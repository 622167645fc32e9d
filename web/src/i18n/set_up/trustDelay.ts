// Words of how long a family may object before somebody trusted sees a child.
import { wordsOf } from '..';

export const td = wordsOf(
  {
    title: 'Доверенные лица',
    rowText: 'Сколько ждать, пока семья может возразить',
    head: 'Сколько ждать после согласия',
    text: 'Родитель приглашает, человек соглашается, и всем родителям ребёнка приходит уведомление. Пока время идёт, каждый из них может отказать; потом доступ откроется сам.',
    stranger_hours: 'Если школа человека не знает',
    stranger_hours_hint: 'бабушка, няня, тренер',
    known_hours: 'Если человек уже записан в школе',
    known_hours_hint: 'сотрудник или родитель другого ученика',
    hours: '{n} ч',
    atOnce: 'открыть сразу',
    note: 'Новое время действует для тех, кто согласится после сохранения. Завершить доверие родители могут в любой момент, и оно закроется сразу.',
    save: 'Сохранить',
    saved: 'Сохранено',
  },
  {
    title: 'Trusted persons',
    rowText: 'How long a family may object first',
    head: 'How long to wait after the acceptance',
    text: 'A parent invites, the person accepts, and all parents of the child are told. While the time runs each of them may refuse; then access opens by itself.',
    stranger_hours: 'If the school does not know the person',
    stranger_hours_hint: 'a grandmother, a nanny, a coach',
    known_hours: 'If the person is in the school’s records',
    known_hours_hint: 'staff, or a parent of another student',
    hours: '{n} h',
    atOnce: 'open at once',
    note: 'The new time counts for whoever accepts after it is saved. Parents end a trust whenever they like, and it closes at once.',
    save: 'Save',
    saved: 'Saved',
  },
);
