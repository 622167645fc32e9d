// How a lesson differs from the week's pattern, in words.
import type { LessonDeviation } from '../../core/shapes';
import type { Person } from '../../core/types';
import { wordsOf } from '..';
import { dayMonth, initialled, inside, weekdayShort } from '../format';

const words = wordsOf(
  {
    instead: 'вместо урока: {what}',
    replaced: 'вместо него {subject}',
    cover: 'замена: {who}',
    roomNumber: 'каб. {room}',
    room: '{room}, не {was}',
    moved: 'перенесён: был {day}, {n}-й урок',
  },
  {
    instead: 'instead: {what}',
    replaced: '{subject} instead',
    cover: 'cover: {who}',
    roomNumber: 'room {room}',
    room: '{room}, not {was}',
    moved: 'moved from {day}, lesson {n}',
  },
);

interface Differing {
  room: string;
  deviation: LessonDeviation | null;
  cancelled: boolean;
}

/** "каб. 214", but "спортзал". */
export const roomWords = (room: string): string => (/^\d/.test(room) ? words('roomNumber', { room }) : room);
/** True if a room can stand beside its lesson on a phone and leave the subject its width. */
export const standsBeside = (room: string): boolean => room.length <= 8;

/** What is not as usual, a phrase each: nothing for a lesson that is as the pattern says. `holds` is who holds it. */
export function deviations({ room, deviation, cancelled }: Differing, holds: Person | null | undefined): string[] {
  if (!deviation) return [];
  const { instead, replaced_by: other, covered, room_was: was, moved_from: from, note } = deviation;
  return [
    instead && words('instead', { what: instead }),
    other && words('replaced', { subject: inside(other.subject) }),
    !cancelled && covered.length > 0 && holds && words('cover', { who: initialled(holds.name) }),
    !cancelled && was && words('room', { room: roomWords(room), was }),
    from && words('moved', { day: `${weekdayShort(from.day)}, ${dayMonth(from.day)}`, n: from.number }),
    note,
  ].filter((phrase): phrase is string => typeof phrase === 'string' && phrase !== '');
}
