import type { Average, DiaryState, Mark } from '../../core/types';
import { t } from '../../i18n';
import { localMean } from '../../i18n/format';
import { Empty } from '../../parts/parts';
import { MarkTile } from './DiaryLesson';

/** Subjects with the marks of the loaded week, and the average of the period with its sum. */
export function DiarySubjects({ state, open }: { state: DiaryState; open: (mark: Mark) => void }) {
  const courses = new Map<string, { course: string; subject: string }>();
  for (const { course, subject } of state.averages) courses.set(course, { course, subject });
  for (const { course, subject } of state.days.flatMap(day => day.lessons))
    if (!courses.has(course)) courses.set(course, { course, subject });
  const list = [...courses.values()].sort((a, b) => a.subject.localeCompare(b.subject, 'ru'));
  if (!list.length)
    return (
      <div class="sheet pad">
        <Empty icon="diary" head={t('weekEmpty')} />
      </div>
    );
  const named = (average: Average) => average.period.title ?? t('schoolYear');
  const periods = new Set(state.averages.map(named));
  return (
    <section class="sheet pad subjects" aria-labelledby="subj-h">
      <div class="head">
        <h2 id="subj-h">{t('marksWeek')}</h2>
        <span class="meta" data-period>
          {t('andAverage')}
          {periods.size === 1 && `: ${[...periods][0]}`}
        </span>
      </div>
      {list.map(({ course, subject }) => {
        const marks = state.marks.filter(mark => mark.course === course);
        const average = state.averages.find(one => one.course === course);
        return (
          <div key={course} class="subj" data-course={course}>
            <b>{subject}</b>
            <span class="marks">
              {marks.map(mark => (
                <MarkTile key={mark.id} mark={mark} kinds={state.kinds} open={() => open(mark)} />
              ))}
            </span>
            <span class="avg num" aria-label={average?.mean ? undefined : t('noAverage')}>
              {localMean(average?.mean ?? null)}
            </span>
            <span class="why num">
              {average && average.weight > 0
                ? `${average.sum} ÷ ${average.weight} = ${localMean(average.mean)}${periods.size > 1 ? ` · ${named(average)}` : ''}`
                : marks.some(mark => mark.state === 'active')
                  ? t('noAverage')
                  : ''}
            </span>
          </div>
        );
      })}
      {!state.marks.length && <p class="meta">{t('marksEmpty')}</p>}
    </section>
  );
}
