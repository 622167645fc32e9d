// What a class does at school on each day of a week, of what the server holds: bells, lessons and school events.
import { dayIn, toLocal } from '../../core/dates';
import type { Bells, BellTimes, ClassRef, SchoolEvent } from '../../core/shapes';
import { bellsOn, minutesOf, scheduleOn, type BreakKind } from '../bells';
import { freeOn, type Lesson } from '../week';
import type { Behind } from '../timetables';

export type NamedBreak = Exclude<BreakKind, 'plain'>;
export interface Times {
  from: number; // minutes of the school's day
  until: number | null; // null: nothing follows that would end it
}
export interface Happening {
  id: string;
  title: string;
  at: string; // "15:00"; empty on a day on which it only goes on
}
export interface RoutineDay {
  day: string;
  free: string; // the name of holidays, if it is one of them
  stay: Times | undefined; // from the first bell to the last; undefined: no lessons, or nobody has said when
  lessons: number;
  breaks: Record<NamedBreak, Times[]>;
  activity: { number: number; subject: string; times: Times | undefined }[];
  events: Happening[];
}

/** Lessons that are physical activity by the name of their subject: no roster says it in another way. */
const ACTIVE =
  /физкульт|физическ\S* (?:культур|воспитан)|ритмик|хореограф|плавани|спорт|\bPE\b|physical|sport|swimming/i;
export const isActive = (subject: string): boolean => ACTIVE.test(subject);

/** The bells of a class on a day: those of its schedule, of the school at which its lessons are. */
function bellsOf(versions: readonly Bells[], group: string, day: string, held: readonly Lesson[]): BellTimes[] {
  for (const { rules, schedules } of bellsOn(versions, day)) {
    const name = scheduleOn(rules, group, day);
    const bells = schedules.find(one => one.name === name)?.bells ?? [];
    const rings = ({ number, starts }: Lesson) =>
      bells.some(one => one.number === number && minutesOf(one.starts) === starts);
    if (held.some(rings)) return [...bells].sort((a, b) => a.number - b.number);
  }
  return [];
}
/** The named breaks from a class's first lesson on; after the last one only a meal. */
function breaksOf(bells: readonly BellTimes[], held: readonly Lesson[]): RoutineDay['breaks'] {
  const found: RoutineDay['breaks'] = { breakfast: [], lunch: [], dynamic: [] };
  const numbers = held.map(({ number }) => number);
  const last = Math.max(...numbers);
  bells.forEach(({ number, then, ends }, index) => {
    if (then === 'plain' || number < Math.min(...numbers) || number > last) return;
    if (number === last && then === 'dynamic') return;
    const next = bells[index + 1];
    found[then].push({ from: minutesOf(ends) ?? 0, until: next ? (minutesOf(next.starts) ?? null) : null });
  });
  return found;
}

/** Whether a class is asked to an event, or somebody of it for whom the reader answers. */
export const concerns = (event: SchoolEvent, { id, grade }: ClassRef): boolean =>
  !event.cancelled &&
  (event.mine.some(place => place.class?.id === id) ||
    event.targets.some(
      ({ of, class: named, grade: year, to }) =>
        to.some(who => who !== 'staff') &&
        (of === 'school' || (of === 'class' && named === id) || (of === 'grade' && year !== null && year === grade)),
    ));
function happenings(events: readonly SchoolEvent[], day: string, zone: string): Happening[] {
  return events
    .filter(one => dayIn(zone, one.starts_at) <= day && day <= dayIn(zone, one.ends_at ?? one.starts_at))
    .map(({ id, title, starts_at }) => ({
      id,
      title,
      at: dayIn(zone, starts_at) === day ? toLocal(starts_at, zone).slice(11).replace(/^0/, '') : '',
    }))
    .sort((a, b) => a.at.padStart(5, '0').localeCompare(b.at.padStart(5, '0')));
}

export function routineOf(
  days: readonly string[],
  lessons: readonly Lesson[],
  { versions, free }: Pick<Behind, 'versions' | 'free'>,
  group: ClassRef,
  events: readonly SchoolEvent[],
  zone: string,
): RoutineDay[] {
  const asked = events.filter(one => concerns(one, group));
  return days.map(day => {
    const held = lessons.filter(one => one.day === day && (!one.cancelled || one.deviation?.instead));
    const starts = held.flatMap(one => one.starts ?? []);
    const ends = held.flatMap(one => one.ends ?? []);
    return {
      day,
      free: freeOn(free, day, group.grade),
      stay: starts.length ? { from: Math.min(...starts), until: Math.max(...ends) } : undefined,
      lessons: new Set(held.map(({ number }) => number)).size,
      breaks: breaksOf(bellsOf(versions, group.id, day, held), held),
      activity: held
        .filter(one => !one.cancelled && isActive(one.subject))
        .filter((one, index, all) => all.findIndex(other => other.number === one.number) === index)
        .map(({ number, subject, starts: from, ends: until }) => ({
          number,
          subject,
          times: from === null ? undefined : { from, until },
        })),
      events: happenings(asked, day, zone),
    };
  });
}
