import type { VNode } from 'preact';
import { zone } from '../../core/session';
import type { Attendance, DiaryLesson, DiaryState, Kind, Mark } from '../../core/types';
import { t } from '../../i18n';
import { deviations } from '../../i18n/week/deviations';
import { inside, kindOf, said, time } from '../../i18n/format';
import { began, ended } from './diary';
import { attendanceWord, base } from './news';

/** A square tile; weight is heaviness. A withdrawn one is dashed and tells no value. */
export function MarkTile({
  mark,
  kinds,
  drop = false,
  open,
}: {
  mark: Mark;
  kinds: Kind[];
  drop?: boolean;
  open?: () => void;
}): VNode {
  const name =
    mark.state === 'withdrawn'
      ? t('withdrawnMark')
      : t('markName', { value: mark.value, kind: inside(said(kindOf(kinds, mark.kind)?.name)), weight: mark.weight });
  const facts =
    mark.state === 'withdrawn'
      ? { class: 'mark gone', 'data-state': 'withdrawn' }
      : { class: `mark${drop ? ' drop' : ''}`, 'data-state': 'active', 'data-v': mark.value, 'data-w': mark.weight };
  const face = (
    <>
      <span aria-hidden="true">
        {mark.state === 'withdrawn' ? (
          '–'
        ) : (
          <>
            {mark.value}
            {mark.weight > 1 && <i>{mark.weight}</i>}
          </>
        )}
      </span>
      <span class="vh">{name}</span>
    </>
  );
  return open ? (
    <button type="button" {...facts} data-mark={mark.id} title={name} onClick={open}>
      {face}
    </button>
  ) : (
    <span {...facts}>{face}</span>
  );
}
/** Round and plum, never square; filled only when an adult should act. */
export function AttendanceWord({ entry }: { entry: Attendance }) {
  return (
    <span class={`att${entry.status === 'absent' ? '' : ' quiet'}`} data-attendance={entry.status}>
      {attendanceWord(entry)}
    </span>
  );
}

interface Line {
  lesson: DiaryLesson;
  state: DiaryState;
  landed: ReadonlySet<string>;
  openMark: (mark: Mark) => void;
  openLesson: () => void;
}
export function LessonLine({ lesson, state, landed, openMark, openLesson }: Line) {
  const marks = state.marks.filter(mark => mark.lesson === lesson.id);
  const entry = state.attendance.find(one => one.lesson === lesson.id && one.status !== 'present');
  const id = (mark: Mark) => `m${mark.id}.${mark.revision}`;
  const since = base.value[state.student.id];
  const lands = marks.some(mark => landed.has(id(mark))) || (!!entry && landed.has(`a${lesson.id}.${entry.revision}`));
  const unseen = !!since && (marks.some(mark => mark.changed_at > since) || (!!entry && entry.at > since));
  const moment = Date.now();
  const running = began(lesson, moment) && !ended(lesson, moment) && !lesson.cancelled;
  const look = ['les', lands && 'new', !lands && unseen && 'seen-new', lesson.cancelled && 'off', running && 'live']
    .filter(Boolean)
    .join(' ');
  return (
    <li class={look} data-lesson={lesson.id} aria-current={running ? 'time' : undefined}>
      <span class="les-n">
        <i>{lesson.number}</i>
        <span>{time(lesson.starts_at, zone())}</span>
      </span>
      <span class="les-b">
        <button type="button" class="les-s" onClick={openLesson}>
          {lesson.subject}
        </button>
        {lesson.homework && <span class="les-h">{lesson.homework}</span>}
        <Deviations lesson={lesson} />
      </span>
      <span class="les-m">
        {marks.map(mark => (
          <>
            {mark.state === 'active' && mark.was && mark.was.value !== mark.value && (
              <s class="mark-old" aria-label={t('wasMark', { value: mark.was.value })}>
                {mark.was.value}
              </s>
            )}
            <MarkTile
              key={mark.id}
              mark={mark}
              kinds={state.kinds}
              drop={landed.has(id(mark))}
              open={() => openMark(mark)}
            />
          </>
        ))}
        {entry && <AttendanceWord entry={entry} />}
        {lesson.cancelled && <span class="tag">{t('cancelled')}</span>}
      </span>
    </li>
  );
}
/** What is not as usual: who covers, another room, where it was moved from, what is held instead. */
export function Deviations({ lesson }: { lesson: DiaryLesson }) {
  const phrases = deviations(lesson, lesson.teacher);
  if (!phrases.length) return null;
  return (
    <span class="les-d" data-deviation>
      {phrases.join(' · ')}
    </span>
  );
}
