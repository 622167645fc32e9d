// The server's contract (docs/PROTOCOL.md) as types. Ids are opaque strings, moments RFC 3339 in UTC, days 2026-11-25.
export interface Name {
  family: string;
  given: string;
  middle?: string | null;
}
export interface Person {
  id: string;
  name: Name;
}
export interface Position {
  channel: string;
  offset: number;
  epoch: string;
}
export interface ClassRef {
  id: string;
  name: string;
  grade: number;
}
export type Words = { ru: string; en: string };
export interface Kind {
  id: string;
  name: Words;
  short: Words;
  weight: number;
}
export interface AtLesson {
  id: string;
  day: string;
  number: number;
  subject: string;
}

export interface ActiveMark {
  id: string;
  student: string;
  course: string;
  lesson: string;
  state: 'active';
  revision: number;
  kind: string;
  value: number;
  weight: number;
  comment: string;
  author: Person;
  posted_at: string;
  changed_at: string;
  was: { value: number; kind: string; weight: number; comment: string } | null;
  reason: string;
}
export interface WithdrawnMark {
  id: string;
  student: string;
  course: string;
  lesson: string;
  state: 'withdrawn';
  revision: number;
  changed_at: string;
  author: Person;
  reason: string;
}
export type Mark = ActiveMark | WithdrawnMark;
export type Status = 'absent' | 'ill' | 'late' | 'excused' | 'present';
export interface Attendance {
  student: string;
  course: string;
  lesson: string;
  status: Status;
  minutes: number | null;
  revision: number;
  author: Person;
  at: string;
}
type Told<T> = T & { at_lesson?: AtLesson };

export interface DiaryLesson {
  id: string;
  course: string;
  subject: string;
  number: number;
  starts_at: string;
  ends_at: string;
  room: string;
  teacher: Person | null;
  topic: string;
  homework: string;
  cancelled: boolean;
}
/** `until_day` is the day after the last; no title: the school year. */
export interface ReportingPeriod {
  title: string | null;
  from_day: string;
  until_day: string;
}
export interface Average {
  course: string;
  subject: string;
  period: ReportingPeriod;
  sum: number;
  weight: number;
  mean: string | null;
}
export interface DiaryState {
  student: { id: string; name: Name; class: ClassRef };
  week: string;
  zone: string;
  position: Position;
  days: { day: string; lessons: DiaryLesson[] }[];
  kinds: Kind[];
  marks: Mark[];
  attendance: Attendance[];
  averages: Average[];
}

export interface JournalLesson {
  id: string;
  day: string;
  number: number;
  starts_at: string;
  ends_at: string;
  kind: string | null;
  topic: string;
  homework: string;
  room: string;
  cancelled: boolean;
}
export interface JournalStudent {
  id: string;
  name: Name;
  class: string;
}
export interface JournalState {
  course: { id: string; title: string; subject: string; grade: number; school: string };
  keeps: boolean;
  zone: string;
  position: Position;
  today: string;
  students: JournalStudent[];
  lessons: JournalLesson[];
  kinds: Kind[];
  marks: ActiveMark[];
  attendance: Attendance[];
}
export interface Course {
  id: string;
  title: string;
  subject: string;
  grade: number;
  school: string;
  students: number;
  keeps: boolean;
  channel: string;
  next_lesson: { id: string; day: string; number: number; starts_at: string } | null;
}

/** Who somebody is to me. What does not apply is absent or null. */
export interface About {
  role: 'teacher' | 'class_teacher' | 'guardian' | 'leadership' | 'student' | 'staff';
  subject?: string | null;
  class?: string | null;
  relation?: string | null;
  child?: { id: string; name: Name; class: ClassRef | string | null } | null;
}
export type ChatRole = 'owner' | 'moderator' | 'member' | 'supervisor';
export interface Member {
  id: string;
  name: Name;
  role: ChatRole;
  about: About[];
  seen: number | null;
  seen_at: string | null;
}
export type Reaction = 'thanks' | 'got_it' | 'will_be' | 'question';
export interface Message {
  id: string;
  chat: string;
  offset: number;
  author: string;
  text: string;
  sent_at: string;
  key: string | null;
  reply_to: number | null;
  mentions: string[];
  revision: number;
  edited_at: string | null;
  withdrawn: { by: string | null; at: string } | null;
  reactions: { person: string; reaction: Reaction }[];
  files: Attached[];
  forwarded: { author: string | null; sent_at: string } | null;
  poll: Poll | null;
}
export interface Poll {
  options: string[];
  multiple: boolean;
  closes_at: string | null;
  closed_at: string | null;
  votes: { person: string; choices: number[] }[];
}
/** `width` and `height` are those of images; `preview`: there is a small picture of it. */
export interface Attached {
  id: string;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  preview: boolean;
}
export interface MessageRevision {
  revision: number;
  text: string;
  at: string;
}
export type Posting = 'all' | 'moderators';
export type Openness = 'public' | 'request' | 'invitation';
export interface Group {
  title: string;
  description: string;
  posting: Posting;
  openness: Openness | null;
}
export interface Mine {
  muted: boolean;
  archived: boolean;
  draft: string;
}
export interface Chat {
  id: string;
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  school: string;
  group: Group | null;
  class: ClassRef | null;
  audience: 'families' | 'students' | null;
  channel: string;
  members: Member[];
  position: Position;
  unread: number;
  seen: number;
  last: Message | null;
  pinned: number[];
  mine: Mine;
  writes: boolean;
}
export interface FoundGroup {
  id: string;
  school: string;
  group: Group;
  members: number;
  joined: boolean;
  asked: boolean;
}
export interface JoinRequest {
  person: Person;
  words: string;
  at: string;
}
export interface Contact {
  person: Person;
  about: About[];
  chat: string | null;
  kind: 'private' | 'supervised';
}
export interface TalkState {
  messages: Message[];
  more: boolean;
  position: Position;
}

export type Role = 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
export interface Me {
  person: Person;
  schools: { id: string; name: string; zone: string }[];
  roles: { role: Role; school: string }[];
  children: { id: string; name: Name; class: ClassRef; relation: string; channel: string }[];
  student: { id: string; class: ClassRef; channel: string } | null;
  channels: string[];
  settings: { share_seen: boolean };
  safeguards: string[];
}

export type Fact =
  | { type: 'marks_posted'; marks: Told<ActiveMark>[] }
  | { type: 'mark_corrected'; mark: Told<ActiveMark> }
  | { type: 'mark_withdrawn'; mark: Told<WithdrawnMark> }
  | { type: 'attendance_recorded'; attendance: Told<Attendance>[] }
  | { type: 'message'; message: Message }
  | { type: 'seen'; person: string; offset: number; at: string }
  | { type: 'message_edited'; message: Message }
  | { type: 'message_withdrawn'; message: Message; taken_back: boolean }
  | { type: 'message_reacted'; offset: number; person: string; reaction: Reaction | null }
  | { type: 'message_pinned'; offset: number; pinned: boolean }
  | { type: 'members_changed'; changed: string[] }
  | { type: 'group_changed'; group: Group }
  | { type: 'mine'; channel: string; mine: Mine }
  | { type: 'join_asked'; chat: string }
  | { type: 'chat_closed'; chat: string }
  | { type: 'chat_opened'; chat: string; channel: string }
  | { type: 'rules_changed' }
  | { type: 'poll_voted'; offset: number; person: string; choices: number[] }
  | { type: 'poll_closed'; offset: number; at: string }
  | { type: 'later_changed'; chat: string }
  | { type: 'report'; report: string; school: string }
  | { type: 'report_looked_at'; report: string }
  | { type: 'ticket'; ticket: string; school: string; status: string }
  | { type: 'blocks_changed'; person: string; blocked: boolean }
  | { type: 'announcement'; announcement: string; school: string; confirm: boolean }
  | { type: 'announcement_recalled' | 'announcement_reminder' | 'announcement_changed'; announcement: string }
  | { type: 'announcement_confirmed'; announcement: string; person: string; at: string }
  | { type: 'school_event'; event: string; school: string }
  | { type: 'school_event_changed' | 'school_event_cancelled'; event: string }
  | { type: 'school_event_place'; event: string; participant: string }
  | { type: 'readers_changed' };
/** One numbered fact of a channel. */
export interface Publication {
  offset: number;
  data: Fact;
}

/** What a fold needs from a REST state: where in its channel the state stands. */
export interface Positioned {
  position: Position;
}
/** Applies a publication once: what stands at or above its offset already has it. */
export function above(state: Positioned, publication: Publication): boolean {
  return publication.offset > state.position.offset;
}
export function at<S extends Positioned>(state: S, offset: number): S {
  return { ...state, position: { ...state.position, offset } };
}
/** The state holds no `at_lesson`: it belongs to the telling, not to the fact. */
export function plain<T extends object>(told: T & { at_lesson?: AtLesson }): T {
  const { at_lesson: _, ...fact } = told;
  return fact as T;
}

/** A state after a publication; `reload`: it cannot tell everything by itself. */
export interface Folded<S> {
  state: S;
  reload: boolean;
}
