import { useState } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../../core/api';
import type { OneChat } from '../../core/shapes';
import { go } from '../../core/router';
import { zone } from '../../core/session';
import type { ActiveMark, DiaryLesson, DiaryState, Mark } from '../../core/types';
import { t } from '../../i18n';
import { deviations } from '../../i18n/week/deviations';
import { dayMonth, decimal, fullMoment, kindOf, polite, said, time, weekdayLong } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { chats } from '../../talk/data';
import { MarkTile } from './DiaryLesson';
import { hundredths } from './averages';
import { beforeAndAfter, corrected } from './diary';

/** What for, who, when, with what weight and words, and what it does to the average. */
export function MarkSheet({
  state,
  mark,
  lesson,
  guardian,
  onClose,
}: {
  state: DiaryState;
  mark: Mark;
  lesson: DiaryLesson | undefined;
  guardian: boolean;
  onClose: () => void;
}) {
  const kind = mark.state === 'active' ? said(kindOf(state.kinds, mark.kind)?.name) : t('withdrawn');
  return (
    <Sheet label={`${lesson?.subject ?? ''}, ${kind}`} onClose={onClose}>
      <header class="row">
        <MarkTile mark={mark} kinds={state.kinds} />
        <h2>
          {lesson?.subject}
          <small class="soft">{kind}</small>
        </h2>
        <CloseButton onClose={onClose} />
      </header>
      <dl>
        {mark.state === 'active' && (
          <>
            <dt>{t('weight')}</dt>
            <dd>{mark.weight === 0 ? t('weightZero') : mark.weight}</dd>
          </>
        )}
        <dt>{t('when')}</dt>
        <dd>{fullMoment(mark.changed_at, zone())}</dd>
        <dt>{t('who')}</dt>
        <dd>{polite(mark.author.name)}</dd>
        {mark.state === 'active' && <Corrected mark={mark} />}
        {mark.reason && (
          <>
            <dt>{t('reason')}</dt>
            <dd data-reason>{mark.reason}</dd>
          </>
        )}
        {mark.state === 'active' && mark.comment && (
          <>
            <dt>{t('words')}</dt>
            <dd>«{mark.comment}»</dd>
          </>
        )}
        {mark.state === 'active' && <Moved state={state} mark={mark} />}
      </dl>
      {guardian && <WriteTo person={mark.author.id} />}
    </Sheet>
  );
}
function Corrected({ mark }: { mark: ActiveMark }) {
  const change = corrected(mark);
  if (!mark.was || change === 'words') return null;
  const text =
    change === 'value'
      ? t('correctedWas', { was: mark.was.value, is: mark.value })
      : t('correctedWeight', { was: mark.was.weight, is: mark.weight });
  return (
    <>
      <dt>{t('corrected')}</dt>
      <dd>{text}</dd>
    </>
  );
}
function Moved({ state, mark }: { state: DiaryState; mark: ActiveMark }) {
  const moved = beforeAndAfter(
    state.averages.find(one => one.course === mark.course),
    mark,
  );
  if (!moved) return null;
  const before = hundredths(moved.before);
  const after = decimal(hundredths(moved.after));
  const term = mark.weight === 1 ? `${mark.value}` : `${mark.value} × ${mark.weight}`;
  return (
    <>
      <dt>{t('average')}</dt>
      <dd>{before === null ? t('avgNow', { after }) : t('avgMoved', { before: decimal(before), after })}</dd>
      <dd class="sum num">
        {moved.before.sum ? `(${moved.before.sum} + ${term})` : term} ÷ {moved.after.weight} = {after}
      </dd>
    </>
  );
}
function WriteTo({ person }: { person: string }) {
  const [failed, setFailed] = useState(false);
  const write = async () => {
    try {
      const { chat } = await api.post<OneChat>('/chats', { person });
      void chats.refresh();
      go('/chats/' + chat.id);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setFailed(true);
    }
  };
  return (
    <>
      {failed && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {t('wentWrong')}
        </p>
      )}
      <button class="btn two wide" onClick={() => void write()}>
        <Icon name="chat" />
        {t('writeTeacher')}
      </button>
    </>
  );
}

export function LessonSheet({ lesson, day, onClose }: { lesson: DiaryLesson; day: string; onClose: () => void }) {
  return (
    <Sheet label={lesson.subject} onClose={onClose}>
      <header class="row">
        <h2>
          {lesson.subject}
          <small class="soft">
            {weekdayLong(day)}, {dayMonth(day)}, {t('lessonN', { n: lesson.number })}
          </small>
        </h2>
        <CloseButton onClose={onClose} />
      </header>
      <dl>
        <dt>{t('when')}</dt>
        <dd>
          {[time(lesson.starts_at, zone()), time(lesson.ends_at, zone())].filter(Boolean).join('–')}
          {lesson.cancelled && <> · {t('cancelled')}</>}
        </dd>
        {lesson.room && (
          <>
            <dt>{t('roomWord')}</dt>
            <dd>{lesson.room}</dd>
          </>
        )}
        {deviations(lesson, lesson.teacher).length > 0 && (
          <>
            <dt>{t('notAsUsual')}</dt>
            <dd>{deviations(lesson, lesson.teacher).join(' · ')}</dd>
          </>
        )}
        {lesson.teacher && (
          <>
            <dt>{t('teacher')}</dt>
            <dd>{polite(lesson.teacher.name)}</dd>
          </>
        )}
        {lesson.topic && (
          <>
            <dt>{t('topic')}</dt>
            <dd>{lesson.topic}</dd>
          </>
        )}
        {lesson.homework && (
          <>
            <dt>{t('homework')}</dt>
            <dd>{lesson.homework}</dd>
          </>
        )}
      </dl>
    </Sheet>
  );
}
