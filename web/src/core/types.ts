// The server's shapes by the client's words, and how a state takes a publication.
// Ids are opaque strings, moments RFC 3339 in UTC, days 2026-11-25.
import type { Mark as StandingMark, Shapes, StatePosition, WithdrawnMark } from './shapes';

export type {
  About,
  AtLesson,
  Attached,
  Attendance,
  Average,
  Bilingual as Words,
  Chat,
  ClassRef,
  Contact,
  CourseOverview as Course,
  Diary as DiaryState,
  DiaryLesson,
  FoundGroup,
  Group,
  JoinRequest,
  Journal as JournalState,
  JournalLesson,
  JournalStudent,
  Kind,
  Mark as ActiveMark,
  Me,
  Member,
  Message,
  MessageRevision,
  Messages as TalkState,
  Mine,
  Name,
  PersonRef as Person,
  Poll,
  ReportingPeriod,
  StatePosition as Position,
  WithdrawnMark,
} from './shapes';

export type Mark = StandingMark | WithdrawnMark;
export type Status = Shapes['Status'];
export type ChatRole = Shapes['ChatRole'];
export type Reaction = Shapes['Reaction'];
export type Posting = Shapes['Posting'];
export type Openness = Shapes['Openness'];
export type Role = Shapes['Role'];
export type Fact = Shapes['Fact'];

/** One numbered fact of a channel. */
export interface Publication {
  offset: number;
  data: Fact;
}

/** What a fold needs from a REST state: where in its channel the state stands. */
export interface Positioned {
  position: StatePosition;
}
/** Applies a publication once: what stands at or above its offset already has it. */
export function above(state: Positioned, publication: Publication): boolean {
  return publication.offset > state.position.offset;
}
export function at<S extends Positioned>(state: S, offset: number): S {
  return { ...state, position: { ...state.position, offset } };
}

/** A state after a publication; `reload`: it cannot tell everything by itself. */
export interface Folded<S> {
  state: S;
  reload: boolean;
}
