// What bells say: which classes have which on a day, and the break that follows a lesson.
import { weekday } from '../core/dates';
import type { Bells, BellTimes, SaidBellRule } from '../core/shapes';

export type BreakKind = BellTimes['then'];

/** Minutes since midnight of "8:30", "08.30" or "830"; undefined for what is no time of day. */
export function minutesOf(text: string): number | undefined {
  const found = /^\s*(\d{1,2})[:.\s]?(\d{2})\s*$/.exec(text);
  const hours = Number(found?.[1]);
  const minutes = Number(found?.[2]);
  return found && hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
/** "8:30", as people read it. */
export const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** The name of the schedule that a class has on a day (null: one of no class), by the server's order of rules. */
export function scheduleOn(
  rules: readonly SaidBellRule[],
  group: string | null | undefined,
  day: string,
): string | undefined {
  return schedule(rules, group, weekday(day), day);
}
/** The same on a weekday, 1 Monday … 7 Sunday, that has no rule of its own day. */
export const scheduleUsually = (rules: readonly SaidBellRule[], group: string | null, of: number): string | undefined =>
  schedule(rules, group, of, undefined);

function schedule(
  rules: readonly SaidBellRule[],
  group: string | null | undefined,
  of: number,
  day: string | undefined,
): string | undefined {
  let best = -1;
  let name: string | undefined;
  for (const rule of rules) {
    if (rule.class !== null && rule.class !== group) continue;
    if (rule.day !== null && rule.day !== day) continue;
    if (rule.weekday !== null && rule.weekday !== of) continue;
    const rank = (rule.day === null ? 0 : 4) + (rule.class === null ? 0 : 2) + (rule.weekday === null ? 0 : 1);
    if (rank >= best) {
      best = rank; // of equal ones the last counts
      name = rule.schedule;
    }
  }
  return name;
}

/** The bells that hold on a day, of those of one week; one of each school. */
export const bellsOn = (versions: readonly Bells[], day: string): Bells[] =>
  versions.filter(one => (one.from_day ?? '') <= day && (one.until_day === null || day < one.until_day));

/** A lesson by the school's clock, in minutes since midnight. */
export interface Held {
  day: string;
  number: number;
  starts: number;
  ends: number;
}

/** The kind of the break after a lesson, where all schedules that have its bell agree; that of its class goes first. */
export function breakAfter(versions: readonly Bells[], held: Held, group: string | undefined): BreakKind {
  const rung = bellsOn(versions, held.day).flatMap(({ schedules, rules }) => {
    const own = group === undefined ? undefined : scheduleOn(rules, group, held.day);
    return schedules.flatMap(({ name, bells }) => {
      const bell = bells.find(
        one => one.number === held.number && minutesOf(one.starts) === held.starts && minutesOf(one.ends) === held.ends,
      );
      return bell ? [{ then: bell.then, own: name === own }] : [];
    });
  });
  const telling = rung.filter(({ own }) => own);
  const [first, ...others] = telling.length ? telling : rung;
  return first && others.every(({ then }) => then === first.then) ? first.then : 'plain';
}
