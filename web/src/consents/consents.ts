// One's consents: what is due, what holds, what is over; and titles in the reader's language.
import type { MyConsent, TextTitle } from '../core/shapes';
import { dayIn } from '../core/dates';
import { lang } from '../i18n';
import { co } from '../i18n/account/consents';
import { dayYear } from '../i18n/format';

export const MINE = '/me/consents';
export const versionPath = (text: string, version: number): string =>
  `/consent-texts/${encodeURIComponent(text)}/versions/${version}`;

export const titleOf = ({ ru, en }: TextTitle): string => (lang.value === 'en' && en ? en : ru);

/** One text for one child, or for oneself. */
export const keyOf = ({ text, child }: MyConsent): string => `${text}.${child?.id ?? ''}`;

export interface Sorted {
  due: MyConsent[];
  valid: MyConsent[];
  over: MyConsent[];
}
export function sorted(all: readonly MyConsent[]): Sorted {
  const rest = all.filter(one => !one.is_due);
  return {
    due: all.filter(one => one.is_due),
    valid: rest.filter(({ state }) => state === 'given'),
    over: rest.filter(({ state }) => state === 'withdrawn' || state === 'refused'),
  };
}

/** Texts with all that is due of them: one text may be asked for several children. */
export function byText(due: readonly MyConsent[]): MyConsent[][] {
  const texts = new Map<string, MyConsent[]>();
  for (const one of due) texts.set(one.text, [...(texts.get(one.text) ?? []), one]);
  return [...texts.values()];
}

/** "3 действуют, 1 отозвано"; nothing where nothing was said. */
export function summary(all: readonly MyConsent[]): string {
  const count = (state: MyConsent['state']) => all.filter(one => one.state === state).length;
  const [valid, withdrawn, refused] = [count('given'), count('withdrawn'), count('refused')];
  return [
    valid > 0 && co('valid', { n: valid }),
    withdrawn > 0 && co('withdrawnOnes', { n: withdrawn }),
    refused > 0 && co('refusedOnes', { n: refused }),
  ]
    .filter(Boolean)
    .join(', ');
}

const dayOf = (moment: string | null, one: MyConsent): string => dayYear(dayIn(one.school.zone, moment ?? undefined));

/** Which version was answered, when, and how; nothing where nothing was said. */
export function saidOf(one: MyConsent): string {
  if (one.answered === null || one.state === 'open') return '';
  return co(one.state, {
    n: one.answered,
    day: dayOf(one.answered_at, one),
    until: one.withdrawn_at ? dayOf(one.withdrawn_at, one) : '',
  });
}
export const earlierOf = (one: MyConsent): string =>
  one.answered === null ? '' : co('newer', { n: one.answered, day: dayOf(one.answered_at, one) });
