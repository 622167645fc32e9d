// A strip of days and one day below it, for a phone.
import { go } from '../core/router';
import { t } from '../i18n';
import { dayMonth, weekdayLong, weekdayShort } from '../i18n/format';
import { tt } from '../i18n/timetable';
import { standsBeside } from '../i18n/week/deviations';
import { clock } from './bells';
import { freeOn, gapAfter, isChanged, type Lesson } from './week';
import { ChangeLink, Deviations, placeOf, When, type Looks } from './WeekTable';

export function DayStrip({ days, lessons, today, chosen }: Looks & { chosen: string }) {
  return (
    <div
      class="strip phone-only"
      role="group"
      aria-label={t('dayOfWeek')}
      style={{ gridTemplateColumns: `repeat(${days.length}, 1fr)` }}
    >
      {days.map(day => {
        const changed = lessons.some(one => one.day === day && isChanged(one));
        return (
          <button
            key={day}
            type="button"
            class={day === today ? 'now' : ''}
            aria-pressed={day === chosen}
            onClick={() => go(`${location.pathname}?day=${day}`, true)}
          >
            <span class="vh">
              {weekdayLong(day)}, {dayMonth(day)}
              {changed ? `, ${tt('hasChanges')}` : ''}
            </span>
            <span aria-hidden="true">
              {weekdayShort(day)}
              <b>{Number(day.slice(8))}</b>
            </span>
            <i aria-hidden="true">{changed && <span class="new" />}</i>
          </button>
        );
      })}
    </div>
  );
}

export function DayList(looks: Looks & { chosen: string }) {
  const { chosen: day, behind, group } = looks;
  const lessons = looks.lessons.filter(one => one.day === day);
  const free = freeOn(behind?.free ?? [], day, looks.grade);
  return (
    <section class="sheet phone-only" aria-labelledby="tt-day">
      <div class="day-h">
        <h2 id="tt-day">{weekdayLong(day)}</h2>
        <span class="meta">{[dayMonth(day), hours(lessons)].filter(Boolean).join(', ')}</span>
      </div>
      {lessons.length ? (
        <ol class="tday">
          {lessons.flatMap((lesson, n) => {
            const gap = behind && gapAfter(behind.versions, lesson, lessons[n + 1], group);
            return [
              <Line key={lesson.id} lesson={lesson} looks={looks} />,
              gap && (
                <li key={lesson.id + '.gap'} class="gap">
                  <span>{tt(`gap_${gap.kind}`, { n: gap.minutes })}</span>
                </li>
              ),
            ];
          })}
        </ol>
      ) : (
        <p class="free-day meta">{free || tt('free')}</p>
      )}
    </section>
  );
}
function hours(lessons: readonly Lesson[]): string {
  const held = lessons.filter(one => !one.cancelled);
  const starts = held.flatMap(one => one.starts ?? []);
  const ends = held.flatMap(one => one.ends ?? []);
  return starts.length ? `${clock(Math.min(...starts))}–${clock(Math.max(...ends))}` : '';
}
function Line({ lesson, looks }: { lesson: Lesson; looks: Looks }) {
  const { id, starts, ends, subject, cancelled, number } = lesson;
  const isBeside = standsBeside(lesson.room);
  return (
    <li class={cancelled ? 'off' : looks.now.has(id) ? 'now' : ''} data-lesson={id} data-off={cancelled}>
      <time>
        {starts === null || ends === null ? (
          <b>
            {number}
            <span class="vh"> {tt('noTime')}</span>
          </b>
        ) : (
          <>
            <b>{clock(starts)}</b>
            {clock(ends)}
          </>
        )}
      </time>
      <span>
        {cancelled ? <s>{subject}</s> : <b>{subject}</b>}
        {cancelled ? (
          <span class="tag">{tt('cancelled')}</span>
        ) : (
          <>
            <span class="meta">{placeOf(isBeside ? { ...lesson, room: '' } : lesson, looks.of)}</span>
            <When lesson={lesson} looks={looks} />
          </>
        )}
        <Deviations lesson={lesson} />
      </span>
      {!cancelled && isBeside && <span class="room">{lesson.room}</span>}
      <ChangeLink lesson={lesson} looks={looks} />
    </li>
  );
}
