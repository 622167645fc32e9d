// What is asked before a change is saved, and what has to be known after it.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { SaidPatternRow } from '../../core/shapes';
import { pt } from '../../i18n/week/pattern';
import { Both } from '../../parts/Both';
import { Icon } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { clashWords, courseTitle, keptWords, placeWords, rowText, weekdayName } from './lessonWords';
import { plannedOf, weekOfTwo, type Planned } from './plan';
import type { SchoolPlan } from './schoolPlan';
import type { Editing } from './useEditing';
import type { Asked } from './useSaving';
import { Check } from '../../parts/Check';

export function Sheets({
  plan,
  editing,
  asked,
  error,
  save,
  load,
  close,
}: {
  plan: SchoolPlan;
  editing: Editing;
  asked: Asked;
  error: ComponentChildren;
  save: (word: string) => void;
  load: (current: SaidPatternRow[]) => void;
  close: () => void;
}) {
  const { names, draft } = editing;
  if (asked.of === 'kept')
    return (
      <Sheet label={pt('keptHead')} class="detail plan-sheet" onClose={close}>
        <Head text={pt('keptHead')} close={close} />
        <p class="soft">{pt('keptText')}</p>
        <ul class="plan-clash" data-kept>
          {asked.kept.map(one => (
            <li key={one.id}>
              <Icon name="info" />
              <span>{keptWords(names, one)}</span>
            </li>
          ))}
        </ul>
        <button type="button" class="btn wide" onClick={close}>
          {pt('good')}
        </button>
      </Sheet>
    );
  if (asked.of === 'stale')
    return (
      <Sheet label={pt('staleHead')} class="detail plan-sheet" onClose={close}>
        <Head text={pt('staleHead')} close={close} />
        <p class="soft">{pt('staleText')}</p>
        <Both differences={differences(editing, asked.current)} />
        <button type="button" class="btn wide" onClick={() => load(asked.current)} data-load>
          {pt('load')}
        </button>
      </Sheet>
    );
  const standing = (id: string | null): Planned | undefined => {
    const row = plan.pattern.rows.find(one => one.id === id);
    return row && plannedOf(row);
  };
  const lines = asked.clashes.flatMap(clash => {
    const asNew = (place: number) => draft[asked.keys[place] ?? ''];
    const add = clash.add === null ? standing(clash.other) : asNew(clash.add);
    const other = clash.lesson ?? (clash.other_add === null ? standing(clash.other) : asNew(clash.other_add));
    return add ? [clashWords(names, clash, add, other ?? undefined)] : [];
  });
  return (
    <Sheet label={pt('clashHead')} class="detail plan-sheet" onClose={close}>
      <Head text={pt('clashHead')} close={close} />
      <ul class="plan-clash" data-clashes>
        {lines.map(({ head, text }, n) => (
          <li key={n}>
            <Icon name="alert" />
            <span>
              <b>{head}.</b> {text}
            </span>
          </li>
        ))}
      </ul>
      <Word error={error} save={save} close={close} />
    </Sheet>
  );
}

/** Copies a day to others, or one week of two to the other; names the lessons that found no place. */
export function CopySheet({ editing, days, close }: { editing: Editing; days: number[]; close: () => void }) {
  const [day, setDay] = useState(editing.at.weekday);
  const [to, setTo] = useState<number[]>([]);
  const [left, setLeft] = useState<string[]>([]);
  const weeks = ([1, 2] as const).filter(week => editing.mine.some(row => weekOfTwo(row) === week));
  const done = (found: string[]) => {
    if (found.length) setLeft(found);
    else close();
  };
  if (left.length)
    return (
      <Sheet label={pt('copyLeft')} class="detail plan-sheet" onClose={close}>
        <Head text={pt('copyLeft')} close={close} />
        <ul class="plan-clash" data-left>
          {left.map(text => (
            <li key={text}>
              <Icon name="alert" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
        <button type="button" class="btn wide" onClick={close} data-good>
          {pt('good')}
        </button>
      </Sheet>
    );
  return (
    <Sheet label={pt('copy')} class="detail plan-sheet" onClose={close}>
      <Head text={pt('copy')} close={close} />
      <form
        class="stack"
        data-copy-day
        onSubmit={event => {
          event.preventDefault();
          done(editing.copyDay(day, to));
        }}
      >
        <label class="field">
          <span>{pt('copyFrom')}</span>
          <select
            class="input"
            name="copied"
            value={day}
            onChange={event => {
              setDay(Number(event.currentTarget.value));
              setTo([]);
            }}
          >
            {days.map(each => (
              <option key={each} value={each} selected={each === day}>
                {weekdayName(each)}
              </option>
            ))}
          </select>
        </label>
        <fieldset class="plan-to">
          <legend>{pt('copyTo')}</legend>
          {days
            .filter(each => each !== day)
            .map(each => (
              <Check
                key={each}
                name="to"
                value={each}
                words={weekdayName(each)}
                checked={to.includes(each)}
                set={on => setTo(on ? [...to, each].sort() : to.filter(one => one !== each))}
              />
            ))}
        </fieldset>
        <button type="submit" class="btn wide" disabled={!to.length}>
          {pt('copyDay')}
        </button>
      </form>
      {weeks.map(week => (
        <button
          key={week}
          type="button"
          class="btn plain wide"
          onClick={() => done(editing.copyWeek(week))}
          data-copy-week={week}
        >
          {pt(`copyWeek${week}`)}
        </button>
      ))}
    </Sheet>
  );
}

function Head({ text, close }: { text: string; close: () => void }) {
  return (
    <header class="row">
      <h2>{text}</h2>
      <CloseButton onClose={close} />
    </header>
  );
}

function Word({ error, save, close }: { error: ComponentChildren; save: (word: string) => void; close: () => void }) {
  const [word, setWord] = useState('');
  return (
    <form
      class="stack"
      onSubmit={event => {
        event.preventDefault();
        if (word.trim()) save(word.trim());
      }}
    >
      <p class="field">
        <label for="plan-word">{pt('reason')}</label>
        <span class="hint">{pt('clashText')}</span>
        <input
          id="plan-word"
          class="input"
          name="word"
          maxLength={200}
          required
          value={word}
          onInput={event => setWord(event.currentTarget.value)}
        />
      </p>
      {error}
      <button type="submit" class="btn wide" data-keep>
        {pt('keep')}
      </button>
      <button type="button" class="btn plain wide" onClick={close}>
        {pt('back')}
      </button>
    </form>
  );
}

/** Of each course that was changed by both: how it stands, and how one has it oneself. */
function differences({ names, all, draft, touched }: Editing, current: readonly SaidPatternRow[]) {
  const line = (row: Planned) => `${placeWords(row)} · ${rowText(names, row)}`;
  return [...touched].flatMap(course => {
    const theirs = current.filter(row => row.course === course).map(row => line(plannedOf(row)));
    const mine = all.filter(row => row.course === course && draft[row.key] !== null).map(line);
    const head = courseTitle(names.view, names.courses.get(course));
    return theirs.join() === mine.join() ? [] : [{ head, theirs, mine }];
  });
}
