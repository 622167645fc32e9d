// One bell schedule as it is typed: a row for each lesson and for each break between.
import { clock } from '../bells';
import { Icon } from '../../parts/icons';
import { o } from '../../i18n/setUp';
import { Drawing } from '../icons';
import type { BreakKind } from '../bells';
import { Count, Minutes, TimeOfDay } from './Minutes';
import {
  BREAK_KINDS,
  lengthOf,
  MOST_LESSONS,
  timesOf,
  withFirstNumber,
  withLength,
  withLesson,
  withOneLess,
  withOneMore,
  type TypedSchedule,
  type Wrong,
} from './schedule';

export function BellRows({
  schedule,
  wrong,
  set,
  rename,
  copy,
  remove,
}: {
  schedule: TypedSchedule;
  wrong: readonly Wrong[];
  set: (schedule: TypedSchedule) => void;
  rename: (name: string) => void;
  copy: () => void;
  remove: (() => void) | undefined;
}) {
  const { name, first, lessons } = schedule;
  const times = timesOf(schedule);
  const last = times.at(-1);
  const named = wrong.find(({ fault }) => fault === 'no_name' || fault === 'name_twice');
  return (
    <section class="sheet bells-sheet" aria-labelledby="bells-h" data-schedule={name}>
      <div class="pad">
        <div class="split">
          <h2 id="bells-h">{name || o('schedule')}</h2>
          {last && (
            <span class="meta num" data-sum>
              {o('sum', { n: lessons.length, from: clock(first), to: clock(last.ends % 1440) })}
            </span>
          )}
        </div>
        <div class="set-up-fields up">
          <div class={named ? 'field wrong' : 'field'}>
            <label for="b-name">{o('name')}</label>
            <input
              class="input"
              id="b-name"
              name="name"
              maxLength={60}
              value={name}
              aria-invalid={named ? true : undefined}
              onInput={event => rename(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="b-number">{o('firstNumber')}</label>
            <Count
              id="b-number"
              name="number"
              value={lessons[0]?.number}
              wrong={wrong.some(({ fault }) => fault === 'number')}
              set={to => set(withFirstNumber(schedule, to))}
            />
          </div>
          <div class="field">
            <label for="b-first">{o('firstBell')}</label>
            <TimeOfDay id="b-first" name="first" value={first} set={to => set({ ...schedule, first: to })} />
          </div>
          <div class="field">
            <label for="b-length">{o('length')}</label>
            <Minutes
              id="b-length"
              name="length"
              value={lengthOf(schedule)}
              placeholder={o('lengthDiffers')}
              set={to => set(withLength(schedule, to))}
            />
          </div>
        </div>
        <p class="meta set-up-keys desk-only">{o('keysText')}</p>
      </div>
      <ol class="bells">
        {lessons.flatMap(({ pause, then }, place) => {
          const { number, starts, ends } = times[place]!;
          const bad = (of: string) => wrong.some(one => one.place === place && one.fault === of);
          const isLast = place === lessons.length - 1;
          return [
            <li
              key={place}
              class={bad('no_minutes') || bad('after_midnight') ? 'lesson clash' : 'lesson'}
              data-bell={number}
            >
              <b>{number}</b>
              <span class="t">
                <span class="vh">{o('lessonN', { n: number })}, </span>
                {clock(starts % 1440)}–{clock(ends % 1440)}
              </span>
              {isLast && lessons.length > 1 && (
                <button
                  type="button"
                  class="icon-btn"
                  aria-label={o('oneLess')}
                  onClick={() => set(withOneLess(schedule))}
                  data-one-less
                >
                  <Icon name="close" />
                </button>
              )}
            </li>,
            !isLast && (
              <Rest
                key={`${place}.rest`}
                number={number}
                pause={pause}
                kind={then}
                wrong={bad('short_break')}
                set={change => set(withLesson(schedule, place, change))}
              />
            ),
          ];
        })}
      </ol>
      <div class="pad bells-foot">
        <Faults wrong={wrong} times={times} />
        <div class="set-up-acts">
          {lessons.length < MOST_LESSONS && (
            <button type="button" class="btn two small" onClick={() => set(withOneMore(schedule))} data-one-more>
              <Icon name="plus" />
              {o('oneMore')}
            </button>
          )}
          <button type="button" class="btn plain small" onClick={copy} data-copy>
            {o('copy')}
          </button>
          {remove && (
            <button type="button" class="btn plain small" onClick={remove} data-remove>
              {o('remove')}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

function Rest({
  number,
  pause,
  kind,
  wrong,
  set,
}: {
  number: number;
  pause: number;
  kind: BreakKind;
  wrong: boolean;
  set: (change: { pause?: number; then?: BreakKind }) => void;
}) {
  return (
    <li class={`rest ${kind}${wrong ? ' clash' : ''}`} data-break={number}>
      <Drawing name={kind} />
      <div>
        <select
          class="input"
          name="kind"
          aria-label={o('kindAfter', { n: number })}
          value={kind}
          onChange={event => set({ then: event.currentTarget.value as BreakKind })}
        >
          {BREAK_KINDS.map(one => (
            <option key={one} value={one} selected={one === kind}>
              {one === 'dynamic' && innerWidth < 720 ? o('brief_dynamic') : o(`kind_${one}`)}
            </option>
          ))}
        </select>
        <span class="mins">
          <Minutes
            name="pause"
            label={o('minutesAfter', { n: number })}
            value={pause}
            wrong={wrong}
            set={to => set({ pause: to })}
          />
          <span aria-hidden="true">{o('min')}</span>
        </span>
      </div>
      {wrong && (
        <p class="err">
          <Icon name="alert" />
          {o('wrong_short_break', { n: number })}
        </p>
      )}
    </li>
  );
}

/** What closes the button, in words; the row it is about is marked as well. */
function Faults({ wrong, times }: { wrong: readonly Wrong[]; times: { number: number }[] }) {
  return (
    <div role="status">
      {wrong.map(({ place, fault }) => (
        <div key={`${place}.${fault}`} class="note bad" data-fault={fault}>
          <Icon name="alert" />
          <div>
            <b>{o(`wrong_${fault}`, { n: place === null ? '' : (times[place]?.number ?? '') })}</b>
            {fault === 'short_break' && <p>{o('wrong_short_break_text')}</p>}
          </div>
        </div>
      ))}
    </div>
  );
}
