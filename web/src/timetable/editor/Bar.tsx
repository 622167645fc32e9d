// Above the grid: whose it is, from which day it counts, which weeks are shown; below it the keys.
import { go } from '../../core/router';
import { dayMonth, inside, listed } from '../../i18n/format';
import { pt } from '../../i18n/week/pattern';
import { Icon } from '../../parts/icons';
import type { View } from './lessonWords';
import { editorAddress, type SchoolPlan } from './schoolPlan';
import type { Editing, Week } from './useEditing';

export function Bar({
  plan,
  view,
  id,
  editing,
  soonest,
  copy,
}: {
  plan: SchoolPlan;
  view: View;
  id: string;
  editing: Editing;
  soonest: string; // day from which it may count
  copy: () => void;
}) {
  const all: [string, string][] =
    view === 'class'
      ? plan.classes.map(one => [one.id, one.name])
      : plan.teachers.map(one => [one.id, listed(one.name)]);
  return (
    <div class="plan-bar">
      <select
        class="input plan-whose"
        name="whose"
        aria-label={pt(view)}
        value={id}
        onChange={event => go(editorAddress(view, event.currentTarget.value, plan.from))}
      >
        {all.map(([one, label]) => (
          <option key={one} value={one} selected={one === id}>
            {label}
          </option>
        ))}
      </select>
      <label class="plan-from">
        <span class="desk-only">{pt('from')}</span>
        <input
          class="input num"
          type="date"
          name="from"
          aria-label={pt('from')}
          min={soonest}
          value={plan.from}
          onChange={event => {
            const day = event.currentTarget.value;
            if (day >= soonest) go(editorAddress(view, id, day), true);
            else event.currentTarget.value = plan.from;
          }}
        />
      </label>
      <div class="seg" role="group" aria-label={pt('weeks')}>
        {([0, 1, 2] as Week[]).map(one => (
          <button
            key={one}
            type="button"
            aria-pressed={one === editing.week}
            onClick={() => editing.setWeek(one)}
            data-week={one}
          >
            {pt(`week${one}`)}
          </button>
        ))}
      </div>
      {editing.first !== undefined && (
        <span class="meta" data-first-week={editing.first}>
          {pt('weekIs', { day: dayMonth(plan.from), n: editing.first })}
        </span>
      )}
      <span class="plan-acts push">
        <button type="button" class="btn plain small" onClick={copy} data-copy>
          {pt('copy')}
        </button>
        <button
          type="button"
          class="btn plain small"
          aria-disabled={!editing.canUndo || undefined}
          onClick={editing.undo}
          data-undo
        >
          <Icon name="undo" />
          {pt('undo')}
        </button>
      </span>
    </div>
  );
}

export function Keys() {
  const keys: [string[], string][] = [
    [['Enter'], pt('pickUp')],
    [['↑', '↓', '←', '→'], pt('arrows')],
    [['Esc'], pt('putBack')],
    [['Del'], pt('off')],
    [['1', '2', '0'], pt('weekKey')],
    [['Ctrl+Z'], pt('undo')],
  ];
  return (
    <p class="plan-keys" aria-hidden="true">
      {keys.map(([names, what]) => (
        <span key={what}>
          {names.map(name => (
            <kbd key={name}>{name}</kbd>
          ))}{' '}
          {inside(what)}
        </span>
      ))}
    </p>
  );
}
