// The week's pattern of a class or a teacher, changed from a day on. For those who keep a school's timetable.
import { useEffect, useState } from 'preact/hooks';
import { dayIn } from '../../core/dates';
import { go, place } from '../../core/router';
import { me, timetablesKept } from '../../core/session';
import { useValue } from '../../core/store';
import { dayMonth, polite } from '../../i18n/format';
import { pt } from '../../i18n/week/pattern';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { Empty, LangButton, LinkState, NoSuchPage, NotYet } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import { Bar, Keys } from './Bar';
import { Foot } from './Foot';
import { DayChoice, Grid, type GridRow } from './Grid';
import type { View } from './lessonWords';
import { editorAddress, loadPlan, soonestDay, type SchoolPlan } from './schoolPlan';
import { CopySheet, Sheets } from './Sheets';
import { Side } from './Side';
import { useEditing, type Editing } from './useEditing';
import { useSaving } from './useSaving';
import '../tabs.css';
import './grid.css';
import './editor.css';

export function PatternEditor({ path: [, , of, id, more] }: { path: string[] }) {
  const { query } = useValue(place);
  const [again, setAgain] = useState(0);
  const view = of === 'teacher' ? 'teacher' : 'class';
  const asked = query.get('from') ?? undefined;
  const schools = (me.value?.schools ?? []).filter(school => timetablesKept().includes(school.id));
  const known = schools.length > 0 && !more && (of === undefined || of === 'class' || of === 'teacher');
  const { state, problem } = useResource(
    async () => (known ? loadPlan(schools, zone => dayIn(zone), view, id, asked) : undefined),
    `${known}.${view}.${id}.${asked}.${again}`,
  );
  const first = state && !id ? (view === 'class' ? state.classes : state.teachers)[0]?.id : undefined;
  useEffect(() => {
    if (first) go(editorAddress(view, first, asked), true);
  }, [first, view]);
  if (!known) return <NoSuchPage />;
  const one = state && (view === 'class' ? state.classes : state.teachers).some(each => each.id === id);
  return (
    <main id="main" tabIndex={-1} class="plan-page" data-plan={one ? id : undefined}>
      <header class="top">
        <h1 class="cut">{pt('head')}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page">
        <nav class="tt-tabs" aria-label={pt('head')}>
          {(['class', 'teacher'] as const).map(each => (
            <a
              key={each}
              href={editorAddress(each, '', asked)}
              aria-current={each === view ? 'page' : undefined}
              data-view={each}
            >
              {pt(each === 'class' ? 'classes' : 'teachers')}
            </a>
          ))}
          {id && (
            <a class="push" href={`/timetable/${view}/${id}`} data-read>
              {pt('read')}
            </a>
          )}
        </nav>
        {state && one && id ? (
          <Editor key={state.school} plan={state} view={view} id={id} reload={() => setAgain(n => n + 1)} />
        ) : (
          <div class="sheet pad">
            {state && !first ? (
              <Empty
                icon="grid"
                head={id ? t('notFound') : pt('noClasses')}
                text={id ? undefined : pt('noClassesText')}
              />
            ) : (
              <NotYet problem={problem} lines={12} />
            )}
          </div>
        )}
      </div>
    </main>
  );
}

/** The bells of the grid: all that its classes have, and those at which something stands. */
function rowsOf(
  { plan, editing, view, id }: { plan: SchoolPlan; editing: Editing; view: View; id: string },
  days: number[],
): GridRow[] {
  const groups = view === 'class' ? [id] : [...new Set(editing.courses.map(one => one.class))];
  const { bell } = editing.names;
  const numbers = new Set(editing.mine.map(({ number }) => number));
  for (const { bells } of plan.bells.schedules)
    for (const { number } of bells)
      if (groups.some(group => days.some(day => bell(group, day, number)))) numbers.add(number);
  return [...numbers]
    .sort((a, b) => a - b)
    .map(number => {
      const [time, ...others] = groups.flatMap(group => days.flatMap(day => bell(group, day, number) ?? []));
      return { number, time: others.every(one => one.starts === time?.starts) ? time : undefined };
    });
}

function Editor({ plan, view, id, reload }: { plan: SchoolPlan; view: View; id: string; reload: () => void }) {
  const doing = useEditing(plan, view, id);
  const [said, setSaid] = useState('');
  const [copying, setCopying] = useState(false);
  const { save, asked, close, wrong, error } = useSaving(plan, doing, ({ added, dropped }) => {
    setSaid(pt('saved', { day: dayMonth(plan.from), added, dropped }));
    reload();
  });
  useEffect(() => doing.putBack(), [view, id]);
  const { held, mine, later, at } = doing;
  const last = Math.max(plan.year.revision ? plan.year.weekdays : 5, 5, ...mine.map(({ weekday }) => weekday));
  const days = Array.from({ length: last }, (_, n) => n + 1);
  const rows = rowsOf({ plan, editing: doing, view, id }, days);
  const number = rows.some(row => row.number === at.number) ? at.number : (rows[0]?.number ?? 1);
  const editing = { ...doing, at: { ...at, number } };
  const teacher = plan.teachers.find(one => one.id === id);
  const name = view === 'class' ? plan.classes.find(one => one.id === id)?.name : teacher && polite(teacher.name);
  const starts = later.map(row => row.from_day).sort()[0];
  return (
    <div
      class="plan-editor"
      data-changes={editing.changes.length}
      data-held={held?.row.course}
      onKeyDown={event => {
        const typing = (event.target as Element).closest('input, dialog');
        const act =
          event.key === 'Escape'
            ? held && editing.putBack
            : event.code === 'KeyZ' && (event.ctrlKey || event.metaKey) && editing.canUndo && editing.undo;
        if (typing || !act) return;
        event.preventDefault();
        act();
      }}
      onDragEnd={() => editing.putBack()}
    >
      <Bar
        plan={plan}
        view={view}
        id={id}
        editing={editing}
        soonest={soonestDay(plan.pattern.rows, dayIn(plan.zone))}
        copy={() => setCopying(true)}
      />
      {starts && (
        <p class="note brass plan-later">
          <Icon name="clock" />
          <span>
            {pt('later', { n: later.length })} <a href={editorAddress(view, id, starts)}>{dayMonth(starts)}</a>
          </span>
        </p>
      )}
      {rows.length ? (
        <div class="plan-wrap">
          <section class="sheet" aria-label={name}>
            <DayChoice editing={editing} days={days} />
            <Grid
              editing={editing}
              days={days}
              rows={rows}
              label={pt('of', { name: name ?? '', n: mine.length })}
              wrong={wrong}
            />
            <Foot
              editing={editing}
              rooms={plan.rooms}
              from={plan.from}
              said={said}
              error={error}
              save={() => void save()}
            />
          </section>
          <Side editing={editing} />
        </div>
      ) : (
        <div class="sheet pad">
          <Empty icon="clock" head={pt('noBells')} text={pt('noBellsText')} />
        </div>
      )}
      <Keys />
      {copying && <CopySheet editing={editing} days={days} close={() => setCopying(false)} />}
      {asked && (
        <Sheets
          plan={plan}
          editing={editing}
          asked={asked}
          error={error}
          save={word => void save(word)}
          load={current => {
            const standing = new Set(current.filter(row => row.until_day > plan.from).map(row => row.id));
            const { draft, touched } = editing;
            const kept = Object.entries(draft).filter(([key, planned]) => {
              const course = planned?.course ?? plan.pattern.rows.find(row => row.id === key)?.course ?? '';
              return key.startsWith('new') || standing.has(key) || !touched.has(course);
            });
            editing.leave(Object.fromEntries(kept));
            close();
            reload();
          }}
          close={close}
        />
      )}
    </div>
  );
}
