// Exceptions: single days on which the school, or some classes, have other bells. Each is saved by itself, at once.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import type { Bells, NewBellsOfDay, SaidBellRule } from '../../core/shapes';
import { dayMonth, weekdayLong } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { Icon } from '../../parts/icons';
import { UNASKED, useLessonTimes, type TimesAnswer } from '../../parts/LessonTimes';
import { useAction } from '../../parts/useAction';
import type { BellsState } from './drafts';
import { apiPath, type KeptSchool } from '../../parts/useKeptSchool';
import { OtherDaySheet } from './OtherDaySheet';
import { classesInWords, otherDays, withOtherDay, withoutOtherDay, type OtherDay } from './rules';

export const named = (day: string): string => `${weekdayLong(day)}, ${dayMonth(day)}`;
const onDay = ({ rules }: Bells, day: string): string =>
  JSON.stringify(otherDays(rules, day).filter(one => one.day === day));
type ByRules = (rules: readonly SaidBellRule[]) => SaidBellRule[];

export function OtherDays({
  school,
  state,
  today,
  reload,
  done,
}: {
  school: KeptSchool;
  state: BellsState;
  today: string;
  reload: () => void;
  done: (revision: number, by: ByRules) => void;
}) {
  const { bells, classes } = state;
  const [open, setOpen] = useState(false);
  const [removed, setRemoved] = useState<OtherDay | undefined>();
  const { ask, error } = useAction();
  const times = useLessonTimes();
  const from = bells.from_day !== null && bells.from_day > today ? bells.from_day : today;
  const put = ({ revision, rules }: Bells, by: ByRules, day: string, answer: TimesAnswer) => {
    const ofDay = by(rules).filter(rule => rule.day === day);
    const body: NewBellsOfDay = {
      revision,
      day,
      rules: ofDay.map(one => ({ schedule: one.schedule, class: one.class })),
      ...answer,
    };
    return api.send<Bells>('PUT', `${apiPath(school.id, 'bells')}/day`, body, newKey());
  };
  const save = (by: ByRules, one: OtherDay, saidSo: () => void, answer = UNASKED): Promise<boolean> => {
    const { day } = one;
    return ask(async () => {
      times.clear();
      let saved: Bells;
      try {
        saved = await put(bells, by, day, answer);
      } catch (problem) {
        times.note(problem, given => void save(by, one, saidSo, given));
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        // Others changed something else: the day goes on top. The same day: one looks at it first.
        const present = await api.get<Bells>(`${apiPath(school.id, 'bells')}?day=${from}`);
        if (onDay(present, day) !== onDay(bells, day)) {
          reload();
          throw new Problem(problem.status, problem.code, o('otherAgain'), 0, [], undefined);
        }
        saved = await put(present, by, day, answer);
      }
      done(saved.revision, by);
      reload();
      saidSo();
    });
  };
  const words = (one: OtherDay) => {
    const some = classes.filter(({ id }) => one.classes?.includes(id));
    const who = one.classes === null ? o('wholeSchool') : (classesInWords(some, classes) ?? o('allClasses'));
    return `${who}: ${one.schedule}`;
  };
  return (
    <section class="sheet pad" aria-labelledby="other-h">
      <h2 id="other-h">{o('other')}</h2>
      <ul class="set-up-days" data-other-days>
        {otherDays(bells.rules, today).map(one => (
          <li key={`${one.day} ${one.schedule} ${one.classes === null}`} data-other-day={one.day}>
            <div>
              <b>{named(one.day)}</b>
              <span class="meta">{words(one)}</span>
            </div>
            <button
              type="button"
              class="icon-btn"
              aria-label={o('removeDay', { day: dayMonth(one.day) })}
              onClick={() =>
                void save(
                  rules => withoutOtherDay(rules, one),
                  one,
                  () => setRemoved(one),
                )
              }
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {!otherDays(bells.rules, today).length && <li class="soft">{o('otherNone')}</li>}
      </ul>
      {removed && (
        <p class="note" role="status">
          <span>{o('removed', { day: dayMonth(removed.day) })}</span>
          <button
            type="button"
            class="btn plain small push"
            onClick={() =>
              void save(
                rules => withOtherDay(rules, removed),
                removed,
                () => setRemoved(undefined),
              )
            }
          >
            {o('giveBack')}
          </button>
        </p>
      )}
      {!open && error}
      {!open && times.view}
      <button type="button" class="btn two small up" onClick={() => setOpen(true)} data-add-day>
        <Icon name="plus" />
        {o('otherAdd')}
      </button>
      {open && (
        <OtherDaySheet
          school={school}
          state={state}
          today={today}
          error={
            <>
              {error}
              {times.view}
            </>
          }
          save={one =>
            save(
              rules => withOtherDay(rules, one),
              one,
              () => setOpen(false),
            )
          }
          close={() => {
            times.clear();
            setOpen(false);
          }}
        />
      )}
    </section>
  );
}
