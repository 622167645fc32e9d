// The week of a child: on a desk an open exercise diary, on a phone a strip of days and one day below.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { small } from '../../core/local';
import { go, place } from '../../core/router';
import { zone } from '../../core/session';
import { now, useValue } from '../../core/store';
import type { ActiveMark, DiaryLesson, DiaryState, Mark } from '../../core/types';
import { addWeeks, dayIn, isWeek } from '../../core/dates';
import { t } from '../../i18n';
import { weekDates, weekdayLong, dayMonth, weekdayShort } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { Count, Empty, LangButton, LinkState, NotYet } from '../../parts/parts';
import { LessonLine } from './DiaryLesson';
import { DiarySubjects } from './DiarySubjects';
import { LessonSheet, MarkSheet } from './MarkSheet';
import { NewsSlot } from './NewsSlot';
import { diaryOf, thisWeek } from './diaries';
import { landed, leave, lookAt, readers, unseen, type Reader } from './news';

export function Diary({ path }: { path: string[] }) {
  const all = readers();
  const id = path[1] ?? small.read<string>('child');
  const reader = all.find(one => one.id === id) ?? all[0];
  const subjects = path[2] === 'marks';
  const asked = isWeek(path[2]) ? path[2] : isWeek(path[3]) ? path[3] : undefined;
  const week = asked ?? thisWeek();
  const address =
    reader &&
    (subjects ? `/diary/${reader.id}/marks${week === thisWeek() ? '' : '/' + week}` : `/diary/${reader.id}/${week}`);
  const known = reader?.id === path[1] && (subjects || asked);
  useEffect(() => {
    if (reader) small.write('child', reader.id);
    if (address && !known) go(address, true);
  }, [address, known]);
  if (!reader)
    return (
      <main id="main" tabIndex={-1}>
        <div class="page">
          <Empty icon="diary" head={t('noChildren')} text={t('noChildrenText')} />
        </div>
      </main>
    );
  return <DiaryOf key={reader.id} reader={reader} all={all} week={week} subjects={subjects} />;
}

type Opened = { mark: Mark } | { lesson: DiaryLesson; day: string } | null;

function DiaryOf({ reader, all, week, subjects }: { reader: Reader; all: Reader[]; week: string; subjects: boolean }) {
  const live = useMemo(() => diaryOf(reader.id, week), [reader.id, week]);
  const { state, problem } = useValue(live.shown);
  const [opened, setOpened] = useState<Opened>(null);
  useLooking(reader.id, state, week);
  const to = (weeks: number) =>
    subjects ? `/diary/${reader.id}/marks/${addWeeks(week, weeks)}` : `/diary/${reader.id}/${addWeeks(week, weeks)}`;
  const lesson = opened && 'mark' in opened ? lessonOf(state, opened.mark.lesson) : undefined;
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        {all.length > 1 || !reader.mine ? (
          <Children all={all} chosen={reader.id} week={week} />
        ) : (
          <h1 class="cut">{t('diary')}</h1>
        )}
        <LinkState />
        <WeekNav week={week} to={to} class="desk-only" />
        <Views reader={reader.id} week={week} subjects={subjects} class="desk-only" />
        <LangButton class="lang" />
      </header>
      <div class="page">
        <h1 class="vh">{t('weekOf', { dates: weekDates(week) })}</h1>
        <NewsSlot live={live} reader={reader} />
        <div class="week-row phone-only">
          <WeekNav week={week} to={to} />
          <Views reader={reader.id} week={week} subjects={subjects} brief />
        </div>
        {!state ? (
          <div class="sheet pad">
            <NotYet problem={problem} lines={12} />
          </div>
        ) : subjects ? (
          <DiarySubjects state={state} open={mark => setOpened({ mark })} />
        ) : (
          <Week state={state} open={setOpened} />
        )}
      </div>
      {opened && 'mark' in opened && state && (
        <MarkSheet
          state={state}
          mark={current(state, opened.mark)}
          lesson={lesson}
          guardian={!reader.mine}
          onClose={() => setOpened(null)}
        />
      )}
      {opened && 'lesson' in opened && (
        <LessonSheet lesson={opened.lesson} day={opened.day} onClose={() => setOpened(null)} />
      )}
    </main>
  );
}
const lessonOf = (state: DiaryState | undefined, id: string) =>
  state?.days.flatMap(day => day.lessons).find(lesson => lesson.id === id);
const current = (state: DiaryState, mark: Mark) => state.marks.find(one => one.id === mark.id) ?? mark;

/** A diary counts as looked at while it is on a visible screen. */
function useLooking(student: string, state: DiaryState | undefined, week: string) {
  useEffect(() => {
    const look = () => {
      if (state && week === thisWeek() && document.visibilityState === 'visible') lookAt(student, state);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [student, state, week]);
  useEffect(() => () => leave(student), [student]);
}

function Children({ all, chosen, week }: { all: Reader[]; chosen: string; week: string }) {
  return (
    <div class="kids" role="group" aria-label={t('child')}>
      {all.map((reader, index) => (
        <Child key={reader.id} reader={reader} index={index} chosen={reader.id === chosen} week={week} />
      ))}
    </div>
  );
}
function Child({
  reader: { id, name, className },
  index,
  chosen,
  week,
}: {
  reader: Reader;
  index: number;
  chosen: boolean;
  week: string;
}) {
  const { state } = useValue(diaryOf(id, thisWeek()).shown);
  return (
    <a class="kid" href={`/diary/${id}/${week}`} aria-current={chosen ? 'page' : undefined} data-child={id}>
      <span class={`ava ${['', 'c', 'd', 'b'][index % 4]}`} aria-hidden="true">
        {name.charAt(0)}
      </span>
      <span>
        {name}
        <small>{className}</small>
      </span>
      {!chosen && <Count n={unseen(state, id)} />}
    </a>
  );
}

function WeekNav({ week, to, class: look = '' }: { week: string; to: (weeks: number) => string; class?: string }) {
  return (
    <div class={`week-nav ${look}`}>
      <a class="icon-btn" href={to(-1)} aria-label={t('prevWeek')}>
        <Icon name="left" />
      </a>
      <span>{weekDates(week)}</span>
      <a class="icon-btn" href={to(1)} aria-label={t('nextWeek')}>
        <Icon name="right" />
      </a>
    </div>
  );
}
function Views({
  reader,
  week,
  subjects,
  brief = false,
  class: look = '',
}: {
  reader: string;
  week: string;
  subjects: boolean;
  brief?: boolean;
  class?: string;
}) {
  return (
    <nav class={`seg ${look}`} aria-label={t('diaryBy')}>
      <a href={`/diary/${reader}/${week}`} aria-current={subjects ? undefined : 'page'}>
        {t(brief ? 'days' : 'byDays')}
      </a>
      <a
        href={`/diary/${reader}/marks${week === thisWeek() ? '' : '/' + week}`}
        aria-current={subjects ? 'page' : undefined}
      >
        {t(brief ? 'subjects' : 'bySubjects')}
      </a>
      <a href={`/timetable/student/${reader}/${week}`} data-to-timetable>
        {t('timetable')}
      </a>
    </nav>
  );
}

function Week({ state, open }: { state: DiaryState; open: (what: Opened) => void }) {
  useValue(now);
  const fresh = useValue(landed);
  const { query } = useValue(place);
  const today = dayIn(zone());
  const days = state.days;
  const asked = days.findIndex(({ day }) => day === query.get('day'));
  const nearest = days.findIndex(({ day }) => day >= today);
  const chosen =
    asked >= 0
      ? asked
      : days.some(({ day }) => day === today) || (state.week === thisWeek() && nearest >= 0)
        ? nearest
        : 0;
  const of = <T extends { lesson: string }>(list: T[], day: { lessons: DiaryLesson[] }) =>
    list.filter(one => day.lessons.some(lesson => lesson.id === one.lesson));
  const half = Math.ceil(days.length / 2);
  const one = (index: number) => {
    const { day, lessons } = days[index]!;
    return (
      <section
        key={day}
        class={`day${index === chosen ? ' shown' : ''}${day === today ? ' today' : ''}`}
        aria-labelledby={'d' + index}
      >
        <div class="day-h">
          <h2 id={'d' + index}>{weekdayLong(day)}</h2>
          <span class="meta">{dayMonth(day)}</span>
          {day === today && <span class="tag board push">{t('todayTag')}</span>}
        </div>
        {lessons.length ? (
          <ol>
            {lessons.map(lesson => (
              <LessonLine
                key={lesson.id}
                lesson={lesson}
                state={state}
                landed={fresh}
                openMark={mark => open({ mark })}
                openLesson={() => open({ lesson, day })}
              />
            ))}
          </ol>
        ) : (
          <p class="free-day meta">{t('freeDay')}</p>
        )}
      </section>
    );
  };
  return (
    <>
      <div
        class="strip phone-only"
        role="group"
        aria-label={t('dayOfWeek')}
        style={{ gridTemplateColumns: `repeat(${days.length}, 1fr)` }}
      >
        {days.map(({ day }, index) => {
          const marks = of(state.marks, days[index]!).filter((mark): mark is ActiveMark => mark.state === 'active');
          return (
            <button
              key={day}
              type="button"
              class={day === today ? 'now' : ''}
              aria-pressed={index === chosen}
              onClick={() => go(`${location.pathname}?day=${day}`, true)}
            >
              <span class="vh">
                {weekdayLong(day)}, {dayMonth(day)}
              </span>
              <span aria-hidden="true">
                {weekdayShort(day)}
                <b>{Number(day.slice(8))}</b>
              </span>
              <i aria-hidden="true">
                {marks.slice(0, 6).map(mark => (
                  <span key={mark.id} />
                ))}
                {hasNew(state, days[index]!.lessons, fresh) && <span class="new" />}
              </i>
            </button>
          );
        })}
      </div>
      <div class="sheet spread week">
        <div class="leaf">{days.slice(0, half).map((_, index) => one(index))}</div>
        <div class="leaf">{days.slice(half).map((_, index) => one(half + index))}</div>
      </div>
    </>
  );
}
function hasNew(state: DiaryState, lessons: DiaryLesson[], fresh: ReadonlySet<string>): boolean {
  return (
    state.marks.some(
      mark => fresh.has(`m${mark.id}.${mark.revision}`) && lessons.some(lesson => lesson.id === mark.lesson),
    ) ||
    state.attendance.some(
      entry => fresh.has(`a${entry.lesson}.${entry.revision}`) && lessons.some(lesson => lesson.id === entry.lesson),
    )
  );
}
