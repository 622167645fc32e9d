// The timetables that screens show, each held once for the whole app and loaded again when bells or periods change.
import { api } from '../core/api';
import { addDays, monday } from '../core/dates';
import { Live } from '../core/live';
import type {
  Bells,
  Curriculum,
  SchoolYear,
  Timetable,
  TimetablesOfClasses,
  TimetablesOfTeachers,
} from '../core/shapes';
import { followSchoolWeek } from '../gradebook/schoolWeek';

const KEPT = 12; // of weeks that were leafed through the last ones stay
const kept = new Map<string, Live<unknown>>();
function held<S>(key: string, load: () => Promise<S>): Live<S> {
  let live = kept.get(key) as Live<S> | undefined;
  if (!live) {
    live = new Live<S>(key, { load, position: () => undefined, fold: state => ({ state, reload: false }) });
    kept.set(key, live as Live<unknown>);
    for (const [other, old] of [...kept].slice(0, -KEPT)) {
      old.close();
      kept.delete(other);
    }
  }
  void live.open();
  return live;
}
followSchoolWeek('timetable.');

const PATHS = { teacher: 'teachers', class: 'classes', room: 'rooms' };
/** The week of a teacher's lessons, or of those of a class or a room. */
export const timetableOf = (of: keyof typeof PATHS, id: string, week: string): Live<Timetable> =>
  held(`timetable.${of}.${id}.${week}`, () =>
    api.get(`/${PATHS[of]}/${encodeURIComponent(id)}/timetable?week=${week}`),
  );

export type Everybody = 'class' | 'teacher';
export type WeekOfAll = TimetablesOfClasses | TimetablesOfTeachers;
/** The week of every class, or of every teacher, of a school. */
export const timetablesOf = (of: Everybody, school: string, week: string): Live<WeekOfAll> =>
  held(`timetable.all.${of}.${school}.${week}`, () =>
    api.get(`/schools/${encodeURIComponent(school)}/timetables/${PATHS[of]}?week=${week}`),
  );
/** Where these are shown as sheets; `school` where one is of the staff of several. */
export const allAddress = (of: Everybody, week: string, school?: string): string =>
  `/timetable/all/${of}/${week}${school ? `?school=${school}` : ''}`;

export const curriculumOf = (id: string): Live<Curriculum> =>
  held(`timetable.curriculum.${id}`, () => api.get(`/classes/${encodeURIComponent(id)}/curriculum`));

/** What stands behind the lessons of a week: the bells of its days, and what the school says of its year. */
export interface Behind {
  versions: Bells[]; // of each school: those that hold on its days
  weekdays: number;
  free: SchoolYear['free']; // only where there is one school: of several nobody can tell which is free
}
async function bellsOfWeek(path: string, week: string): Promise<Bells[]> {
  const versions: Bells[] = [];
  const sunday = addDays(monday(week), 6);
  for (let day: string | null = monday(week); day !== null && day <= sunday; day = versions.at(-1)!.until_day)
    versions.push(await api.get<Bells>(`${path}?day=${day}`));
  return versions;
}
export function behind(schools: readonly string[], week: string): Live<Behind> {
  return held(`timetable.behind.${schools.join('.')}.${week}`, async () => {
    const all = await Promise.all(
      schools.map(async school => {
        const path = `/schools/${encodeURIComponent(school)}`;
        const [year, versions] = await Promise.all([
          api.get<SchoolYear>(`${path}/year`),
          bellsOfWeek(`${path}/bells`, week),
        ]);
        return { versions, year };
      }),
    );
    return {
      versions: all.flatMap(({ versions }) => versions),
      // a school that has said nothing of its year has a Saturday only where there are lessons on it
      weekdays: Math.max(5, ...all.map(({ year }) => (year.revision ? year.weekdays : 5))),
      free: all.length === 1 ? all[0]!.year.free : [],
    };
  });
}
