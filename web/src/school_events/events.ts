// School events, and the places one answers for. Publications only tell that something is new.
import { onChannel, onPublication } from '../core/connection';
import { liveAt } from '../core/live';
import { myId } from '../core/session';
import { invalidated } from '../core/invalidated';
import type { OwnPlace, SchoolEvent, SchoolEvents, Shapes } from '../core/shapes';

export type { EventPlace as Place, OwnPlace, SchoolEvent } from '../core/shapes';
export type EventAnswer = Shapes['EventAnswer'];
export type EventKind = Shapes['EventKind'];

export const EVENT_KINDS = [
  'trip',
  'olympiad',
  'competition',
  'conference',
  'seminar',
  'meeting',
  'other',
] as const satisfies EventKind[];

export const events = liveAt<SchoolEvents>('school.events', '/school-events');

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
      invalidated.set({ kind: 'event', id: data.event });
  }
});
