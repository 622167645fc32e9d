// What follows from the list of those one may write to.
import type { Problem } from '../core/api';
import type { ClassRef, Contact } from '../core/types';
import { t } from '../i18n';
import { polite } from '../i18n/format';

/** The classes one looks after: their children's diaries are open to one, and are not those of one's own children. */
export function classesLed(
  contacts: readonly Contact[],
  channels: readonly string[],
  own: readonly string[],
): ClassRef[] {
  const found = new Map<string, ClassRef>();
  for (const { about } of contacts) {
    for (const { child } of about) {
      if (child && child.class && channels.includes('diary:' + child.id) && !own.includes(child.id))
        found.set(child.class.id, child.class);
    }
  }
  return [...found.values()].sort((a, b) => (a.grade ?? 0) - (b.grade ?? 0) || a.name.localeCompare(b.name, 'ru'));
}

/** What the server says of a person in the list, with the name before it. */
export function blamed(problem: Problem, ids: readonly string[], list: readonly Contact[]): string {
  const at = /^(?:members|persons)\.(\d+)/.exec(problem.errors[0]?.field ?? '')?.[1];
  const person = at !== undefined && list.find(one => one.person.id === ids[Number(at)])?.person;
  return person ? `${polite(person.name)}: ${t('mayNotBring')}` : problem.message;
}
