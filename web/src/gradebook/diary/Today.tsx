// Today: for a teacher the day and the journals, the next lesson first; for a student what is now, what is due, and the week's marks.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { me, teaches, zone } from '../../core/session';
import { now, useValue } from '../../core/store';
import type { Course, DiaryLesson, DiaryState } from '../../core/types';
import { addDays, dayIn } from '../../core/dates';
import { t } from '../../i18n';
import { roomWords, standsBeside } from '../../i18n/week/deviations';
import { dayMonth, localMean, midDay, time, weekdayLong } from '../../i18n/format';
import { Empty, LangButton, LinkState, NotYet, OffLine } from '../../parts/parts';
import { courses } from '../courses';
import { Deviations, MarkTile } from './DiaryLesson';
import { diaryOf, thisWeek } from './diaries';
import { began, ended, isTimed } from './diary';
import { readers } from './news';

/** `day`: a teacher's lessons of the day; `led`: the classes a class teacher looks after. */
export function Today({
  journals = false,
  day,
  led,
}: {
  journals?: boolean;
  day?: ComponentChildren;
  led?: ComponentChildren;
}) {
  useValue(now);
  const today = dayIn(zone());
  const student = me.value?.student && !journals ? readers().find(one => one.mine) : undefined;
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        <h1>{journals ? t('journal') : `${weekdayLong(today)}, ${dayMonth(today)}`}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page">
        {student && <Student id={student.id} today={today} />}
        {teaches() && day ? (
          <div class="cols even">
            <div class="cols">{day}</div>
            <div class="cols">
              <Courses today={today} />
              {led}
            </div>
          </div>
        ) : (
          teaches() && <Courses today={today} />
        )}
      </div>
    </main>
  );
}

function Courses({ today }: { today: string }) {
  const { state, problem, at } = useValue(courses.shown);
  useEffect(() => {
    void courses.open();
    void courses.refresh();
  }, [today]);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  if (!state.courses.length)
    return (
      <div class="sheet pad">
        <Empty icon="grid" head={t('coursesEmpty')} text={t('coursesEmptyText')} />
      </div>
    );
  const next = (course: Course) => course.next_lesson?.starts_at ?? '9999';
  const list = [...state.courses].sort((a, b) =>
    a.keeps !== b.keeps
      ? a.keeps
        ? -1
        : 1
      : next(a) < next(b)
        ? -1
        : next(a) > next(b)
          ? 1
          : a.title.localeCompare(b.title, 'ru'),
  );
  return (
    <section class="sheet pad" aria-labelledby="courses-h">
      <div class="head">
        <h2 id="courses-h">{t('courses')}</h2>
        <a class="push" href="/timetable" data-to-timetable>
          {t('timetable')}
        </a>
      </div>
      <ul class="courses">
        {list.map(course => (
          <CourseLine key={course.id} course={course} today={today} />
        ))}
      </ul>
      <OffLine what={t('journal')} at={at} />
    </section>
  );
}
function CourseLine({
  course: { id, title, students, keeps, next_lesson: next },
  today,
}: {
  course: Course;
  today: string;
}) {
  const when =
    next &&
    [midDay(next.day, zone()), t('lessonN', { n: next.number }), time(next.starts_at, zone())]
      .filter(Boolean)
      .join(', ');
  return (
    <li>
      <a href={`/journal/${id}${next?.day === today ? `?lesson=${next.id}` : ''}`} data-course={id}>
        <b>{title}</b>
        <span class="meta">
          {t('students', { n: students })} · {when ? t('nextLesson', { when }) : t('noNextLesson')}
        </span>
        {next?.day === today && <span class="tag board">{t('todayTag')}</span>}
        {!keeps && <span class="tag">{t('readOnly')}</span>}
      </a>
    </li>
  );
}

function Student({ id, today }: { id: string; today: string }) {
  const live = diaryOf(id, thisWeek());
  const { state, problem, at } = useValue(live.shown);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  const lessons = state.days.find(({ day }) => day === today)?.lessons ?? [];
  return (
    <>
      <div class="cols even">
        <div class="cols">
          <NowCard lessons={lessons.filter(lesson => !lesson.cancelled)} />
          <Homework state={state} today={today} />
        </div>
        <div class="cols">
          <Marks state={state} id={id} />
          <section class="sheet pad" aria-labelledby="tt-h">
            <div class="head">
              <h2 id="tt-h">{t('lessonsToday')}</h2>
              <a class="push" href={`/diary/${id}/${state.week}`}>
                {t('openDiary')}
              </a>
            </div>
            {lessons.length ? (
              <ol class="mini">
                {lessons.map(lesson => (
                  <Mini key={lesson.id} lesson={lesson} />
                ))}
              </ol>
            ) : (
              <p class="soft">{t('todayFree')}</p>
            )}
          </section>
        </div>
      </div>
      <OffLine what={t('diary')} at={at} />
    </>
  );
}
function Mini({ lesson }: { lesson: DiaryLesson }) {
  const moment = Date.now();
  const past = ended(lesson, moment);
  const running = !past && began(lesson, moment);
  const { room, cancelled } = lesson;
  const isBeside = standsBeside(room);
  return (
    <li class={past ? 'past' : running ? 'here' : ''} aria-current={running ? 'time' : undefined}>
      <time>{time(lesson.starts_at, zone())}</time>
      <span>
        {cancelled ? <s class="soft">{lesson.subject}</s> : lesson.subject}
        {!cancelled && !isBeside && <span class="meta">{room}</span>}
        <Deviations lesson={lesson} />
      </span>
      {cancelled ? <span class="tag">{t('cancelled')}</span> : isBeside && <span>{room}</span>}
    </li>
  );
}
function NowCard({ lessons: all_ }: { lessons: DiaryLesson[] }) {
  const moment = Date.now();
  const lessons = all_.flatMap(lesson => (isTimed(lesson) ? [lesson] : []));
  const index = lessons.findIndex(lesson => !ended(lesson, moment));
  const lesson = lessons[index];
  if (!lesson) return null;
  const start = Date.parse(lesson.starts_at);
  const end = Date.parse(lesson.ends_at);
  const running = start <= moment;
  const all = Math.round((end - start) / 60_000);
  const passed = Math.floor((moment - start) / 60_000);
  const next = lessons[index + 1];
  const what = (one: DiaryLesson) => [one.subject, roomWords(one.room)].filter(Boolean).join(', ');
  return (
    <section class="now-card" aria-labelledby="now-h">
      <p>
        {running
          ? t('nowLesson', { n: lesson.number })
          : t('nextCard', { n: lesson.number, time: time(lesson.starts_at, zone()) })}
      </p>
      <h2 id="now-h">{what(lesson)}</h2>
      {running && (
        <div class="bar" role="img" aria-label={t('passed', { a: passed, b: all })}>
          <i style={{ width: `${Math.round((passed * 100) / all)}%` }} />
        </div>
      )}
      <p>
        {running && t('toBell', { n: all - passed }) + '. '}
        {next ? t('thenLesson', { what: what(next) }) : t('lastLesson')}
      </p>
    </section>
  );
}
/** What is set for the next day that has lessons: the homework stands at the lesson it is due in. */
function Homework({ state, today }: { state: DiaryState; today: string }) {
  const next = state.days.find(({ day, lessons }) => day > today && lessons.length);
  const tasks = next?.lessons.filter(lesson => lesson.homework && !lesson.cancelled) ?? [];
  const head = !next || next.day === addDays(today, 1) ? t('forTomorrow') : t('forNext', { day: dayMonth(next.day) });
  return (
    <section class="sheet pad" aria-labelledby="hw-h">
      <h2 id="hw-h">{head}</h2>
      {tasks.length ? (
        <ul class="list">
          {tasks.map(({ id, subject, homework }) => (
            <li key={id}>
              <div>
                <b>{subject}</b>
                <span class="soft">{homework}</span>
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <p class="soft">{t('noHomework')}</p>
      )}
    </section>
  );
}
function Marks({ state, id }: { state: DiaryState; id: string }) {
  const marked = [...new Set(state.marks.map(mark => mark.course))];
  return (
    <section class="sheet pad" aria-labelledby="marks-h">
      <div class="head">
        <h2 id="marks-h">{t('newMarks')}</h2>
        <span class="meta">{t('andAverage')}</span>
        <a class="push" href={`/diary/${id}/marks`}>
          {t('allMarks')}
        </a>
      </div>
      {marked.length ? (
        marked.map(course => {
          const average = state.averages.find(one => one.course === course);
          const subject =
            average?.subject ??
            state.days.flatMap(day => day.lessons).find(lesson => lesson.course === course)?.subject;
          return (
            <div key={course} class="subj">
              <b>{subject}</b>
              <span class="marks">
                {state.marks
                  .filter(mark => mark.course === course)
                  .map(mark => (
                    <MarkTile key={mark.id} mark={mark} kinds={state.kinds} />
                  ))}
              </span>
              <span class="avg">{localMean(average?.mean ?? null)}</span>
            </div>
          );
        })
      ) : (
        <p class="soft">{t('marksEmpty')}</p>
      )}
    </section>
  );
}
