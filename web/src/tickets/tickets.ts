// What people ask the school's office for, signed in or not. Publications only tell that something is new.
import { useEffect, useState } from 'preact/hooks';
import { newKey } from '../core/api';
import { onPublication } from '../core/connection';
import { me, myId } from '../core/session';
import { Value } from '../core/store';
import type { Person } from '../core/types';

export const KINDS = ['sign_in', 'data', 'diary', 'notices', 'idea', 'other'] as const;
export type Kind = (typeof KINDS)[number];
export type Status = 'new' | 'in_work' | 'answered' | 'closed';
export interface TicketLine {
  id: string;
  school: string;
  number: string;
  kind: Kind;
  status: Status;
  subject: string;
  writer: Person | null;
  taken_by: Person | null;
  opened_at: string;
  changed_at: string;
}
export interface Entry {
  at: string;
  by: Person | null;
  of_school: boolean;
  status: Status;
  text: string;
}
export interface Ticket extends TicketLine {
  address: string;
  phone: string;
  entries: Entry[];
}
export interface Page {
  tickets: TicketLine[];
  more: boolean;
}
export interface Asked {
  school: string;
  kind: Kind;
  address: string;
  phone: string;
  subject: string;
  text: string;
  language: string;
}
export interface Place {
  schools: { id: string; name: string }[];
  mails: boolean;
}

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

/** The ticket of which something new was told last. */
const stirred = new Value<{ id: string } | null>(null);
onPublication((channel, { data }) => {
  if (channel === `person:${myId()}` && data.type === 'ticket') stirred.set({ id: data.ticket });
});
/** Grows whenever something new was told of this ticket, or of any. */
export function useTold(id?: string): number {
  const [n, setN] = useState(0);
  useEffect(
    () =>
      stirred.on(() => {
        if (id === undefined || stirred.value?.id === id) setN(held => held + 1);
      }),
    [id],
  );
  return n;
}
