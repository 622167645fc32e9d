// A teacher's day: one line down it, and what is on now as its one filled card.
import { useMemo } from 'preact/hooks';
import { addWeeks, dayIn } from '../core/dates';
import { me, myId } from '../core/session';
import { now, useValue } from '../core/store';
import { thisWeek } from '../gradebook/diary/diaries';
import { t } from '../i18n';
import { dayMonth, weekdayLong } from '../i18n/format';
import { tt } from '../i18n/timetable';
import { Empty, NotYet, OffLine } from '../parts/parts';
import { clock } from './bells';
import { behind, timetableOf, type Behind } from './timetables';
import { freeHours, fromTimetable, gapAfter, nowAndNext, type Lesson, type WeekOfLessons } from './week';
import { Deviations, placeOf, When } from './WeekTable';
import './my_day.css';

function useWeek(week: string) {
  const live = useMemo(() => timetableOf('teacher', myId(), week), [week]);
  const { state, problem, at } = useValue(live.shown);
  const held = useMemo(() => state && fromTimetable(state), [state]);
  return { held, problem, at };
}

export function MyDay() {
  const week = thisWeek();
  const { held, problem, at } = useWeek(week);
  const schools = (me.value?.schools ?? []).map(school => school.id);
  const { state: calendar } = useValue(behind(schools, week).shown);
  return (
    <section class="sheet my-day" aria-labelledby="day-h" data-my-day>
      <div class="head">
        <h2 id="day-h">{tt('myDay')}</h2>
        <a class="push" href="/timetable" data-to-week>
          {tt('week')}
        </a>
      </div>
      {held ? <Day held={held} calendar={calendar} /> : <NotYet problem={problem} lines={6} />}
      <OffLine what={t('timetable')} at={at} />
    </section>
  );
}

function Day({ held, calendar }: { held: WeekOfLessons; calendar: Behind | undefined }) {
  const moment = useValue(now);
  const today = dayIn(held.zone, new Date(moment));
  const lessons = held.lessons.filter(one => one.day === today);
  const looks = nowAndNext(held.lessons, moment, today);
  if (!lessons.length) return <NoLessons held={held} today={today} />;
  return (
    <ol class="tl">
      {lessons.flatMap((lesson, n) => {
        const next = lessons[n + 1];
        const gap = calendar && gapAfter(calendar.versions, lesson, next);
        const free = freeHours(lesson, next);
        return [
          looks.now.has(lesson.id) ? (
            <Now key={lesson.id} lesson={lesson} moment={moment} />
          ) : (
            <Line key={lesson.id} lesson={lesson} past={lesson.over > 0 && lesson.over <= moment} looks={looks} />
          ),
          (free || gap) && (
            <li key={lesson.id + '.gap'} class="gap">
              <span class="num">{lesson.ends !== null && clock(lesson.ends)}</span>
              <span class="node" />
              <span>{free ? tt('freeHour', { n: free }) : gap && tt(`gap_${gap.kind}`, { n: gap.minutes })}</span>
            </li>
          ),
        ];
      })}
    </ol>
  );
}

const titleOf = ({ subject, group }: Lesson) => [subject, group].filter(Boolean).join(', ');
const journalOf = ({ course, id }: Lesson) => `/journal/${course}?lesson=${id}`;

function Line({ lesson, past, looks }: { lesson: Lesson; past: boolean; looks: ReturnType<typeof nowAndNext> }) {
  const { id, starts, ends, cancelled, number } = lesson;
  return (
    <li class={cancelled ? 'cut-off' : past ? 'past' : ''} data-lesson={id} data-past={past}>
      <time>
        {starts === null || ends === null ? number : clock(starts)}
        {ends !== null && <small>{clock(ends)}</small>}
      </time>
      <span class={past && !cancelled ? 'node done' : 'node'} />
      <a class="tl-a" href={journalOf(lesson)}>
        <b>{titleOf(lesson)}</b>{' '}
        {cancelled ? <span class="tag">{tt('cancelled')}</span> : <When lesson={lesson} looks={looks} />}
        {!cancelled && <span class="meta">{placeOf({ ...lesson, group: '' }, 'teacher')}</span>}
        <Deviations lesson={lesson} />
      </a>
    </li>
  );
}

function Now({ lesson, moment }: { lesson: Lesson; moment: number }) {
  const { id, number, ends, begins, over, cancelled, deviation } = lesson;
  const all = Math.round((over - begins) / 60_000);
  const passed = Math.floor((moment - begins) / 60_000);
  const what = cancelled ? (deviation?.instead ?? '') : titleOf(lesson);
  const place = cancelled ? '' : placeOf({ ...lesson, group: '' }, 'teacher');
  return (
    <li class="now" aria-current="time" data-lesson={id}>
      <time>
        {clock(lesson.starts ?? 0)}
        <small>{clock(ends ?? 0)}</small>
      </time>
      <span class="node on" />
      <div class="now-card">
        <p>{tt('nowCard', { n: number, time: clock(ends ?? 0) })}</p>
        <h2>{[what, place].filter(Boolean).join(', ')}</h2>
        <div class="bar" role="img" aria-label={t('passed', { a: passed, b: all })}>
          <i style={{ width: `${Math.round((passed * 100) / all)}%` }} />
        </div>
        <p>{t('toBell', { n: all - passed })}</p>
        {!cancelled && <Deviations lesson={lesson} />}
        <p class="hero-acts">
          <a class="btn" href={journalOf(lesson)} data-to-journal>
            {t('journal')}
          </a>
        </p>
      </div>
    </li>
  );
}

/** The next lesson is of this week or of the one after it. */
function NoLessons({ held, today }: { held: WeekOfLessons; today: string }) {
  const { held: after } = useWeek(addWeeks(thisWeek(), 1));
  const all = [...held.lessons, ...(after?.lessons ?? [])];
  const next = all.find(one => one.day > today && !one.cancelled);
  if (!all.length)
    return after ? (
      <Empty icon="today" head={tt('noneYet')} text={tt('noneYetText')} />
    ) : (
      <NotYet problem={undefined} lines={4} />
    );
  const when = next && [
    `${weekdayLong(next.day).toLowerCase()}, ${dayMonth(next.day)}`,
    next.starts === null ? '' : clock(next.starts),
    titleOf(next),
    placeOf({ ...next, group: '' }, 'teacher'),
  ];
  return (
    <Empty
      icon="today"
      head={t('todayFree')}
      text={when && tt('nextLesson', { when: when.filter(Boolean).join(', ') })}
    />
  );
}
