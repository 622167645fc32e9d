// A field with its label, hint and what is wrong with it; a day; a class.
import type { ComponentChildren } from 'preact';
import { ps } from '../i18n/people/person';
import { Icon } from '../parts/icons';

export function Field({
  label,
  hint,
  wrong,
  children,
}: {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <label class={wrong ? 'field wrong' : 'field'}>
      <span class="label">{label}</span>
      {hint && <span class="hint people-hint">{hint}</span>}
      {wrong && (
        <span class="err" role="alert">
          <Icon name="alert" />
          {wrong}
        </span>
      )}
      {children}
    </label>
  );
}

export function Day({
  label,
  hint,
  name,
  value,
  set,
}: {
  label: string;
  hint?: string | undefined;
  name: string;
  value: string;
  set: (day: string) => void;
}) {
  return (
    <Field label={label} hint={hint}>
      <input
        class="input"
        type="date"
        name={name}
        min="1990-01-01"
        max="2199-12-31"
        value={value}
        onInput={event => set(event.currentTarget.value)}
      />
    </Field>
  );
}

export function ClassField({
  classes,
  empty,
  value,
  set,
}: {
  classes: readonly { id: string; name: string }[];
  empty: string;
  value: string;
  set: (class_: string) => void;
}) {
  return (
    <Field label={ps('class')}>
      <select class="input" name="class" value={value} onChange={event => set(event.currentTarget.value)}>
        <option value="">{empty}</option>
        {classes.map(({ id, name }) => (
          <option key={id} value={id} selected={id === value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
