import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Group, Openness, Posting } from '../../core/types';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';

const openings: readonly Openness[] = ['public', 'request', 'invitation'];
const postings: readonly Posting[] = ['all', 'moderators'];

/** What a group is called and how it is kept; the same form makes one and changes one. */
export function GroupForm({
  group,
  interest,
  error,
  word,
  save,
  children,
}: {
  group: Group;
  interest: boolean;
  error: ComponentChildren;
  word: string;
  save: (group: Group) => void;
  children?: ComponentChildren;
}) {
  const [title, setTitle] = useState(group.title);
  const [description, setDescription] = useState(group.description);
  const [posting, setPosting] = useState(group.posting);
  const [openness, setOpenness] = useState<Openness>(group.openness ?? 'request');
  const [missing, setMissing] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!title.trim()) {
      setMissing(true);
      document.getElementById('g-title')?.focus();
      return;
    }
    save({ title: title.trim(), description: description.trim(), posting, openness: interest ? openness : null });
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      {error}
      <div class={`field${missing ? ' wrong' : ''}`}>
        <label for="g-title">{t('groupTitle')}</label>
        {missing && (
          <p class="err" id="g-missing">
            <Icon name="alert" />
            {t('groupTitleMissing')}
          </p>
        )}
        <input
          class="input"
          id="g-title"
          name="title"
          maxLength={100}
          value={title}
          aria-invalid={missing}
          aria-describedby={missing ? 'g-missing' : undefined}
          onInput={event => {
            setTitle(event.currentTarget.value);
            setMissing(false);
          }}
        />
      </div>
      <div class="field">
        <label for="g-words">{t('groupWords')}</label>
        <textarea
          class="input short"
          id="g-words"
          name="description"
          rows={2}
          maxLength={2000}
          value={description}
          onInput={event => setDescription(event.currentTarget.value)}
        />
      </div>
      <Choice
        name="posting"
        label={t('whoWrites')}
        of={postings}
        value={posting}
        word={one => t(one === 'all' ? 'postingAll' : 'postingModerators')}
        set={setPosting}
      />
      {interest && (
        <Choice
          name="openness"
          label={t('howIn')}
          of={openings}
          value={openness}
          word={one => t(`open_${one}`)}
          set={setOpenness}
        />
      )}
      {children}
      <button type="submit" class="btn wide" data-save>
        {word}
      </button>
    </form>
  );
}
export function Choice<T extends string>({
  name,
  label,
  of,
  value,
  word,
  set,
}: {
  name: string;
  label: string;
  of: readonly T[];
  value: T;
  word: (one: T) => string;
  set: (one: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend class="label">{label}</legend>
      {of.map(one => (
        <label key={one} class="check">
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => set(one)} />
          <span>{word(one)}</span>
        </label>
      ))}
    </fieldset>
  );
}
