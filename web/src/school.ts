// Announcements and school events: what a reader got and what a writer wrote. Publications only tell that something is new.
import { api, newKey } from './api';
import { onChannel, onPublication } from './connection';
import { chats, myId, outbox } from './data';
import { Live } from './live';
import { onBegin } from './session';
import { Value } from './store';
import type { ClassRef, Person } from './types';

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

export type EventAnswer = 'yes' | 'maybe' | 'no';
export interface Place {
  participant: Person;
  class: ClassRef | null;
  answer: EventAnswer | null;
  standing: 'asked' | 'going' | 'waiting' | null;
  waiting: number | null;
  answered_by: string | null;
  answered_at: string | null;
}
export interface OwnPlace extends Place {
  answering: 'guardian' | 'student' | 'staff' | 'organiser';
}
export const EVENT_KINDS = ['trip', 'olympiad', 'competition', 'conference', 'seminar', 'meeting', 'other'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
export interface SchoolEvent {
  id: string;
  school: { id: string; name: string; zone: string };
  organiser: Person;
  kind: EventKind;
  title: string;
  text: string;
  place: string;
  subject: string;
  starts_at: string;
  ends_at: string | null;
  answer_until: string | null;
  capacity: number | null;
  targets: Target[];
  city: Addressed[];
  revision: number;
  changed_at: string;
  cancelled: { at: string; because: string } | null;
  counts: { going: number; waiting: number; asked: number; maybe: number; no: number };
  mine: OwnPlace[];
  chat: string | null;
  changes: boolean;
}

const page = <T>(key: string, path: string): Live<T> =>
  new Live<T>(key, { load: () => api.get(path), position: () => undefined, fold: state => ({ state, reload: false }) });
export const received = page<{ announcements: Received[]; more: boolean }>('school.received', '/announcements');
export const events = page<{ events: SchoolEvent[]; more: boolean }>('school.events', '/school-events');

/** Something of one's own announcements, of an event's places, has changed: what is open loads again. */
export const stirred = new Value<{ kind: 'announcement' | 'event' | 'report'; id: string } | null>(null);

/** A report of mine has been looked at, since this page was opened. */
export const lookedAt = new Value(false);

const id = (of: string): string => encodeURIComponent(of);
export const announcementPath = (one: string): string => `/announcements/${id(one)}`;
export const eventPath = (one: string): string => `/school-events/${id(one)}`;

export const owesAnswer = (one: Received): boolean =>
  one.confirm && !one.confirmed_at && !one.recalled_at && !confirming(one.id);
/** What is asked of this person and not yet answered: a confirmation, an answer for a child. */
export const unanswered = (event: SchoolEvent): OwnPlace[] =>
  event.cancelled || isClosed(event)
    ? []
    : event.mine.filter(
        place => place.answer === null || (place.answering === 'guardian' && place.standing === 'asked'),
      );
export const owed = (): number =>
  (received.state?.announcements.filter(owesAnswer).length ?? 0) +
  (events.state?.events.filter(event => unanswered(event).length).length ?? 0);
export const isClosed = ({ starts_at, ends_at, answer_until }: SchoolEvent, now = Date.now()): boolean =>
  now >= Date.parse(ends_at ?? starts_at) || (!!answer_until && now > Date.parse(answer_until));

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
export const keepEvent = (one: SchoolEvent): void =>
  events.change(state => ({ ...state, events: state.events.map(held => (held.id === one.id ? one : held)) }));
export async function moreReceived(): Promise<void> {
  const last = received.state?.announcements.at(-1);
  if (!last) return;
  const older = await api.get<{ announcements: Received[]; more: boolean }>(`/announcements?before=${id(last.id)}`);
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
  if (!here || !fresh || channel !== `person:${myId()}`) return;
  for (const live of [received, events]) void (live.state ? live.refresh() : live.open());
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
      break;
    case 'report':
      stirred.set({ kind: 'report', id: data.report });
      break;
    case 'report_looked_at':
      lookedAt.set(true);
      break;
    case 'blocks_changed':
      void chats.refresh();
      break;
    case 'school_event':
    case 'school_event_changed':
    case 'school_event_cancelled':
    case 'school_event_place':
      void events.refresh();
      stirred.set({ kind: 'event', id: data.event });
  }
});
