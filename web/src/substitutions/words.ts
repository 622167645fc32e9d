// Lessons, hours and decisions in words.
import { toLocal } from '../core/dates';
import type { ChangedLesson, CoverProposal } from '../core/shapes';
import { roomWords } from '../i18n/week/deviations';
import { dayMonth, initialled, inside, listed, weekdayShort } from '../i18n/format';
import { w } from '../i18n/week/substitutions';
import type { Decision, LessonCard } from './decisions';

export const dayWords = (day: string): string => `${weekdayShort(day)}, ${dayMonth(day)}`;
export const hourWords = ({ day, number }: { day: string; number: number }): string =>
  w('at', { day: dayWords(day), n: number });
/** "8А, физика". */
export const lessonWords = ({
  className,
  title,
  subject,
}: Pick<LessonCard, 'className' | 'title' | 'subject'>): string =>
  className ? `${className}, ${inside(subject)}` : title;
export const clockWords = (moment: string | null, zone: string): string =>
  moment ? toLocal(moment, zone).slice(11).replace(/^0/, '') : '';
/** Who holds it now. */
export const wasWords = ({ subject, teachers }: LessonCard): string =>
  [subject, teachers[0] && initialled(teachers[0].name)].filter(Boolean).join(', ');

/** A colleague who is free, and why that one. */
export function proposalWords({ name, of_subject, of_class, covers }: CoverProposal): { why: string; load: string } {
  const who = listed(name);
  return {
    why: w(of_subject ? 'ofSubject' : of_class ? 'ofClass' : 'ofNeither', { who }),
    load: covers ? w('covers', { n: covers }) : '',
  };
}
/** What the lesson will be. */
export function decisionWords(card: LessonCard, decision: Decision): string {
  const { subject } = card;
  const cover = (one: { name: LessonCard['teachers'][number]['name'] }) =>
    w('cover', { subject, who: initialled(one.name) });
  switch (decision.kind) {
    case 'cover':
      return cover(decision.teacher);
    case 'cancel':
      return w('cancelled');
    case 'move':
      return hourWords(decision);
    case 'swap':
      return w('swapped', {
        subject: decision.partner.subject,
        own: inside(subject),
        place: hourWords(decision.partner),
      });
    case 'room':
      return [
        w('inRoom', { subject, room: roomWords(decision.room.name) }),
        decision.teacher && cover(decision.teacher).slice(subject.length + 2),
      ]
        .filter(Boolean)
        .join(', ');
    case 'subject':
      return [decision.course.subject, decision.course.teachers[0] && initialled(decision.course.teachers[0].name)]
        .filter(Boolean)
        .join(', ');
    case 'event':
      return decision.name;
    case 'restore':
      return subject;
  }
}
/** Where a lesson stands now, after somebody else has changed it. */
export function nowWords({ subject, after }: ChangedLesson): string {
  const { cancelled, instead, room, teachers, note } = after;
  return [
    hourWords(after),
    cancelled ? w('cancelled') : subject,
    instead,
    !cancelled && teachers.map(({ name }) => initialled(name)).join(', '),
    !cancelled && roomWords(room),
    note,
  ]
    .filter(Boolean)
    .join(', ');
}
