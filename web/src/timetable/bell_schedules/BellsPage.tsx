// Bells: schedules, who has which, and other days. What is changed here counts from a day on.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import { dayIn, weekday } from '../../core/dates';
import { now, useValue } from '../../core/store';
import { go, place } from '../../core/router';
import type { Bells, Classes, SchoolYear } from '../../core/shapes';
import { dayMonth } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { Icon } from '../../parts/icons';
import { NotYet } from '../../parts/parts';
import { UNASKED, useLessonTimes } from '../../parts/LessonTimes';
import { useAction } from '../../parts/useAction';
import { useResource } from '../../parts/useResource';
import { BellRows } from './BellRows';
import { BothBells } from './BothBells';
import { differs, draftOf, freeName, keptDraft, saidBells, whoNotices, type Draft, type BellsState } from './drafts';
import { apiPath, setUpAddress, useCalendarChanges, type KeptSchool } from '../../parts/useKeptSchool';
import { OtherDays } from './OtherDays';
import { renamed, withoutSchedule } from './rules';
import { faultsOf, usualSchedule } from './schedule';
import { WhoHas } from './WhoHas';
import './bells.css';

export function BellsPage({ school }: { school: KeptSchool }) {
  const { query } = useValue(place);
  const asked = query.get('day');
  const day = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined;
  const [again, setAgain] = useState(0);
  const changes = useCalendarChanges(school.id);
  const { state, problem } = useResource(async () => {
    const [bells, year, { classes }] = await Promise.all([
      api.get<Bells>(`${apiPath(school.id, 'bells')}${day ? `?day=${day}` : ''}`),
      api.get<SchoolYear>(apiPath(school.id, 'year')),
      api.get<Classes>(apiPath(school.id, 'classes')),
    ]);
    return { bells, year, classes, day };
  }, `${day}.${again}.${changes}`);
  if (!state || state.day !== day)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={12} />
      </div>
    );
  return <Editor key={day} school={school} day={day} state={state} reload={() => setAgain(n => n + 1)} />;
}

function Editor({
  school,
  day,
  state,
  reload,
}: {
  school: KeptSchool;
  day: string | undefined;
  state: BellsState;
  reload: () => void;
}) {
  const { bells, year, classes } = state;
  const today = dayIn(school.zone, new Date(useValue(now)));
  const copy = keptDraft(school.id, day ?? '');
  const [typed, setTyped] = useState(copy.read);
  const [chosen, setChosen] = useState(0);
  const [conflict, setConflict] = useState<Bells | undefined>();
  const { ask, error } = useAction();
  const times = useLessonTimes();
  const saved = draftOf(bells, year, today, o('firstShift'));
  const draft = typed ?? saved;
  const first = !bells.schedules.length;
  const dirty = first || differs(draft, saved);
  const wrong = faultsOf(draft.schedules);
  const at = Math.min(chosen, draft.schedules.length - 1);
  const schedule = draft.schedules[at];
  const past = !first && draft.from < today;
  const change = (part: Partial<Draft>) => {
    // What was first changed tells which state it changes: a newer one is not overwritten unseen.
    const next = { ...draft, revision: typed?.revision ?? bells.revision, ...part };
    setTyped(next);
    copy.write(next);
  };
  const drop = () => {
    setTyped(undefined);
    copy.write(undefined);
    setConflict(undefined);
    times.clear();
  };
  const save = (revision: number, answer = UNASKED) =>
    ask(async () => {
      times.clear();
      try {
        const body = { ...saidBells({ ...draft, revision }), ...answer };
        await api.send<Bells>('PUT', apiPath(school.id, 'bells'), body, newKey());
      } catch (problem) {
        times.note(problem, given => void save(revision, given));
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        setConflict(await api.get<Bells>(`${apiPath(school.id, 'bells')}${day ? `?day=${day}` : ''}`));
        return;
      }
      drop();
      reload();
      // What was saved stays on the screen, though it counts from a later day.
      go(setUpAddress(school, '/admin/calendar/bells', draft.from > today ? { day: draft.from } : {}), true);
    });
  const noticed = dirty ? whoNotices(saved, draft, classes, year.weekdays).length : 0;
  const closed = !dirty || wrong.length > 0 || past;
  const add = (name: string, like = draft.schedules[at]) => {
    const made = freeName(draft.schedules, name, n => o('nth', { name, n }));
    change({ schedules: [...draft.schedules, { ...(like ?? usualSchedule(made)), name: made }] });
    setChosen(draft.schedules.length);
  };
  return (
    <div data-bells={bells.revision} data-dirty={dirty}>
      <Versions school={school} bells={bells} today={today} />
      <div class="pills" role="group" aria-label={o('schedule')}>
        {draft.schedules.map(({ name }, n) => (
          <button
            key={n}
            type="button"
            class={wrong.some(one => one.schedule === n) ? 'pill bad' : 'pill'}
            aria-pressed={n === at}
            onClick={() => setChosen(n)}
          >
            {wrong.some(one => one.schedule === n) && <Icon name="alert" />}
            {name || '—'}
          </button>
        ))}
        {draft.schedules.length < 20 && (
          <button type="button" class="pill" onClick={() => add(o('newName'), usualSchedule(''))} data-add-schedule>
            <Icon name="plus" />
            {o('newSchedule')}
          </button>
        )}
      </div>
      <div class="set-up-cols">
        {schedule && (
          <BellRows
            schedule={schedule}
            wrong={wrong.filter(one => one.schedule === at)}
            set={one => change({ schedules: draft.schedules.map((held, n) => (n === at ? one : held)) })}
            rename={name =>
              change({
                schedules: draft.schedules.map((held, n) => (n === at ? { ...held, name } : held)),
                rules: renamed(draft.rules, schedule.name, name),
              })
            }
            copy={() => add(schedule.name)}
            remove={
              draft.schedules.length > 1
                ? () => {
                    change({
                      schedules: draft.schedules.filter((_, n) => n !== at),
                      rules: withoutSchedule(draft.rules, schedule.name),
                    });
                    setChosen(0);
                  }
                : undefined
            }
          />
        )}
        <div class="set-up-side">
          <WhoHas draft={draft} classes={classes} weekdays={year.weekdays} set={rules => change({ rules })} />
          {!first && (
            <OtherDays
              school={school}
              state={state}
              today={today}
              reload={reload}
              done={(revision, by) => typed && change({ revision, rules: by(draft.rules) })}
            />
          )}
        </div>
      </div>
      {bells.until_day !== null && dirty && draft.from <= bells.until_day && (
        <p class="note brass up">
          <Icon name="alert" />
          {o('replaces', { day: dayMonth(bells.until_day) })}
        </p>
      )}
      {times.view}
      <div class="set-up-save">
        {dirty && (
          <label class="set-up-from">
            <span class="desk-only">{o('from')}</span>
            <input
              class="input num"
              type="date"
              name="from"
              aria-label={o('from')}
              min={first ? undefined : today}
              value={draft.from}
              onInput={event => event.currentTarget.value && change({ from: event.currentTarget.value })}
            />
          </label>
        )}
        <button
          type="button"
          class="btn"
          aria-disabled={closed || undefined}
          onClick={() => !closed && void save(draft.revision)}
          data-save
        >
          {!dirty
            ? o('allSaved')
            : draft.from === today
              ? o('saveToday')
              : o('saveFrom', { weekday: o(`day${weekday(draft.from)}` as 'day1'), day: dayMonth(draft.from) })}
        </button>
        {dirty && !first && (
          <button type="button" class="btn plain" aria-label={o('discard')} onClick={drop} data-discard>
            <Icon name="undo" />
            <span class="desk-only">{o('discard')}</span>
          </button>
        )}
        <span class={past ? 'err' : dirty ? 'meta' : 'meta desk-only'} role="status">
          {past
            ? o('fromPast')
            : wrong[0]
              ? o('wrongIn', { name: draft.schedules[wrong[0].schedule]?.name || '—' })
              : first
                ? o('begin')
                : noticed
                  ? o('changed', { n: noticed })
                  : o('pastStays')}
        </span>
        {error}
      </div>
      {conflict && (
        <BothBells
          theirs={draftOf(conflict, year, today, o('firstShift'))}
          mine={draft}
          classes={classes}
          weekdays={year.weekdays}
          error={error}
          save={() => void save(conflict.revision)}
          take={() => {
            drop();
            reload();
          }}
          close={() => setConflict(undefined)}
        />
      )}
    </div>
  );
}

/** Bells that hold now, and those planned from a later day. */
function Versions({ school, bells, today }: { school: KeptSchool; bells: Bells; today: string }) {
  const later = [bells.from_day, bells.until_day].filter((one): one is string => one !== null && one > today);
  if (!later.length) return null;
  const isLater = bells.from_day !== null && bells.from_day > today;
  const to = (one: string) => setUpAddress(school, '/admin/calendar/bells', { day: one });
  return (
    <nav class="seg set-up-versions" aria-label={o('version')}>
      <a href={setUpAddress(school, '/admin/calendar/bells')} aria-current={isLater ? undefined : 'page'}>
        {o('versionNow')}
      </a>
      {later.map(one => (
        <a
          key={one}
          href={to(one)}
          aria-current={isLater && one === bells.from_day ? 'page' : undefined}
          data-from={one}
        >
          {o('versionFrom', { day: dayMonth(one) })}
        </a>
      ))}
    </nav>
  );
}
