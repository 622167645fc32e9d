// Sending, printing and revoking invitations, and what is told of it.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import { me } from '../core/session';
import { lang, type Lang } from '../i18n';
import { dayShort } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import { goesWithOthers, idsOf, isLive, mayInvite, portions } from './invitations';
import type { Invitations, InvitedPerson } from '../core/shapes';

export interface OfSchool {
  id: string;
  zone: string;
}
const path = ({ id }: OfSchool, more = ''): string => `/schools/${encodeURIComponent(id)}/invitations${more}`;

/** Keeps a file on this device, under a name that says what it is. */
function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** `of`: whose slips they are, for the name of the file; `changed` is called when people have got another status. */
export function useActs(school: OfSchool, of: string, changed: () => void) {
  const [told, tell] = useState<string[]>([]);
  const { ask, error } = useAction();
  const run = (act: () => Promise<string[]>): Promise<boolean> => {
    tell([]);
    return ask(async () => {
      tell(await act());
      changed();
    });
  };
  const mine = me.value?.roles.filter(one => one.school === school.id).map(({ role }) => role) ?? [];
  return {
    may: (one: InvitedPerson) => mayInvite(one, mine),
    withOthers: (one: InvitedPerson) => goesWithOthers(one, mine),
    /** By what reaches each of them, or all by one medium. */
    send: (people: readonly InvitedPerson[], medium: 'mail' | 'message' | null = null) =>
      run(async () => {
        let without = 0;
        let passed = 0; // who has a sign-in that opens other schools, too, keeps it
        for (const some of portions(people)) {
          const asked = { people: idsOf(some), medium };
          const { people: now, no_address } = await api.post<Invitations>(path(school), asked, newKey());
          without += no_address.length;
          passed += now.filter(one => !isLive(one) && !no_address.includes(one.person.id)).length;
        }
        const n = people.length - without - passed;
        return [
          n ? iv('didSend', { n }) : '',
          without ? iv('noAddress', { n: without }) : '',
          passed ? iv('passed', { n: passed }) : '',
        ].filter(Boolean);
      }),
    print: (people: readonly InvitedPerson[], language: Lang = lang.value) =>
      run(async () => {
        const day = dayShort(dayIn(school.zone)).replace(/\.$/, '');
        const all = portions(people);
        for (const [n, some] of all.entries()) {
          const slips = await api.file(path(school, '/slips'), { people: idsOf(some), language });
          keep(slips, iv('file', { name: of, day: all.length > 1 ? `${day} (${n + 1})` : day }));
        }
        return [iv('didPrint', { n: people.length })];
      }),
    revoke: (people: readonly InvitedPerson[]) =>
      run(async () => {
        await api.post<Invitations>(path(school, '/revoke'), { people: idsOf(people) }, newKey());
        return [iv('didRevoke')];
      }),
    error,
    told: told.length ? (
      <p class="note good" role="status" data-told>
        <Icon name="check" />
        <span>{told.join('. ')}</span>
      </p>
    ) : null,
  };
}
export type Acts = ReturnType<typeof useActs>;
