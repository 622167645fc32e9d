// What people ask the school's office for, signed in or not. Publications only tell that something is new.
import { newKey } from '../core/api';
import { onPublication } from '../core/connection';
import { invalidated } from '../core/invalidated';
import { me, myId } from '../core/session';
import type { Shapes } from '../core/shapes';

export type {
  NewTicket as Asked,
  Ticket,
  TicketEntry as Entry,
  TicketLine,
  Tickets as Page,
  TicketSchools as Place,
} from '../core/shapes';
export type Kind = Shapes['TicketKind'];
export type Status = Shapes['TicketStatus'];

export const KINDS = ['sign_in', 'data', 'diary', 'notices', 'idea', 'other'] as const satisfies Kind[];

export const ticketPath = (id: string): string => '/tickets/' + encodeURIComponent(id);
export const queuePath = (school: string): string => `/schools/${encodeURIComponent(school)}/tickets`;

/** The schools whose office one answers for (channels/policy/tickets.py). */
export const answeredIn = (): string[] => [
  ...new Set(
    me.value?.roles.filter(({ role }) => ['staff', 'leadership', 'admin'].includes(role)).map(({ school }) => school),
  ),
];

/** A key for what is sent: the same for the same words again, so that a second try is no second ticket. */
export function keyed(): (body: unknown) => string {
  let held = '';
  let key = '';
  return body => {
    const now = JSON.stringify(body);
    if (now !== held) {
      held = now;
      key = newKey();
    }
    return key;
  };
}

onPublication((channel, { data }) => {
  if (channel === `person:${myId()}` && data.type === 'ticket') invalidated.set({ kind: 'ticket', id: data.ticket });
});
