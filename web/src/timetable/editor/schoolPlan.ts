// What the editor has from the server: the pattern of a school, and what its rows speak of.
import { api } from '../../core/api';
import { addDays, weekday } from '../../core/dates';
import type { Bells, Classes, Pattern, PersonRef, Room, Rooms, SaidPatternRow, SchoolYear } from '../../core/shapes';
import type { ClassRef } from '../../core/types';
import { byName } from '../../i18n/format';
import { yearOf } from '../school_year/year';
import type { View } from './lessonWords';
import { apiPath } from '../../parts/useKeptSchool';

export interface SchoolPlan {
  school: string;
  zone: string;
  pattern: Pattern;
  rooms: Room[];
  classes: ClassRef[];
  teachers: PersonRef[];
  year: SchoolYear;
  bells: Bells; // of `from`
  from: string;
}

export const editorAddress = (view: View, id = '', from = ''): string =>
  `/timetable/edit/${view}${id && `/${id}`}${from && `?from=${from}`}`;

/** The day from which changes count unless another is chosen: next Monday, or when the first rows begin. */
export function firstDay(rows: readonly SaidPatternRow[], today: string): string {
  const monday = addDays(today, 8 - weekday(today));
  const begins = rows.filter(row => row.until_day > monday).map(row => row.from_day);
  return begins.length && begins.every(day => day > monday) ? begins.sort()[0]! : monday;
}

/** The first day from which a change may count: tomorrow; today while nothing stands yet. */
export const soonestDay = (rows: readonly SaidPatternRow[], today: string): string =>
  rows.length ? addDays(today, 1) : today;

const teachersOf = ({ courses }: Pattern): PersonRef[] => [
  ...new Map(courses.flatMap(({ teachers }) => teachers.map(one => [one.id, one]))).values(),
];

/** The plan of the school that has this class or teacher, of those whose timetable one keeps. */
export async function loadPlan(
  schools: readonly { id: string; zone: string }[],
  today: (zone: string) => string,
  view: View,
  id: string | undefined,
  asked: string | undefined,
): Promise<SchoolPlan> {
  for (const [n, { id: school, zone }] of schools.entries()) {
    const day = today(zone);
    const [pattern, { classes }] = await Promise.all([
      api.get<Pattern>(apiPath(school, `pattern?day=${day}`)),
      api.get<Classes>(apiPath(school, 'classes')),
    ]);
    const teachers = teachersOf(pattern);
    const known = (view === 'class' ? classes : teachers).some(one => one.id === id);
    if (id !== undefined && !known && n < schools.length - 1) continue;
    const from = asked && asked >= soonestDay(pattern.rows, day) ? asked : firstDay(pattern.rows, day);
    const [{ rooms }, year, bells] = await Promise.all([
      api.get<Rooms>(apiPath(school, 'rooms')),
      api.get<SchoolYear>(apiPath(school, 'year')),
      api.get<Bells>(apiPath(school, `bells?day=${from}`)),
    ]);
    return { school, zone, pattern, rooms, classes, teachers: teachers.sort(byName), year, bells, from };
  }
  throw new Error('nobody comes here who keeps no timetable');
}

/** The first day of the school year of a day; of that day itself where the school has said nothing. */
export const yearBegins = ({ periods }: SchoolYear, day: string): string =>
  periods
    .map(one => one.from_day)
    .filter(one => yearOf(one) === yearOf(day))
    .sort()[0] ?? day;
