// Some classes of a school, chosen by year or one by one.
import type { ClassRef } from '../../core/types';
import { o } from '../../i18n/setUp';

export function ClassPicker({
  classes,
  chosen,
  set,
}: {
  classes: readonly ClassRef[];
  chosen: readonly string[];
  set: (ids: string[]) => void;
}) {
  const grades = [...new Set(classes.map(({ grade }) => grade))];
  return (
    <div class="class-pick" role="group" aria-label={o('chooseClasses')}>
      {grades.map(grade => {
        const some = classes.filter(one => one.grade === grade);
        const ids = some.map(({ id }) => id);
        const all = ids.every(id => chosen.includes(id));
        return (
          <div key={grade} class="class-years">
            {grade !== null && (
              <button
                type="button"
                class="pill"
                aria-pressed={all}
                onClick={() => set(all ? chosen.filter(id => !ids.includes(id)) : [...new Set([...chosen, ...ids])])}
              >
                {o('wholeGrade', { n: grade })}
              </button>
            )}
            {some.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                class="pill"
                aria-pressed={chosen.includes(id)}
                onClick={() => set(chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id])}
                data-class={id}
              >
                {name}
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}

/** For all of the school, or for some classes of it; null is all. */
export function ForWhom({
  classes,
  chosen,
  set,
}: {
  classes: readonly ClassRef[];
  chosen: string[] | null;
  set: (ids: string[] | null) => void;
}) {
  return (
    <div class="field">
      <span class="label" id="for-whom">
        {o('forWhom')}
      </span>
      <div class="pills wrap" role="group" aria-labelledby="for-whom">
        <button type="button" class="pill" aria-pressed={chosen === null} onClick={() => set(null)}>
          {o('wholeSchool')}
        </button>
        <button
          type="button"
          class="pill"
          aria-pressed={chosen !== null}
          onClick={() => set(chosen ?? [])}
          data-some-classes
        >
          {o('someClasses')}
        </button>
      </div>
      {chosen !== null && <ClassPicker classes={classes} chosen={chosen} set={set} />}
    </div>
  );
}
