// Any colleague for a lesson, by what they teach.
import { weekOf } from '../../core/dates';
import type { Person } from '../../core/types';
import { listed } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { useResource } from '../../parts/useResource';
import type { LessonCard } from '../decisions';
import { weeksOf } from '../loading';
import { keptBy, type TeacherGroups } from '../places';
import { lessonWords } from '../words';

/** Any colleague; whether they are free is said as soon as their timetable is here. */
export function TeacherChoice({
  label,
  card,
  groups,
  chosen,
  choose,
}: {
  label: string;
  card: LessonCard;
  groups: TeacherGroups;
  chosen: Person | undefined;
  choose: (person: Person | undefined) => void;
}) {
  const { state } = useResource(
    async () => ({
      of: chosen?.id,
      lessons: chosen ? await weeksOf('teacher', chosen.id, [weekOf(card.day)]) : [],
    }),
    chosen?.id,
  );
  const kept = state && state.of === chosen?.id ? keptBy(card, state.lessons) : undefined;
  const all = [...groups.subject, ...groups.class, ...groups.other];
  const group = (title: string, people: Person[]) =>
    people.length ? (
      <optgroup label={title}>
        {people.map(({ id, name }) => (
          <option key={id} value={id} selected={id === chosen?.id}>
            {listed(name)}
          </option>
        ))}
      </optgroup>
    ) : null;
  return (
    <div class="field">
      <label for="subst-teacher">{label}</label>
      <select
        class="input"
        id="subst-teacher"
        name="teacher"
        onChange={event => choose(all.find(({ id }) => id === event.currentTarget.value))}
      >
        <option value="" selected={!chosen}>
          {w('choose')}
        </option>
        {group(w('groupSubject'), groups.subject)}
        {group(w('groupClass'), groups.class)}
        {group(w('groupOther'), groups.other)}
      </select>
      <p class={kept ? 'subst-hint owes' : 'subst-hint'} role="status">
        {!chosen || state?.of !== chosen.id
          ? ' '
          : kept
            ? w('busy', { lesson: lessonWords({ className: kept.class, title: kept.title, subject: kept.subject }) })
            : w('free')}
      </p>
    </div>
  );
}
