// School events, and the places one answers for. Publications only tell that something is new.
import type { Addressed, Target } from '../announcements/announcements';
import { onChannel, onPublication } from '../core/connection';
import { liveAt } from '../core/live';
import { myId } from '../core/session';
import { stirred } from '../core/stirred';
import type { ClassRef, Person } from '../core/types';

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

export const events = liveAt<{ events: SchoolEvent[]; more: boolean }>('school.events', '/school-events');

export const eventPath = (one: string): string => `/school-events/${encodeURIComponent(one)}`;

/** What is asked of this person and not yet answered: a confirmation, an answer for a child. */
export const unanswered = (event: SchoolEvent): OwnPlace[] =>
  event.cancelled || isClosed(event)
    ? []
    : event.mine.filter(
        place => place.answer === null || (place.answering === 'guardian' && place.standing === 'asked'),
      );
export const isClosed = ({ starts_at, ends_at, answer_until }: SchoolEvent, now = Date.now()): boolean =>
  now >= Date.parse(ends_at ?? starts_at) || (!!answer_until && now > Date.parse(answer_until));

export const keepEvent = (one: SchoolEvent): void =>
  events.change(state => ({ ...state, events: state.events.map(held => (held.id === one.id ? one : held)) }));
// Told of from the moment the socket is in one's own channel; before, and after a gap, it is asked for.
onChannel((channel, here, fresh) => {
  if (here && fresh && channel === `person:${myId()}`) void (events.state ? events.refresh() : events.open());
});
onPublication((channel, { data }) => {
  if (channel !== `person:${myId()}`) return;
  switch (data.type) {
    case 'school_event':
    case 'school_event_changed':
    case 'school_event_cancelled':
    case 'school_event_place':
      void events.refresh();
      stirred.set({ kind: 'event', id: data.event });
  }
});
