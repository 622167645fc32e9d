// To whom: a class, a course, a year or a school, and which of its people.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { t } from '../i18n';
import { s } from '../i18n/school';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import type { Addressed, Audiences, Target } from './announcements';
import { Check } from '../parts/Check';

const PEOPLE: readonly Addressed[] = ['families', 'students', 'staff'];
let known: Audiences | undefined;

export const keyOf = ({ of, class: group, course, grade }: Target): string =>
  [of, group ?? course ?? grade ?? ''].join(':');
function placeWords({ of, class: group, course, grade }: Target): string {
  if (of === 'school') return s('wholeSchool');
  if (of === 'grade') return s('grade', { n: grade ?? 0 });
  const found =
    of === 'class'
      ? known?.classes.find(one => one.id === group)?.name
      : known?.courses.find(one => one.id === course)?.title;
  return found ?? s(of);
}
export const targetWords = (target: Target): string =>
  `${placeWords(target)}: ${target.to.map(one => s(one)).join(', ')}`;
/** To whom one may write in a school; from then on its classes and courses have names here. */
export const learnOf = async (school: string): Promise<Audiences> =>
  (known = await api.get<Audiences>(`/schools/${encodeURIComponent(school)}/audiences`));

/** Everything one may choose. */
export function choices({ school, grades, classes, courses }: Audiences): Target[] {
  return [
    ...(school ? [{ of: 'school', to: [] } as Target] : []),
    ...grades.map(grade => ({ of: 'grade', grade, to: [] }) as Target),
    ...classes.map(one => ({ of: 'class', class: one.id, to: [] }) as Target),
    ...courses.map(one => ({ of: 'course', course: one.id, to: [] }) as Target),
  ];
}

export function Targets({
  label,
  targets,
  audiences,
  set,
}: {
  label: string;
  targets: Target[];
  audiences: Audiences | undefined;
  set: (targets: Target[]) => void;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <div class="field" role="group" aria-label={label}>
      <span class="label">{label}</span>
      <div class="row wrap chips">
        {targets.map(target => (
          <span key={keyOf(target)} class="chip" data-target={keyOf(target)}>
            {targetWords(target)}
            <button
              type="button"
              aria-label={s('removeTarget', { name: targetWords(target) })}
              onClick={() => set(targets.filter(one => one !== target))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <button type="button" class="chip add" data-add-target disabled={!audiences} onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {s('add')}
        </button>
      </div>
      {adding && audiences && (
        <Add
          audiences={audiences}
          onClose={() => setAdding(false)}
          add={target => {
            set([...targets.filter(one => keyOf(one) !== keyOf(target)), target]);
            setAdding(false);
          }}
        />
      )}
    </div>
  );
}
function Add({
  audiences,
  add,
  onClose,
}: {
  audiences: Audiences;
  add: (target: Target) => void;
  onClose: () => void;
}) {
  const all = choices(audiences);
  const [chosen, setChosen] = useState(all[0] ? keyOf(all[0]) : '');
  const [to, setTo] = useState<Addressed[]>(['families']);
  const target = all.find(one => keyOf(one) === chosen);
  return (
    <Sheet label={s('addAudience')} onClose={onClose}>
      <header class="row">
        <h2>{s('addAudience')}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          if (target && to.length) add({ ...target, to });
        }}
      >
        <div class="field">
          <label for="target">{s('to')}</label>
          <select class="input" id="target" value={chosen} onChange={event => setChosen(event.currentTarget.value)}>
            {all.map(one => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {placeWords(one)}
              </option>
            ))}
          </select>
        </div>
        <fieldset class="choice">
          <legend class="label">{s('who')}</legend>
          {PEOPLE.map(one => (
            <Check
              key={one}
              name="to"
              value={one}
              words={s(one)}
              checked={to.includes(one)}
              set={on => setTo(on ? [...to, one] : to.filter(held => held !== one))}
            />
          ))}
        </fieldset>
        <p class="row">
          <button type="submit" class="btn" data-add disabled={!target || !to.length}>
            {s('add')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}
/** Of one who may write to one class only: its families. */
export function obvious(audiences: Audiences): Target[] {
  const [only, ...more] = audiences.classes;
  return only && !more.length && !audiences.school ? [{ of: 'class', class: only.id, to: ['families'] }] : [];
}
