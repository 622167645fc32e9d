// Somebody else changed the bells meanwhile: how they stand now, and how one has them oneself.
import type { ComponentChildren } from 'preact';
import type { ClassRef } from '../../core/types';
import { o } from '../../i18n/setUp';
import { dayMonth } from '../../i18n/format';
import { Both, type Difference } from '../../parts/Both';
import { CloseButton, Sheet } from '../../parts/parts';
import { clock } from '../bells';
import type { Draft } from './drafts';
import { classesInWords, otherDays, sameDays, whoHasWhich } from './rules';
import { saidOf, timesOf, type TypedSchedule } from './schedule';
import { daysBrief } from './WhoHas';

const bellLines = (schedule: TypedSchedule | undefined): string[] =>
  schedule
    ? timesOf(schedule).map(({ number, starts, ends }, n) => {
        const { then } = schedule.lessons[n]!;
        const kind =
          then === 'plain' || n === schedule.lessons.length - 1 ? '' : `, ${o(`kind_${then}`).toLowerCase()}`;
        return `${number}: ${clock(starts)}–${clock(ends)}${kind}`;
      })
    : [];
const ruleLines = ({ rules }: Draft, classes: readonly ClassRef[], weekdays: number): string[] => {
  const rows = whoHasWhich(rules, classes, weekdays);
  const columns = sameDays(rows, weekdays);
  const usual = rows.map(({ classes: some, week }) => {
    const days = columns.map(column => `${daysBrief(column)} ${week[column[0] - 1] ?? o('noBells')}`);
    return `${classesInWords(some, classes) ?? o('allClasses')}: ${days.join(', ')}`;
  });
  const names = (ids: string[] | null) =>
    ids === null
      ? o('wholeSchool')
      : (classesInWords(
          classes.filter(({ id }) => ids.includes(id)),
          classes,
        ) ?? o('allClasses'));
  return [
    ...usual,
    ...otherDays(rules, '').map(one => `${dayMonth(one.day)}: ${one.schedule} (${names(one.classes)})`),
  ];
};

export function differencesOf(
  theirs: Draft,
  mine: Draft,
  classes: readonly ClassRef[],
  weekdays: number,
): Difference[] {
  const names = [...new Set([...theirs.schedules, ...mine.schedules].map(({ name }) => name))];
  const of = (draft: Draft, name: string) => draft.schedules.find(one => one.name === name);
  const said = (one: TypedSchedule | undefined) => one && JSON.stringify(saidOf(one));
  const schedules = names
    .filter(name => said(of(theirs, name)) !== said(of(mine, name)))
    .map(name => ({ head: name, theirs: bellLines(of(theirs, name)), mine: bellLines(of(mine, name)) }));
  const rules = {
    head: o('rulesDiffer'),
    theirs: ruleLines(theirs, classes, weekdays),
    mine: ruleLines(mine, classes, weekdays),
  };
  return JSON.stringify(rules.theirs) === JSON.stringify(rules.mine) ? schedules : [...schedules, rules];
}

export function BothBells({
  theirs,
  mine,
  classes,
  weekdays,
  error,
  save,
  take,
  close,
}: {
  theirs: Draft;
  mine: Draft;
  classes: readonly ClassRef[];
  weekdays: number;
  error: ComponentChildren;
  save: () => void;
  take: () => void;
  close: () => void;
}) {
  return (
    <Sheet label={o('staleHead')} class="detail roomy wide" onClose={close}>
      <header class="row">
        <h2>{o('staleHead')}</h2>
        <CloseButton onClose={close} />
      </header>
      <p class="soft">{o('staleText')}</p>
      <Both differences={differencesOf(theirs, mine, classes, weekdays)} />
      {error}
      <p class="row wrap up">
        <button type="button" class="btn" onClick={save} data-save-mine>
          {o('saveMine')}
        </button>
        <button type="button" class="btn two" onClick={take} data-take-theirs>
          {o('takeTheirs')}
        </button>
        <button type="button" class="btn plain" onClick={close}>
          {o('back')}
        </button>
      </p>
    </Sheet>
  );
}
