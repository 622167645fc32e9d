// Announcements: what a reader got and what a writer wrote. Publications only tell that something is new.
import { api, newKey } from '../core/api';
import { onChannel, onPublication } from '../core/connection';
import { liveAt } from '../core/live';
import { outbox } from '../core/sending';
import { myId, onBegin } from '../core/session';
import { stirred } from '../core/stirred';
import type { ClassRef, Person } from '../core/types';

export type Addressed = 'families' | 'students' | 'staff';
export interface Target {
  of: 'school' | 'grade' | 'class' | 'course';
  class?: string | null;
  course?: string | null;
  grade?: number | null;
  to: Addressed[];
}
export interface Variant {
  language: string;
  title: string;
  text: string;
}
export interface Because {
  addressed: Addressed;
  student: Person | null;
  class: ClassRef | null;
}
export interface Received {
  id: string;
  school: string;
  author: Person;
  title: string;
  text: string;
  variants: Variant[];
  confirm: boolean;
  confirm_until: string | null;
  urgent: string | null;
  sent_at: string;
  recalled_at: string | null;
  confirmed_at: string | null;
  why: Because[];
}
export interface Counts {
  people: number;
  families: number;
  families_confirmed: number;
  students: number;
  students_confirmed: number;
  staff: number;
  staff_confirmed: number;
}
export interface Announcement {
  id: string;
  school: string;
  author: Person;
  title: string;
  text: string;
  variants: Variant[];
  targets: Target[];
  confirm: boolean;
  confirm_until: string | null;
  urgent: string | null;
  state: 'draft' | 'scheduled' | 'sent' | 'recalled';
  revision: number;
  send_at: string | null;
  sent_at: string | null;
  recalled_at: string | null;
  counts: Counts;
}
export interface Draft {
  title: string;
  text: string;
  variants: Variant[];
  targets: Target[];
  confirm: boolean;
  confirm_until: string | null;
  urgent: string | null;
}
export interface Proof {
  digest: string;
  people: number;
  families: number;
  students: number;
  staff: number;
  recipients: { person: Person; why: Because[] }[];
  urgent_lately: number;
  joined: Person[] | null;
  left: Person[] | null;
  named: { student: Person; class: ClassRef | null; others: number }[];
}
export interface Household {
  addressed: Addressed;
  student: Person | null;
  class: ClassRef | null;
  confirmed: boolean;
  people: {
    person: Person;
    confirmed_at: string | null;
    reachable: boolean;
    told: HowTold;
    waits_until: string | null;
  }[];
}
export const HOW_TOLD = ['live', 'push', 'mail', 'webhook', 'waiting', 'off', 'unreachable'] as const;
export type HowTold = (typeof HOW_TOLD)[number];
export interface Readers {
  counts: Counts;
  told: Partial<Record<HowTold, number>>;
  households: Household[];
}
export interface Audiences {
  school: boolean;
  city: boolean;
  grades: number[];
  classes: ClassRef[];
  courses: { id: string; title: string; subject: string }[];
}

export const received = liveAt<{ announcements: Received[]; more: boolean }>('school.received', '/announcements');

export const announcementPath = (one: string): string => `/announcements/${encodeURIComponent(one)}`;

export const owesAnswer = (one: Received): boolean =>
  one.confirm && !one.confirmed_at && !one.recalled_at && !confirming(one.id);

const lane = (one: string): string => 'confirm:' + one;
export const confirming = (one: string) =>
  outbox.items.value.find(item => item.lane === lane(one) && item.answer === undefined);
/** Goes at once, or by itself when there is a connection. */
export function confirm(one: string): void {
  const held = confirming(one);
  if (held?.failed) outbox.drop(held.key);
  outbox.put({
    key: newKey(),
    lane: lane(one),
    owner: myId(),
    method: 'POST',
    path: announcementPath(one) + '/confirm',
    body: {},
  });
}

const keep = (one: Received): void =>
  received.change(state => ({
    ...state,
    announcements: state.announcements.map(held => (held.id === one.id ? one : held)),
  }));
export async function moreReceived(): Promise<void> {
  const last = received.state?.announcements.at(-1);
  if (!last) return;
  const older = await api.get<{ announcements: Received[]; more: boolean }>(
    `/announcements?before=${encodeURIComponent(last.id)}`,
  );
  received.change(state => ({ announcements: [...state.announcements, ...older.announcements], more: older.more }));
}

onBegin(() =>
  outbox.attach('confirm:', {
    sent(_item, answer) {
      keep((answer as { announcement: Received }).announcement);
    },
    failed() {
      /* the letter shows it */
    },
  }),
);
// Told of from the moment the socket is in one's own channel; before, and after a gap, it is asked for.
onChannel((channel, here, fresh) => {
  if (here && fresh && channel === `person:${myId()}`) void (received.state ? received.refresh() : received.open());
});
onPublication((channel, { data }) => {
  if (channel !== `person:${myId()}`) return;
  switch (data.type) {
    case 'announcement':
    case 'announcement_recalled':
    case 'announcement_reminder':
      void received.refresh();
      break;
    case 'announcement_confirmed':
      if (data.person === myId()) void received.refresh();
      stirred.set({ kind: 'announcement', id: data.announcement });
      break;
    case 'announcement_changed':
      stirred.set({ kind: 'announcement', id: data.announcement });
  }
});
