// What a class does at school on each day of a week beside its lessons: meals, pauses, physical education, events.
// Composed of what the server holds; what nobody keeps there is said to be missing.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { api } from '../../core/api';
import { addDays, addWeeks, fromLocal, isWeek, monday } from '../../core/dates';
import { me } from '../../core/session';
import type { ClassRef, FoundGroups, SchoolEvents } from '../../core/shapes';
import { useValue } from '../../core/store';
import { thisWeek } from '../../gradebook/diary/diaries';
import { t } from '../../i18n';
import { dayMonth, weekDates, weekdayLong } from '../../i18n/format';
import { tt } from '../../i18n/timetable';
import { cw } from '../../i18n/week/classes';
import { Icon } from '../../parts/icons';
import { Page } from '../../parts/page';
import { NotYet, OffLine } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import { clock } from '../bells';
import { Drawing } from '../icons';
import { behind, curriculumOf, timetableOf } from '../timetables';
import { daysOf, fromTimetable } from '../week';
import { routineOf, type NamedBreak, type RoutineDay, type Times } from './routine';
import '../tabs.css';
import '../timetable.css';
import '../paper.css';
import './class_pages.css';

export const routineAddress = (id: string, week: string): string => `/timetable/routine/${id}/${week}`;

export function Routine({ class: id, week: asked }: { class: string; week: string | undefined }) {
  const week = isWeek(asked) ? asked : thisWeek();
  const about = useMemo(() => curriculumOf(id), [id]);
  const { state, problem } = useValue(about.shown);
  return (
    <Page
      title={state ? cw('routineShort', { name: state.class.name }) : cw('routine')}
      up={`/timetable/class/${id}/${week}`}
      class="timetable"
    >
      <div class="week-nav">
        <a class="icon-btn" href={routineAddress(id, addWeeks(week, -1))} aria-label={t('prevWeek')}>
          <Icon name="left" />
        </a>
        <span data-week={week}>{weekDates(week)}</span>
        <a class="icon-btn" href={routineAddress(id, addWeeks(week, 1))} aria-label={t('nextWeek')} data-week-step="1">
          <Icon name="right" />
        </a>
      </div>
      {state ? (
        <Week key={week} group={state.class} week={week} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} lines={12} />
        </div>
      )}
    </Page>
  );
}

function Week({ group, week }: { group: ClassRef; week: string }) {
  const live = useMemo(() => timetableOf('class', group.id, week), [group.id, week]);
  const { state, problem, at } = useValue(live.shown);
  const schools = (me.value?.schools ?? []).map(school => school.id);
  const { state: calendar } = useValue(behind(schools, week).shown);
  const beside = useBeside(week, state?.zone);
  if (!state || !calendar || !beside)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={12} />
      </div>
    );
  const held = fromTimetable(state);
  const days = routineOf(
    daysOf(held, calendar.weekdays),
    held.lessons,
    calendar,
    group,
    beside.events ?? [],
    state.zone,
  );
  return (
    <>
      <p class="tt-paper">
        <b>{cw('routineOf', { name: group.name })}</b> <time dateTime={week}>{weekDates(week)}</time>
        <span>{me.value?.schools.length === 1 ? me.value.schools[0]!.name : ''}</span>
      </p>
      <Days days={days} />
      <section class="sheet tt-wide">
        <div class="tt-scroll" tabIndex={0} role="region" aria-label={cw('routine')}>
          <Table days={days} />
        </div>
      </section>
      <Clubs groups={beside.groups} />
      <p class="meta rt-missing">
        {beside.events ? cw('eventsSeen') : cw('eventsFailed')} {cw('missing')}
      </p>
      <p class="tt-acts">
        <button type="button" class="btn plain small" onClick={() => print()} data-print>
          <Drawing name="print" />
          {tt('print')}
        </button>
      </p>
      <OffLine what={cw('routine')} at={at} />
    </>
  );
}

interface Beside {
  events: SchoolEvents['events'] | undefined; // undefined: could not be loaded
  groups: FoundGroups['groups'];
}
async function allEvents(path: string): Promise<SchoolEvents['events']> {
  const all: SchoolEvents['events'] = [];
  for (let more = true; more;) {
    const last = all.at(-1);
    const page = await api.get<SchoolEvents>(last ? `${path}&after=${last.id}` : path);
    all.push(...page.events);
    more = page.more && page.events.length > 0;
  }
  return all;
}
/** Events of the week that the reader may see, and the clubs one may find; a page without a network does without. */
function useBeside(week: string, zone: string | undefined): Beside | undefined {
  const { state, problem } = useResource(async (): Promise<Beside | undefined> => {
    if (!zone) return undefined;
    const moment = (day: string) => encodeURIComponent(fromLocal(`${day}T00:00`, zone));
    const first = monday(week);
    const path = `/school-events?since=${moment(first)}&until=${moment(addDays(first, 7))}`;
    const [events, { groups }] = await Promise.all([allEvents(path), api.get<FoundGroups>('/groups')]);
    return { events, groups };
  }, `${week}.${zone}`);
  return problem ? { events: undefined, groups: [] } : state;
}

const ROWS = ['stay', 'lessons', 'breakfast', 'lunch', 'dynamic', 'activity', 'events'] as const;
type RowKind = (typeof ROWS)[number];
const words = ({ from, until }: Times): string =>
  until === null ? cw('from', { time: clock(from) }) : `${clock(from)}–${clock(until)}`;

/** What stands in a row on a day, a line each. */
function lines(kind: RowKind, { stay, lessons, breaks, activity, events }: RoutineDay): ComponentChildren[] {
  if (kind === 'stay') return stay ? [words(stay)] : [];
  if (kind === 'lessons') return lessons ? [String(lessons)] : [];
  if (kind === 'activity')
    return activity.map(({ subject, times }) => (
      <>
        {subject}
        {times && ', '}
        {times && <span class="rt-time">{words(times)}</span>}
      </>
    ));
  if (kind === 'events')
    return events.map(one => (
      <a key={one.id} href={`/school/e/${one.id}`}>
        {[one.at, one.title].filter(Boolean).join(' ')}
      </a>
    ));
  return breaks[kind].map(words);
}
const DRAWN: readonly RowKind[] = ['breakfast', 'lunch', 'dynamic'];
function Label({ kind }: { kind: RowKind }) {
  return (
    <>
      {DRAWN.includes(kind) && <Drawing name={kind as NamedBreak} />}
      {cw(`row_${kind}`)}
    </>
  );
}

function Table({ days }: { days: readonly RoutineDay[] }) {
  return (
    <table class="tt rt">
      <caption class="vh">{cw('routine')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="vh">{cw('what')}</span>
          </th>
          {days.map(({ day, free }) => (
            <th key={day} scope="col">
              {weekdayLong(day)}
              <span class="meta">{dayMonth(day)}</span>
              {free && <span class="meta tt-free">{free}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(kind => (
          <tr key={kind} data-row={kind}>
            <th scope="row">
              <Label kind={kind} />
            </th>
            {days.map(one => {
              const held = lines(kind, one);
              return (
                <td key={one.day}>
                  {held.length ? held.map((line, index) => <div key={index}>{line}</div>) : <span class="soft">—</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same a day after the other, for a phone: of each only what it has. */
function Days({ days }: { days: readonly RoutineDay[] }) {
  return (
    <div class="phone-only rt-days">
      {days.map(one => {
        const held = ROWS.map(kind => ({ kind, of: lines(kind, one) })).filter(({ of }) => of.length);
        return (
          <section key={one.day} class="sheet" aria-labelledby={`rt-${one.day}`} data-day={one.day}>
            <div class="day-h">
              <h2 id={`rt-${one.day}`}>{weekdayLong(one.day)}</h2>
              <span class="meta">{dayMonth(one.day)}</span>
            </div>
            {held.length ? (
              <dl class="rt-list">
                {held.map(({ kind, of }) => (
                  <div key={kind}>
                    <dt>
                      <Label kind={kind} />
                    </dt>
                    <dd>
                      {of.map((line, index) => (
                        <div key={index}>{line}</div>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            ) : (
              <p class="free-day meta">{one.free || tt('free')}</p>
            )}
          </section>
        );
      })}
    </div>
  );
}

/** Interest groups of the school. When they meet they say themselves: no one keeps hours of theirs here. */
function Clubs({ groups }: { groups: FoundGroups['groups'] }) {
  return (
    <section class="sheet pad rt-clubs" aria-labelledby="rt-clubs">
      <h2 id="rt-clubs">{t('clubs')}</h2>
      {groups.length ? (
        <ul>
          {groups.map(({ id, group, joined }) => (
            <li key={id}>
              <a href="/clubs">{group.title}</a>
              {joined && <span class="meta rt-joined"> {cw('joined')}</span>}
              {group.description && <span class="meta rt-about">{group.description}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <p class="meta">{cw('noClubs')}</p>
      )}
    </section>
  );
}
