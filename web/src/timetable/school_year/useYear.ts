// The school's year as it is changed: each change is put on the year as it stands, and saved whole.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import type { DayLesson, NewSchoolYear, SchoolYear } from '../../core/shapes';
import { useAction } from '../../parts/useAction';
import { useResource } from '../../parts/useResource';
import { apiPath, useCalendarChanges, type KeptSchool } from '../../parts/useKeptSchool';
import { saidYear } from './year';

/** The year as the school says it, loaded again whenever it is changed. */
export function useSchoolYear(school: KeptSchool) {
  const changes = useCalendarChanges(school.id);
  return useResource(() => api.get<SchoolYear>(apiPath(school.id, 'year')), `${school.id}.${changes}`);
}

/** `save` sends the year after a change. If it was changed by others, `met` is what they made of it: `save` goes on top
 * of that once it was shown. `inTheWay`: lessons that keep those of a day from coming back. */
export function useYear(school: KeptSchool, year: SchoolYear, saved: (year: SchoolYear) => void = () => {}) {
  const [met, setMet] = useState<SchoolYear | undefined>();
  const [inTheWay, setInTheWay] = useState<DayLesson[]>([]);
  const { ask, error } = useAction();
  const save = async (change: (year: ReturnType<typeof saidYear>) => NewSchoolYear): Promise<boolean> => {
    let stale = false;
    setInTheWay([]);
    const ok = await ask(async () => {
      try {
        const body = change(saidYear(met ?? year));
        saved(await api.send<SchoolYear>('PUT', apiPath(school.id, 'year'), body, newKey()));
        setMet(undefined);
      } catch (problem) {
        if (problem instanceof Problem && problem.code === 'lessons_in_the_way')
          setInTheWay(problem.clashes as DayLesson[]);
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        stale = true;
        setMet(problem.current as SchoolYear);
      }
    });
    return ok && !stale;
  };
  return { save, met, error, inTheWay };
}
