// Trusted persons: what the server says of them, and what of it is put into words.
import { dayIn } from '../core/dates';
import { invalidated } from '../core/invalidated';
import { onPublication } from '../core/connection';
import { myId } from '../core/session';
import type { OneTrust } from '../core/shapes';
import { dayAndTime, dayYear, whole } from '../i18n/format';
import { tr } from '../i18n/account/trusted';

export type Service = OneTrust['services'][number];

export const TRUSTS = '/me/trusts';
export const trustPath = (id: string, ...act: string[]): string => [TRUSTS, encodeURIComponent(id), ...act].join('/');

export const servicesOf = (services: readonly Service[]): string =>
  services.map(one => tr(one)).join(', ') || tr('nothing');
/** The trusted person: as the giver wrote, or by name once accepted. */
export const whoOf = ({ name, family }: OneTrust): string => (name ? whole(name) : family);
export const childOf = ({ child, class: of }: OneTrust): string => [child.given, of?.name].filter(Boolean).join(', ');
export const momentOf = (moment: string, { zone }: OneTrust): string => dayAndTime(moment, zone);
export const dayOf = (day: string): string => dayYear(day);
export const dayAt = (moment: string, { zone }: OneTrust): string => dayYear(dayIn(zone, moment));

/** How a trust ended, in words. */
export function endingOf({ ending, ended_by }: OneTrust): string {
  if (ending === 'refused' || (ending === 'ended' && ended_by))
    return tr(`end_${ending}`, { who: ended_by ? whole(ended_by) : '' });
  if (ending === 'ended') return tr('end_ended_by_school');
  return ending ? tr(`end_${ending}`) : '';
}

onPublication((channel, { data }) => {
  if (channel === `person:${myId()}` && data.type === 'trust') invalidated.set({ kind: 'trust', id: data.trust });
});
