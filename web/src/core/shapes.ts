// The server's shapes, written by `make shapes`. Change channels/ instead.
export interface Shapes {
  About: About;
  AboutChild: AboutChild;
  Address: Address;
  AddressAsked: AddressAsked;
  /**
   * Which of those people.
   */
  Addressed: 'families' | 'students' | 'staff';
  AllReceived: AllReceived;
  Announcement: Announcement;
  AnnouncementChanged: AnnouncementChanged;
  AnnouncementConfirmed: AnnouncementConfirmed;
  AnnouncementRecalled: AnnouncementRecalled;
  AnnouncementReminder: AnnouncementReminder;
  AnnouncementSent: AnnouncementSent;
  Announcements: Announcements;
  /**
   * As what somebody answers for a participant.
   */
  Answering: 'guardian' | 'student' | 'staff' | 'organiser';
  Appointment: Appointment;
  AskedQuiet: AskedQuiet;
  AskedTarget: AskedTarget;
  AskedVariant: AskedVariant;
  AtLesson: AtLesson;
  Attached: Attached;
  Attendance: Attendance;
  AttendanceRecorded: AttendanceRecorded;
  /**
   * Of a class's chat.
   */
  Audience: 'families' | 'students';
  AudienceCourse: AudienceCourse;
  /**
   * Whose people an announcement is for.
   */
  AudienceOf: 'school' | 'grade' | 'class' | 'course';
  Audiences: Audiences;
  Average: Average;
  Because: Because;
  Bilingual: Bilingual;
  Blocked: Blocked;
  BlocksChanged: BlocksChanged;
  Browser: Browser;
  CalendarAddress: CalendarAddress;
  Cancelled: Cancelled;
  Cancelling: Cancelling;
  CarrierName: 'push' | 'mail' | 'webhook';
  ChangedAnnouncement: ChangedAnnouncement;
  ChangedSchoolEvent: ChangedSchoolEvent;
  Chat: Chat;
  ChatClosed: ChatClosed;
  ChatKind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  ChatOpened: ChatOpened;
  ChatRole: 'owner' | 'moderator' | 'member' | 'supervisor';
  Chats: Chats;
  Child: Child;
  ClassRef: ClassRef;
  Confirmation: Confirmation;
  Contact: Contact;
  Contacts: Contacts;
  Correction: Correction;
  Counts: Counts;
  CourseOverview: CourseOverview;
  CourseRef: CourseRef;
  Courses: Courses;
  Credentials: Credentials;
  Decision: 'nothing' | 'withdrawn' | 'silenced' | 'passed_on';
  Diary: Diary;
  DiaryDay: DiaryDay;
  DiaryLesson: DiaryLesson;
  DiaryStudent: DiaryStudent;
  Edit: Edit;
  EventAnswer: 'yes' | 'maybe' | 'no';
  EventAnswers: EventAnswers;
  EventCounts: EventCounts;
  EventKind: 'trip' | 'olympiad' | 'competition' | 'conference' | 'seminar' | 'meeting' | 'other';
  EventPlace: EventPlace;
  EventPlaceChanged: EventPlaceChanged;
  /**
   * What became of a yes.
   */
  EventStanding: 'asked' | 'going' | 'waiting';
  Evidence: Evidence;
  /**
   * What a publication of a channel holds.
   */
  Fact:
    | AnnouncementChanged
    | AnnouncementConfirmed
    | AnnouncementRecalled
    | AnnouncementReminder
    | AnnouncementSent
    | AttendanceRecorded
    | BlocksChanged
    | ChatClosed
    | ChatOpened
    | EventPlaceChanged
    | GroupChanged
    | JoinAsked
    | LaterChanged
    | MarkCorrected
    | MarkWithdrawn
    | MarksPosted
    | MembersChanged
    | MessageEdited
    | MessagePinned
    | MessageReacted
    | MessageSent
    | MessageWithdrawn
    | MineChanged
    | OwnSeenMoved
    | PollClosed
    | PollVoted
    | ReadersChanged
    | ReportLookedAt
    | ReportOpened
    | RulesChanged
    | SchoolEventCancelled
    | SchoolEventChanged
    | SchoolEventPlanned
    | SchoolInvited
    | SeenMoved
    | TicketChanged
    | Typing;
  Feed: 'mine' | 'city';
  Forward: Forward;
  Forwarded: Forwarded;
  FoundGroup: FoundGroup;
  FoundGroups: FoundGroups;
  Group: Group;
  GroupChange: GroupChange;
  GroupChanged: GroupChanged;
  GuestTicket: GuestTicket;
  Hits: Hits;
  Hold: Hold;
  Holds: Holds;
  Hour: Hour;
  HoursInChat: HoursInChat;
  HoursOf: HoursOf;
  Household: Household;
  /**
   * How far one has been told, at best.
   */
  HowTold: 'live' | 'push' | 'mail' | 'webhook' | 'waiting' | 'off' | 'unreachable';
  Invitation: Invitation;
  InvitationAnswer: InvitationAnswer;
  Invitations: Invitations;
  JoinAnswer: JoinAnswer;
  JoinAsked: JoinAsked;
  JoinRequest: JoinRequest;
  JoinRequests: JoinRequests;
  JointSchool: JointSchool;
  JointSchools: JointSchools;
  /**
   * How another school stands to a group.
   */
  JointState: 'free' | 'invited' | 'joined';
  Journal: Journal;
  JournalLesson: JournalLesson;
  JournalStudent: JournalStudent;
  Kind: Kind;
  KindModes: KindModes;
  Later: Later;
  LaterChanged: LaterChanged;
  LaterMessage: LaterMessage;
  LaterMessages: LaterMessages;
  Mailbox: Mailbox;
  Mark: Mark;
  MarkCorrected: MarkCorrected;
  MarkRevision: MarkRevision;
  MarkState: MarkState;
  MarkWithHistory: MarkWithHistory;
  MarkWithdrawn: MarkWithdrawn;
  MarksPosted: MarksPosted;
  Me: Me;
  Member: Member;
  /**
   * Those that are given; who supervises follows from the roster.
   */
  MemberRole: 'owner' | 'moderator' | 'member';
  MembersChanged: MembersChanged;
  Message: Message;
  MessageEdited: MessageEdited;
  MessageHistory: MessageHistory;
  MessagePinned: MessagePinned;
  MessageReacted: MessageReacted;
  MessageRevision: MessageRevision;
  MessageSent: MessageSent;
  MessageWithdrawn: MessageWithdrawn;
  Messages: Messages;
  Mine: Mine;
  MineChange: MineChange;
  MineChanged: MineChanged;
  Mode: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  MyChanges: MyChanges;
  Name: Name;
  NamedChild: NamedChild;
  NamedSchool: NamedSchool;
  NewAnnouncement: NewAnnouncement;
  NewAnswer: NewAnswer;
  NewAttendance: NewAttendance;
  NewAttendances: NewAttendances;
  NewBlock: NewBlock;
  NewBrowser: NewBrowser;
  NewDecision: NewDecision;
  NewFile: NewFile;
  NewGroup: NewGroup;
  NewHold: NewHold;
  NewHour: NewHour;
  NewHours: NewHours;
  NewJoinRequest: NewJoinRequest;
  NewMailbox: NewMailbox;
  NewMark: NewMark;
  NewMarks: NewMarks;
  NewMembers: NewMembers;
  NewMessage: NewMessage;
  NewModes: NewModes;
  NewNoticeSettings: NewNoticeSettings;
  NewPin: NewPin;
  NewPoll: NewPoll;
  NewReaction: NewReaction;
  NewReport: NewReport;
  NewRule: NewRule;
  NewSchoolEvent: NewSchoolEvent;
  NewSchoolQuiet: NewSchoolQuiet;
  NewSeen: NewSeen;
  NewTerm: NewTerm;
  NewTicket: NewTicket;
  NewTicketAnswer: NewTicketAnswer;
  NewTry: NewTry;
  NewVote: NewVote;
  NewWords: NewWords;
  NextLesson: NextLesson;
  Nothing: Nothing;
  NoticeKind:
    'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  NoticeSettings: NoticeSettings;
  OfficeHours: OfficeHours;
  OneAnnouncement: OneAnnouncement;
  OneBrowser: OneBrowser;
  OneChat: OneChat;
  OneLaterMessage: OneLaterMessage;
  OneMark: OneMark;
  OneMessage: OneMessage;
  OneReceived: OneReceived;
  OneReport: OneReport;
  OneSchoolEvent: OneSchoolEvent;
  OneTicket: OneTicket;
  OpenAbsence: OpenAbsence;
  OpenAlarm: OpenAlarm;
  OpenAlarms: OpenAlarms;
  OpenChat: OpenChat;
  OpenClassChat: OpenClassChat;
  /**
   * How one comes into an interest group.
   */
  Openness: 'public' | 'request' | 'invitation';
  OwnPlace: OwnPlace;
  OwnSeenMoved: OwnSeenMoved;
  PersonRef: PersonRef;
  Pins: Pins;
  Poll: Poll;
  PollClosed: PollClosed;
  PollVoted: PollVoted;
  PostedMarks: PostedMarks;
  /**
   * Who writes in a group.
   */
  Posting: 'all' | 'moderators';
  Problem: Problem;
  Proof: Proof;
  QuietTime: QuietTime;
  Reacted: Reacted;
  /**
   * Words that stand for twenty messages of thanks.
   */
  Reaction: 'thanks' | 'got_it' | 'will_be' | 'question';
  Readers: Readers;
  ReadersChanged: ReadersChanged;
  Received: Received;
  Recipient: Recipient;
  RecordedAttendance: RecordedAttendance;
  Report: Report;
  ReportLine: ReportLine;
  ReportLookedAt: ReportLookedAt;
  ReportOpened: ReportOpened;
  ReportReason: 'insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other';
  ReportState: 'open' | 'taken' | 'closed';
  Reported: Reported;
  Reporter: Reporter;
  ReportingPeriod: ReportingPeriod;
  Reports: Reports;
  Role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  RoleAt: RoleAt;
  RoleChange: RoleChange;
  RuleState: RuleState;
  Rules: Rules;
  RulesChanged: RulesChanged;
  Safeguarding: Safeguarding;
  SchoolEvent: SchoolEvent;
  SchoolEventCancelled: SchoolEventCancelled;
  SchoolEventChanged: SchoolEventChanged;
  SchoolEventPlanned: SchoolEventPlanned;
  SchoolEvents: SchoolEvents;
  SchoolInvitation: SchoolInvitation;
  SchoolInvited: SchoolInvited;
  SchoolQuiet: SchoolQuiet;
  SchoolRef: SchoolRef;
  /**
   * What each school decides for itself.
   */
  SchoolRule:
    | 'staff_write_students'
    | 'students_write_each_other'
    | 'families_write_each_other'
    | 'groups_span_schools'
    | 'leavers_read_past';
  Seen: Seen;
  SeenMoved: SeenMoved;
  Sending: Sending;
  Settings: Settings;
  ShownNotice: ShownNotice;
  State: 'draft' | 'scheduled' | 'sent' | 'recalled';
  StatePosition: StatePosition;
  Status: 'present' | 'absent' | 'ill' | 'late' | 'excused';
  StudentSelf: StudentSelf;
  Target: Target;
  Term: Term;
  Terms: Terms;
  Ticket: Ticket;
  TicketChanged: TicketChanged;
  TicketEntry: TicketEntry;
  TicketKind: 'sign_in' | 'data' | 'diary' | 'notices' | 'idea' | 'other';
  TicketLine: TicketLine;
  TicketSchools: TicketSchools;
  TicketStatus: 'new' | 'in_work' | 'answered' | 'closed';
  Tickets: Tickets;
  Token: Token;
  Told: Told;
  ToldOf: ToldOf;
  ToldWhen: ToldWhen;
  Typing: Typing;
  Upload: Upload;
  Variant: Variant;
  Vote: Vote;
  WatchedWords: WatchedWords;
  Way: Way;
  Withdrawal: Withdrawal;
  Withdrawn: Withdrawn;
  WithdrawnMark: WithdrawnMark;
}
/**
 * Who somebody is to the reader, one fact, without a sentence.
 */
export interface About {
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  subject: string | null;
  class: string | null;
  relation: string | null;
  child: AboutChild | null;
}
export interface AboutChild {
  id: string;
  name: Name;
  class: ClassRef | null;
}
export interface Name {
  family: string;
  given: string;
  middle: string;
}
export interface ClassRef {
  id: string;
  name: string;
  grade: number | null;
}
/**
 * Works without a sign-in, for a minute.
 */
export interface Address {
  address: string;
  expires_at: string;
}
/**
 * A mail with a link is on its way there.
 */
export interface AddressAsked {
  address: string;
}
/**
 * The newest first; `more`: there are older ones.
 */
export interface AllReceived {
  announcements: Received[];
  more: boolean;
}
/**
 * As who got it sees it. What was recalled has no words any more.
 */
export interface Received {
  id: string;
  school: string;
  author: PersonRef;
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
export interface PersonRef {
  id: string;
  name: Name;
}
/**
 * The same in another language, translated by a person.
 */
export interface Variant {
  language: string;
  title: string;
  text: string;
}
/**
 * Why somebody is addressed. `student` is the child, or the student themself; none for staff.
 */
export interface Because {
  /**
   * Which of those people.
   */
  addressed: 'families' | 'students' | 'staff';
  student: PersonRef | null;
  class: ClassRef | null;
}
/**
 * As its author and the school's leadership see it. `urgent`: why it could not wait; null: it could.
 */
export interface Announcement {
  id: string;
  school: string;
  author: PersonRef;
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
/**
 * `class` and `course` are ids, `grade` is a year; all three empty: the whole school.
 */
export interface Target {
  /**
   * Whose people an announcement is for.
   */
  of: 'school' | 'grade' | 'class' | 'course';
  class: string | null;
  course: string | null;
  grade: number | null;
  /**
   * Items: Which of those people.
   */
  to: ('families' | 'students' | 'staff')[];
}
/**
 * Of families, by children: one adult of each is enough. `confirmed` of each.
 */
export interface Counts {
  people: number;
  families: number;
  families_confirmed: number;
  students: number;
  students_confirmed: number;
  staff: number;
  staff_confirmed: number;
}
/**
 * To its author's devices: another draft, another state.
 */
export interface AnnouncementChanged {
  type: 'announcement_changed';
  announcement: string;
}
/**
 * To one's other devices, and to the author.
 */
export interface AnnouncementConfirmed {
  type: 'announcement_confirmed';
  announcement: string;
  person: string;
  at: string;
}
/**
 * To who was addressed.
 */
export interface AnnouncementRecalled {
  type: 'announcement_recalled';
  announcement: string;
}
/**
 * To who has not confirmed.
 */
export interface AnnouncementReminder {
  type: 'announcement_reminder';
  announcement: string;
}
/**
 * To who is addressed.
 */
export interface AnnouncementSent {
  type: 'announcement';
  announcement: string;
  school: string;
  confirm: boolean;
}
/**
 * The newest first; `more`: there are older ones.
 */
export interface Announcements {
  announcements: Announcement[];
  more: boolean;
}
export interface Appointment {
  person: string;
  appointed: boolean;
}
export interface AskedQuiet {
  begins: number;
  ends: number;
}
export interface AskedTarget {
  /**
   * Whose people an announcement is for.
   */
  of: 'school' | 'grade' | 'class' | 'course';
  class?: string | null;
  course?: string | null;
  grade?: number | null;
  /**
   * @minItems 1
   * @maxItems 3
   *
   * Items: Which of those people.
   */
  to: ('families' | 'students' | 'staff')[];
}
export interface AskedVariant {
  language: string;
  title: string;
  text: string;
}
/**
 * Where a fact stands, so that it can be told without looking anything up.
 */
export interface AtLesson {
  id: string;
  day: string;
  number: number;
  subject: string;
}
/**
 * `preview`: there is a small picture of it. `width` and `height` are those of images.
 */
export interface Attached {
  id: string;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  preview: boolean;
}
export interface Attendance {
  student: string;
  course: string;
  lesson: string;
  at_lesson: AtLesson;
  status: 'present' | 'absent' | 'ill' | 'late' | 'excused';
  minutes: number | null;
  revision: number;
  author: PersonRef;
  at: string;
}
export interface AttendanceRecorded {
  type: 'attendance_recorded';
  attendance: Attendance[];
}
export interface AudienceCourse {
  id: string;
  title: string;
  subject: string;
}
/**
 * To whom one may announce in a school: to all of it, to years, classes, courses. `city`: and to other schools
 * what happens here.
 */
export interface Audiences {
  school: boolean;
  city: boolean;
  grades: number[];
  classes: ClassRef[];
  courses: AudienceCourse[];
}
export interface Average {
  course: string;
  subject: string;
  period: ReportingPeriod;
  sum: number;
  weight: number;
  mean: string | null;
}
/**
 * What a mean is of. `title` is the roster's; none: the school year, where the roster names no periods.
 */
export interface ReportingPeriod {
  title: string | null;
  from_day: string;
  until_day: string;
}
export interface Bilingual {
  ru: string;
  en: string;
}
export interface Blocked {
  people: PersonRef[];
}
/**
 * To one's other devices.
 */
export interface BlocksChanged {
  type: 'blocks_changed';
  person: string;
  blocked: boolean;
}
/**
 * One that asked to be pushed to. `mine`: under the sign-in that asks now.
 */
export interface Browser {
  id: string;
  added_at: string;
  mine: boolean;
}
/**
 * Shown once: only its hash is kept.
 */
export interface CalendarAddress {
  path: string;
}
export interface Cancelled {
  at: string;
  because: string;
}
export interface Cancelling {
  because?: string;
}
/**
 * All of a draft anew. `revision` is the one it was read at.
 */
export interface ChangedAnnouncement {
  title: string;
  text: string;
  /**
   * @maxItems 5
   */
  variants?: AskedVariant[];
  /**
   * @minItems 1
   * @maxItems 50
   */
  targets: AskedTarget[];
  confirm?: boolean;
  confirm_until?: string | null;
  urgent?: string | null;
  revision: number;
}
/**
 * All of it anew. `revision` is the one it was read at.
 */
export interface ChangedSchoolEvent {
  kind: 'trip' | 'olympiad' | 'competition' | 'conference' | 'seminar' | 'meeting' | 'other';
  title: string;
  text?: string;
  place?: string;
  subject?: string;
  starts_at: string;
  ends_at?: string | null;
  answer_until?: string | null;
  capacity?: number | null;
  /**
   * @maxItems 50
   */
  targets?: AskedTarget[];
  /**
   * @maxItems 3
   *
   * Items: Which of those people.
   */
  city?: ('families' | 'students' | 'staff')[];
  revision: number;
}
/**
 * `unread`: messages of others, at most `MOST_UNREAD`; `writes`: whether this person may write there now.
 */
export interface Chat {
  id: string;
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  school: string;
  group: Group | null;
  class: ClassRef | null;
  audience: ('families' | 'students') | null;
  channel: string;
  members: Member[];
  position: StatePosition;
  unread: number;
  seen: number;
  last: Message | null;
  pinned: number[];
  mine: Mine;
  writes: boolean;
}
/**
 * What a group is called and how it is kept. `openness` is that of an interest group.
 */
export interface Group {
  title: string;
  description: string;
  /**
   * Who writes in a group.
   */
  posting: 'all' | 'moderators';
  openness: ('public' | 'request' | 'invitation') | null;
}
export interface Member {
  id: string;
  name: Name;
  role: 'owner' | 'moderator' | 'member' | 'supervisor';
  about: About[];
  seen: number | null;
  seen_at: string | null;
}
/**
 * Up to which publication of which channel a state is told. Fold only what is above.
 */
export interface StatePosition {
  channel: string;
  offset: number;
  epoch: string;
}
/**
 * `offset` is that of its publication, and what it is called by in its chat. A withdrawn one has no text.
 *
 * One with files may have none, too.
 */
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
  withdrawn: Withdrawn | null;
  reactions: Reacted[];
  forwarded: Forwarded | null;
  files: Attached[];
  poll: Poll | null;
}
/**
 * By nobody: the school keeps what is written there for a time that is over.
 */
export interface Withdrawn {
  by: string | null;
  at: string;
}
export interface Reacted {
  person: string;
  /**
   * Words that stand for twenty messages of thanks.
   */
  reaction: 'thanks' | 'got_it' | 'will_be' | 'question';
}
/**
 * When it was first written, and by whom where that is for others to know.
 */
export interface Forwarded {
  author: string | null;
  sent_at: string;
}
/**
 * Who has chosen what is seen by all of the chat. It is over when `closed_at` is set or `closes_at` has passed.
 */
export interface Poll {
  options: string[];
  multiple: boolean;
  closes_at: string | null;
  closed_at: string | null;
  votes: Vote[];
}
/**
 * `choices`: places among the options, from 0.
 */
export interface Vote {
  person: string;
  choices: number[];
}
/**
 * What a member keeps of a chat for themself, on all devices.
 */
export interface Mine {
  muted: boolean;
  archived: boolean;
  draft: string;
}
/**
 * One is no longer in it.
 */
export interface ChatClosed {
  type: 'chat_closed';
  chat: string;
}
export interface ChatOpened {
  type: 'chat_opened';
  chat: string;
  channel: string;
}
export interface Chats {
  chats: Chat[];
}
export interface Child {
  id: string;
  name: Name;
  class: ClassRef | null;
  relation: string;
  channel: string;
}
/**
 * `waits_until`: of one who is told later, when that is known.
 */
export interface Confirmation {
  person: PersonRef;
  confirmed_at: string | null;
  reachable: boolean;
  /**
   * How far one has been told, at best.
   */
  told: 'live' | 'push' | 'mail' | 'webhook' | 'waiting' | 'off' | 'unreachable';
  waits_until: string | null;
}
/**
 * `kind`: of the chat that the two may have, or have.
 */
export interface Contact {
  person: PersonRef;
  about: About[];
  chat: string | null;
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
}
export interface Contacts {
  contacts: Contact[];
}
/**
 * `revision` is the one the teacher saw. What is left out stays as it is.
 */
export interface Correction {
  revision: number;
  value: number;
  kind?: string | null;
  weight?: number | null;
  comment?: string | null;
  reason?: string;
}
export interface CourseOverview {
  id: string;
  title: string;
  subject: string;
  grade: number | null;
  school: string;
  students: number;
  keeps: boolean;
  channel: string;
  next_lesson: NextLesson | null;
}
export interface NextLesson {
  id: string;
  day: string;
  number: number;
  starts_at: string | null;
}
export interface CourseRef {
  id: string;
  title: string;
  subject: string;
  grade: number | null;
  school: string;
}
export interface Courses {
  courses: CourseOverview[];
}
export interface Credentials {
  login: string;
  password: string;
}
export interface Diary {
  student: DiaryStudent;
  week: string;
  zone: string;
  position: StatePosition;
  days: DiaryDay[];
  kinds: Kind[];
  marks: (Mark | WithdrawnMark)[];
  attendance: Attendance[];
  averages: Average[];
}
export interface DiaryStudent {
  id: string;
  name: Name;
  class: ClassRef | null;
}
export interface DiaryDay {
  day: string;
  lessons: DiaryLesson[];
}
export interface DiaryLesson {
  id: string;
  course: string;
  subject: string;
  number: number;
  starts_at: string | null;
  ends_at: string | null;
  room: string;
  teacher: PersonRef | null;
  topic: string;
  homework: string;
  cancelled: boolean;
}
export interface Kind {
  id: string;
  name: Bilingual;
  short: Bilingual;
  weight: number;
}
/**
 * A mark that stands. `was` is what stood before its last correction.
 */
export interface Mark {
  id: string;
  student: string;
  course: string;
  lesson: string;
  at_lesson: AtLesson;
  kind: string;
  value: number;
  weight: number;
  comment: string;
  author: PersonRef;
  posted_at: string;
  changed_at: string;
  revision: number;
  state: 'active';
  was: MarkState | null;
  reason: string;
}
export interface MarkState {
  value: number;
  kind: string;
  weight: number;
  comment: string;
}
/**
 * The trace of a mark that was taken back. What it was is told to nobody but the course's teachers.
 */
export interface WithdrawnMark {
  id: string;
  student: string;
  course: string;
  lesson: string;
  at_lesson: AtLesson;
  revision: number;
  changed_at: string;
  author: PersonRef;
  reason: string;
  state: 'withdrawn';
}
export interface Edit {
  revision: number;
  text: string;
  /**
   * @maxItems 50
   */
  mentions?: string[];
}
/**
 * Those who go first, by their turn; then who waits, who is asked, who may come, who does not, who is silent.
 */
export interface EventAnswers {
  counts: EventCounts;
  places: EventPlace[];
}
export interface EventCounts {
  going: number;
  waiting: number;
  asked: number;
  maybe: number;
  no: number;
}
/**
 * What stands for one participant. `waiting`: one's place on the waiting list, the first is 1.
 */
export interface EventPlace {
  participant: PersonRef;
  class: ClassRef | null;
  answer: ('yes' | 'maybe' | 'no') | null;
  standing: ('asked' | 'going' | 'waiting') | null;
  waiting: number | null;
  answered_by: string | null;
  answered_at: string | null;
}
/**
 * To who answers for this participant, and to the organiser: an answer, or a place that became free.
 */
export interface EventPlaceChanged {
  type: 'school_event_place';
  event: string;
  participant: string;
}
/**
 * The message as it was reported, what it said before, and what stood around it.
 */
export interface Evidence {
  message: Message;
  revisions: MessageRevision[];
  before: Message[];
  after: Message[];
  people: PersonRef[];
}
export interface MessageRevision {
  revision: number;
  text: string;
  at: string;
}
export interface GroupChanged {
  type: 'group_changed';
  group: Group;
}
/**
 * To those who look after the group: somebody wants to come in.
 */
export interface JoinAsked {
  type: 'join_asked';
  chat: string;
}
/**
 * To one's own devices: a message that waits for its time, has gone or could not go.
 */
export interface LaterChanged {
  type: 'later_changed';
  chat: string;
}
export interface MarkCorrected {
  type: 'mark_corrected';
  mark: Mark;
}
export interface MarkWithdrawn {
  type: 'mark_withdrawn';
  mark: WithdrawnMark;
}
export interface MarksPosted {
  type: 'marks_posted';
  marks: Mark[];
}
/**
 * Who they are to the reader is the reader's to ask: this goes to all of them alike.
 */
export interface MembersChanged {
  type: 'members_changed';
  changed: string[];
}
export interface MessageEdited {
  type: 'message_edited';
  message: Message;
}
export interface MessagePinned {
  type: 'message_pinned';
  offset: number;
  pinned: boolean;
}
export interface MessageReacted {
  type: 'message_reacted';
  offset: number;
  person: string;
  reaction: ('thanks' | 'got_it' | 'will_be' | 'question') | null;
}
export interface MessageSent {
  type: 'message';
  message: Message;
}
/**
 * Stands in the archive in place of the message and its edits, too. `taken_back`: as if it had never been.
 */
export interface MessageWithdrawn {
  type: 'message_withdrawn';
  message: Message;
  taken_back: boolean;
}
/**
 * To one's other devices.
 */
export interface MineChanged {
  type: 'mine';
  channel: string;
  mine: Mine;
}
/**
 * To one's other devices.
 */
export interface OwnSeenMoved {
  type: 'seen';
  channel: string;
  offset: number;
}
export interface PollClosed {
  type: 'poll_closed';
  offset: number;
  at: string;
}
/**
 * None of the choices: the vote was taken back.
 */
export interface PollVoted {
  type: 'poll_voted';
  offset: number;
  person: string;
  choices: number[];
}
/**
 * To a chat: who is in it may be others now.
 */
export interface ReadersChanged {
  type: 'readers_changed';
}
/**
 * To who reported it. What was decided is not told.
 */
export interface ReportLookedAt {
  type: 'report_looked_at';
  report: string;
}
/**
 * To the safeguarding persons of the school, and when somebody took or decided it.
 */
export interface ReportOpened {
  type: 'report';
  report: string;
  school: string;
}
/**
 * To everybody of the school: who may write to whom may be another now.
 */
export interface RulesChanged {
  type: 'rules_changed';
}
export interface SchoolEventCancelled {
  type: 'school_event_cancelled';
  event: string;
}
/**
 * To the same, to whoever has answered, and to the organiser.
 */
export interface SchoolEventChanged {
  type: 'school_event_changed';
  event: string;
}
/**
 * To who is asked to come, or answers for somebody who is.
 */
export interface SchoolEventPlanned {
  type: 'school_event';
  event: string;
  school: string;
}
/**
 * To who leads the school that is invited into a group.
 */
export interface SchoolInvited {
  type: 'school_invited';
  school: string;
}
export interface SeenMoved {
  type: 'seen';
  person: string;
  offset: number;
  at: string;
}
/**
 * To who wrote it, and to those of the school who answer.
 */
export interface TicketChanged {
  type: 'ticket';
  ticket: string;
  school: string;
  status: 'new' | 'in_work' | 'answered' | 'closed';
}
/**
 * Told without an offset, to those who listen.
 */
export interface Typing {
  type: 'typing';
  person: string;
}
/**
 * The message at this offset of another chat.
 */
export interface Forward {
  source: string;
  offset: number;
}
/**
 * An interest group as it is shown to who is not in it.
 */
export interface FoundGroup {
  id: string;
  school: string;
  group: Group;
  members: number;
  joined: boolean;
  asked: boolean;
}
export interface FoundGroups {
  groups: FoundGroup[];
}
/**
 * What is left out stays.
 */
export interface GroupChange {
  title?: string | null;
  description?: string | null;
  posting?: ('all' | 'moderators') | null;
  openness?: ('public' | 'request' | 'invitation') | null;
}
/**
 * All that a guest is told. The link to it comes by mail, to the address that was given.
 */
export interface GuestTicket {
  number: string;
}
/**
 * The newest first; `more`: there are older ones.
 */
export interface Hits {
  messages: Message[];
  more: boolean;
}
/**
 * Of a chat, or of whatever a person wrote.
 */
export interface Hold {
  id: string;
  chat: string | null;
  person: PersonRef | null;
  reason: string;
  set_at: string;
}
export interface Holds {
  holds: Hold[];
}
/**
 * `day`: 1 Monday … 7 Sunday; `begins` and `ends` are times of the day, like 09:00, in the school's zone.
 */
export interface Hour {
  day: number;
  begins: string;
  ends: string;
}
/**
 * Of those members who say when they are there, in the zone of the chat's school.
 */
export interface HoursInChat {
  zone: string;
  people: HoursOf[];
}
export interface HoursOf {
  hours: Hour[];
  note: string;
  person: PersonRef;
}
/**
 * Whom an answer is expected from together: the adults of a child, or one student, or one of the staff.
 */
export interface Household {
  /**
   * Which of those people.
   */
  addressed: 'families' | 'students' | 'staff';
  student: PersonRef | null;
  class: ClassRef | null;
  confirmed: boolean;
  people: Confirmation[];
}
/**
 * Of a school into another one's group.
 */
export interface Invitation {
  group: string;
  title: string;
  description: string;
  school: SchoolRef;
  invited_by: PersonRef;
  accepted: boolean;
}
export interface SchoolRef {
  id: string;
  name: string;
  zone: string;
}
export interface InvitationAnswer {
  accept: boolean;
}
export interface Invitations {
  invitations: Invitation[];
}
export interface JoinAnswer {
  accept: boolean;
}
export interface JoinRequest {
  person: PersonRef;
  words: string;
  at: string;
}
export interface JoinRequests {
  requests: JoinRequest[];
}
export interface JointSchool {
  school: SchoolRef;
  /**
   * How another school stands to a group.
   */
  state: 'free' | 'invited' | 'joined';
}
export interface JointSchools {
  schools: JointSchool[];
}
export interface Journal {
  course: CourseRef;
  keeps: boolean;
  zone: string;
  position: StatePosition;
  today: string;
  students: JournalStudent[];
  lessons: JournalLesson[];
  kinds: Kind[];
  marks: Mark[];
  attendance: Attendance[];
}
export interface JournalStudent {
  id: string;
  name: Name;
  class: string;
}
export interface JournalLesson {
  id: string;
  day: string;
  number: number;
  starts_at: string | null;
  ends_at: string | null;
  kind: string | null;
  topic: string;
  homework: string;
  room: string;
  cancelled: boolean;
}
/**
 * `needed`: one way at least stays at once.
 */
export interface KindModes {
  kind: 'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  push: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  mail: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  webhook: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  needed: boolean;
}
/**
 * A message that waits for its time. `refused`: the code of why it could not be sent then.
 */
export interface Later {
  id: string;
  chat: string;
  text: string;
  at: string;
  refused: string | null;
}
/**
 * Files do not wait: they are swept away when they are not sent within a day.
 */
export interface LaterMessage {
  text: string;
  reply_to?: number | null;
  /**
   * @maxItems 50
   */
  mentions?: string[];
  at: string;
}
export interface LaterMessages {
  messages: Later[];
}
/**
 * Where mails go. `confirmed`: by the person; before that they say that there is something, not what.
 *
 * `refused`: what was sent there came back, nothing more is sent.
 */
export interface Mailbox {
  address: string;
  confirmed: boolean;
  refused: boolean;
}
export interface MarkRevision {
  revision: number;
  value: number;
  kind: string;
  weight: number;
  comment: string;
  withdrawn: boolean;
  reason: string;
  author: PersonRef;
  at: string;
}
export interface MarkWithHistory {
  mark: Mark | WithdrawnMark;
  history: MarkRevision[];
}
export interface Me {
  person: PersonRef;
  schools: SchoolRef[];
  roles: RoleAt[];
  children: Child[];
  student: StudentSelf | null;
  channels: string[];
  settings: Settings;
  safeguards: string[];
}
export interface RoleAt {
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  school: string;
}
export interface StudentSelf {
  id: string;
  class: ClassRef | null;
  channel: string;
}
export interface Settings {
  share_seen: boolean;
}
/**
 * What stood before, the first text first; what stands now is not among them.
 */
export interface MessageHistory {
  message: Message;
  before: MessageRevision[];
}
/**
 * `more`: there are older ones; `newer`: there are newer ones.
 */
export interface Messages {
  messages: Message[];
  more: boolean;
  newer: boolean;
  position: StatePosition;
}
/**
 * What is left out stays.
 */
export interface MineChange {
  muted?: boolean | null;
  archived?: boolean | null;
  draft?: string | null;
}
export interface MyChanges {
  share_seen: boolean;
}
/**
 * A child whom the text names, and how many people of other families would read it.
 */
export interface NamedChild {
  student: PersonRef;
  class: ClassRef | null;
  others: number;
}
export interface NamedSchool {
  id: string;
  name: string;
}
/**
 * A draft.
 */
export interface NewAnnouncement {
  title: string;
  text: string;
  /**
   * @maxItems 5
   */
  variants?: AskedVariant[];
  /**
   * @minItems 1
   * @maxItems 50
   */
  targets: AskedTarget[];
  confirm?: boolean;
  confirm_until?: string | null;
  urgent?: string | null;
}
export interface NewAnswer {
  participant: string;
  answer: 'yes' | 'maybe' | 'no';
}
/**
 * `revision` is the one the teacher saw, 0 where nothing stood. `confirmed`: an absence is meant, though there is a
 * mark in the lesson.
 */
export interface NewAttendance {
  student: string;
  lesson: string;
  confirmed?: boolean;
  revision?: number;
  status: 'present' | 'absent' | 'ill' | 'late' | 'excused';
  minutes?: number | null;
}
export interface NewAttendances {
  /**
   * @minItems 1
   * @maxItems 200
   */
  attendance: NewAttendance[];
}
export interface NewBlock {
  person: string;
  blocked: boolean;
}
/**
 * As `PushSubscription.toJSON()` has them.
 */
export interface NewBrowser {
  url: string;
  p256dh: string;
  auth: string;
}
/**
 * `days`: for how long its author only reads in that chat.
 */
export interface NewDecision {
  decision: 'nothing' | 'withdrawn' | 'silenced' | 'passed_on';
  note?: string;
  days?: number | null;
}
/**
 * What will be brought. `type` is what the device calls it, if it knows.
 */
export interface NewFile {
  name: string;
  size: number;
  type?: string;
}
/**
 * With an openness it is an interest group.
 */
export interface NewGroup {
  school: string;
  title: string;
  description?: string;
  /**
   * Who writes in a group.
   */
  posting?: 'all' | 'moderators';
  openness?: ('public' | 'request' | 'invitation') | null;
  /**
   * @maxItems 200
   */
  members?: string[];
}
export interface NewHold {
  chat?: string | null;
  person?: string | null;
  reason: string;
}
export interface NewHour {
  day: number;
  begins: string;
  ends: string;
}
/**
 * All of them anew; none takes them back.
 */
export interface NewHours {
  /**
   * @maxItems 28
   */
  hours: NewHour[];
  note?: string;
}
export interface NewJoinRequest {
  words?: string;
}
export interface NewMailbox {
  address: string;
}
/**
 * `confirmed`: it is meant, though the student is absent in the lesson.
 */
export interface NewMark {
  student: string;
  lesson: string;
  confirmed?: boolean;
  value: number;
  kind: string;
  weight?: number | null;
  comment?: string;
}
export interface NewMarks {
  /**
   * @minItems 1
   * @maxItems 200
   */
  marks: NewMark[];
}
export interface NewMembers {
  /**
   * @minItems 1
   * @maxItems 200
   */
  persons: string[];
}
/**
 * With a `poll` the text is the question.
 */
export interface NewMessage {
  text: string;
  reply_to?: number | null;
  /**
   * @maxItems 50
   */
  mentions?: string[];
  /**
   * @maxItems 10
   */
  files?: string[];
  poll?: NewPoll | null;
}
export interface NewPoll {
  /**
   * @minItems 2
   * @maxItems 10
   */
  options: string[];
  multiple?: boolean;
  closes_at?: string | null;
}
export interface NewModes {
  kind: 'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  push: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  mail: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  webhook?: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
}
export interface NewNoticeSettings {
  language: 'ru' | 'en';
  zone?: string | null;
  quiet?: AskedQuiet | null;
  digest_hour?: number;
  digest_weekday?: number;
}
export interface NewPin {
  pinned: boolean;
}
/**
 * None takes the reaction back.
 */
export interface NewReaction {
  reaction: ('thanks' | 'got_it' | 'will_be' | 'question') | null;
}
export interface NewReport {
  reason: 'insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other';
  words?: string;
}
export interface NewRule {
  /**
   * What each school decides for itself.
   */
  rule:
    | 'staff_write_students'
    | 'students_write_each_other'
    | 'families_write_each_other'
    | 'groups_span_schools'
    | 'leavers_read_past';
  allowed: boolean;
}
export interface NewSchoolEvent {
  kind: 'trip' | 'olympiad' | 'competition' | 'conference' | 'seminar' | 'meeting' | 'other';
  title: string;
  text?: string;
  place?: string;
  subject?: string;
  starts_at: string;
  ends_at?: string | null;
  answer_until?: string | null;
  capacity?: number | null;
  /**
   * @maxItems 50
   */
  targets?: AskedTarget[];
  /**
   * @maxItems 3
   *
   * Items: Which of those people.
   */
  city?: ('families' | 'students' | 'staff')[];
}
/**
 * Without `quiet` the school has no hours of its own.
 */
export interface NewSchoolQuiet {
  quiet: AskedQuiet | null;
  weekend?: boolean;
  /**
   * @maxItems 400
   */
  closed?: string[];
}
export interface NewSeen {
  offset: number;
}
/**
 * None: for ever.
 */
export interface NewTerm {
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  days: number | null;
}
/**
 * `language`: of the mails about it.
 */
export interface NewTicket {
  school: string;
  kind: 'sign_in' | 'data' | 'diary' | 'notices' | 'idea' | 'other';
  address: string;
  phone?: string;
  subject: string;
  text: string;
  language: 'ru' | 'en';
}
export interface NewTicketAnswer {
  text: string;
}
/**
 * By which way to tell oneself something.
 */
export interface NewTry {
  carrier?: 'push' | 'mail' | 'webhook';
}
/**
 * Places among the options, from 0; none of them takes the vote back.
 */
export interface NewVote {
  /**
   * @maxItems 10
   */
  choices: number[];
}
/**
 * All of them anew.
 */
export interface NewWords {
  /**
   * @maxItems 500
   */
  words: string[];
}
/**
 * It is done, and there is nothing to say of it.
 */
export interface Nothing {}
/**
 * `zone`: IANA name; null: the school's. `quiet_for_all`: nobody is told then, but of what is urgent.
 *
 * `digest_weekday`: Monday is 0. `push_key`: what a browser registers with (`applicationServerKey`).
 * `mails`: the school sends mail; `rings`: and messages to this person's telephone. `works`: the ways by which the
 * person is reached now when no page is open; none: nothing but an open page tells anything.
 */
export interface NoticeSettings {
  language: 'ru' | 'en';
  zone: string | null;
  quiet: QuietTime | null;
  quiet_for_all: QuietTime | null;
  digest_hour: number;
  digest_weekday: number;
  kinds: KindModes[];
  mailbox: Mailbox | null;
  browsers: Browser[];
  works: ('push' | 'mail' | 'webhook')[];
  push_key: string;
  mails: boolean;
  rings: boolean;
}
/**
 * Minutes of the day, from the first until before the second, which may be on the next day.
 */
export interface QuietTime {
  begins: number;
  ends: number;
}
/**
 * When somebody is there for messages. Without hours: nothing is said.
 */
export interface OfficeHours {
  hours: Hour[];
  note: string;
}
export interface OneAnnouncement {
  announcement: Announcement;
}
export interface OneBrowser {
  browser: string;
}
export interface OneChat {
  chat: Chat;
}
export interface OneLaterMessage {
  message: Later;
}
export interface OneMark {
  mark: Mark | WithdrawnMark;
}
export interface OneMessage {
  message: Message;
}
export interface OneReceived {
  announcement: Received;
}
export interface OneReport {
  report: Report;
}
export interface Report {
  id: string;
  school: string;
  chat_kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  author: PersonRef;
  reasons: ('insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other')[];
  reporters: number;
  word: string | null;
  state: 'open' | 'taken' | 'closed';
  opened_at: string;
  taken_by: PersonRef | null;
  decision: ('nothing' | 'withdrawn' | 'silenced' | 'passed_on') | null;
  evidence: Evidence;
  reported_by: Reporter[];
  note: string;
  decided_by: PersonRef | null;
  decided_at: string | null;
}
export interface Reporter {
  person: PersonRef;
  reason: 'insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other';
  words: string;
  at: string;
}
export interface OneSchoolEvent {
  event: SchoolEvent;
}
/**
 * As one person sees it. `changes`: whether they change it; `chat`: if they are in it.
 *
 * `capacity`: participants who go, without it any number. `city`: who may come from all schools. Times of day are
 * those of the school's zone.
 */
export interface SchoolEvent {
  id: string;
  school: SchoolRef;
  organiser: PersonRef;
  kind: 'trip' | 'olympiad' | 'competition' | 'conference' | 'seminar' | 'meeting' | 'other';
  title: string;
  text: string;
  place: string;
  subject: string;
  starts_at: string;
  ends_at: string | null;
  answer_until: string | null;
  capacity: number | null;
  targets: Target[];
  /**
   * Items: Which of those people.
   */
  city: ('families' | 'students' | 'staff')[];
  revision: number;
  changed_at: string;
  cancelled: Cancelled | null;
  counts: EventCounts;
  mine: OwnPlace[];
  chat: string | null;
  changes: boolean;
}
/**
 * `answering`: as what the reader answers for this participant.
 */
export interface OwnPlace {
  participant: PersonRef;
  class: ClassRef | null;
  answer: ('yes' | 'maybe' | 'no') | null;
  standing: ('asked' | 'going' | 'waiting') | null;
  waiting: number | null;
  answered_by: string | null;
  answered_at: string | null;
  /**
   * As what somebody answers for a participant.
   */
  answering: 'guardian' | 'student' | 'staff' | 'organiser';
}
export interface OneTicket {
  ticket: Ticket;
}
/**
 * The first entry is what was asked.
 */
export interface Ticket {
  id: string;
  school: string;
  number: string;
  kind: 'sign_in' | 'data' | 'diary' | 'notices' | 'idea' | 'other';
  status: 'new' | 'in_work' | 'answered' | 'closed';
  subject: string;
  writer: PersonRef | null;
  taken_by: PersonRef | null;
  opened_at: string;
  changed_at: string;
  address: string;
  phone: string;
  entries: TicketEntry[];
}
/**
 * What was said, or done, and what the status was then. `by`: none, a guest, or who has the link of the mail.
 */
export interface TicketEntry {
  at: string;
  by: PersonRef | null;
  of_school: boolean;
  status: 'new' | 'in_work' | 'answered' | 'closed';
  text: string;
}
/**
 * A lesson that a child is not in.
 */
export interface OpenAbsence {
  lesson: AtLesson;
  starts_at: string | null;
  ends_at: string | null;
  noted_at: string;
}
/**
 * Something that one has to act on and has not. `path`: of the page that tells.
 *
 * Of an absence: which child (none: the reader), the lessons, and the class teacher, to whom one may answer. Of
 * what is urgent: its title.
 */
export interface OpenAlarm {
  notice: string;
  kind: 'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  published_at: string;
  path: string;
  student: PersonRef | null;
  absences: OpenAbsence[];
  class_teacher: PersonRef | null;
  title: string | null;
}
export interface OpenAlarms {
  alarms: OpenAlarm[];
}
export interface OpenChat {
  person: string;
}
export interface OpenClassChat {
  /**
   * Of a class's chat.
   */
  audience: 'families' | 'students';
}
export interface Pins {
  pinned: number[];
}
export interface PostedMarks {
  marks: Mark[];
}
/**
 * RFC 9457 problem. `code` is stable; title and detail follow Accept-Language.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code:
    | 'absent_and_marked'
    | 'already_sent'
    | 'answers_closed'
    | 'audience_changed'
    | 'bad_request'
    | 'cannot_block'
    | 'chat_not_left'
    | 'control_characters'
    | 'decided_by_others'
    | 'duplicate_cell'
    | 'empty_message'
    | 'event_cancelled'
    | 'fewer_than_go'
    | 'file_already_sent'
    | 'file_damaged'
    | 'file_disagrees'
    | 'file_infected'
    | 'file_not_allowed'
    | 'file_not_ready'
    | 'file_too_large'
    | 'forbidden'
    | 'foreign_origin'
    | 'headers_too_large'
    | 'idempotency_key_reused'
    | 'last_owner'
    | 'lesson_cancelled'
    | 'lesson_in_future'
    | 'lesson_not_begun'
    | 'lesson_not_covered'
    | 'lesson_not_in_course'
    | 'link_expired'
    | 'mark_outside_scale'
    | 'mark_withdrawn'
    | 'may_not_announce_to'
    | 'may_not_bring'
    | 'may_not_write_to'
    | 'message_withdrawn'
    | 'method_not_allowed'
    | 'mode_not_allowed'
    | 'names_children'
    | 'no_mail'
    | 'no_marks_in_year_one'
    | 'no_poll'
    | 'no_way'
    | 'nobody_addressed'
    | 'nobody_safeguards'
    | 'not_found'
    | 'not_in_the_future'
    | 'not_sent'
    | 'not_your_message'
    | 'nothing_to_confirm'
    | 'packed_too_tight'
    | 'poll_closed'
    | 'reminded_lately'
    | 'report_closed'
    | 'scanner_away'
    | 'schools_do_not_allow'
    | 'sign_in_failed'
    | 'sign_in_required'
    | 'stale'
    | 'student_not_in_course'
    | 'ticket_closed'
    | 'ticket_full'
    | 'too_large'
    | 'too_many_attempts'
    | 'too_many_bytes'
    | 'too_many_later_messages'
    | 'too_many_letters'
    | 'too_many_members'
    | 'too_many_messages'
    | 'too_many_pins'
    | 'too_many_pixels'
    | 'too_many_tickets'
    | 'too_many_uploads'
    | 'too_many_waiting'
    | 'unavailable'
    | 'unknown_file'
    | 'unknown_mark_kind'
    | 'unknown_mention'
    | 'unknown_push_service'
    | 'unknown_reply'
    | 'unknown_zone'
    | 'unsupported_type'
    | 'upload_busy'
    | 'wrong_offset';
  detail: string;
  errors?: {
    field: string;
    code: string;
    message: string;
    hint?: string;
  }[];
  /**
   * What stands now, with a conflict
   */
  current?: {
    [k: string]: unknown;
  };
  /**
   * seconds
   */
  retry_after?: number;
}
/**
 * Whom it would reach now. `digest` stands for exactly these people and reasons: sending names it.
 *
 * `joined` and `left` compare with the last announcement of the same author to the same audience; none: there was
 * no such. At most 1,000 `recipients` are listed, the counts are of all. `urgent_lately`: how many urgent ones
 * the author has sent in this school in the last 30 days.
 */
export interface Proof {
  digest: string;
  people: number;
  families: number;
  students: number;
  staff: number;
  recipients: Recipient[];
  joined: PersonRef[] | null;
  left: PersonRef[] | null;
  named: NamedChild[];
  urgent_lately: number;
}
export interface Recipient {
  person: PersonRef;
  why: Because[];
}
/**
 * `told`: how many people have been told how.
 */
export interface Readers {
  counts: Counts;
  told: {
    [k: string]: number;
  };
  households: Household[];
}
export interface RecordedAttendance {
  attendance: Attendance[];
}
/**
 * In the queue: no words of anybody. `word`: that of the school's list by which it was found.
 */
export interface ReportLine {
  id: string;
  school: string;
  chat_kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  author: PersonRef;
  reasons: ('insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other')[];
  reporters: number;
  word: string | null;
  state: 'open' | 'taken' | 'closed';
  opened_at: string;
  taken_by: PersonRef | null;
  decision: ('nothing' | 'withdrawn' | 'silenced' | 'passed_on') | null;
}
/**
 * To who reported: that it was taken down. What becomes of it is not told in detail.
 */
export interface Reported {
  report: string;
}
/**
 * What is under way first, the newest of it first; then what is closed.
 */
export interface Reports {
  reports: ReportLine[];
  more: boolean;
}
/**
 * None: out of the group.
 */
export interface RoleChange {
  role: ('owner' | 'moderator' | 'member') | null;
}
export interface RuleState {
  /**
   * What each school decides for itself.
   */
  rule:
    | 'staff_write_students'
    | 'students_write_each_other'
    | 'families_write_each_other'
    | 'groups_span_schools'
    | 'leavers_read_past';
  allowed: boolean;
}
export interface Rules {
  rules: RuleState[];
}
export interface Safeguarding {
  people: PersonRef[];
}
/**
 * The nearest first.
 */
export interface SchoolEvents {
  events: SchoolEvent[];
  more: boolean;
}
export interface SchoolInvitation {
  school: string;
  invited: boolean;
}
/**
 * When a school tells nobody anything but what is urgent: a time of the day, weekends, days without school.
 *
 * `quiet_until`: it is quiet now, by this or for everybody, until then.
 */
export interface SchoolQuiet {
  quiet: QuietTime | null;
  weekend: boolean;
  closed: string[];
  quiet_until: string | null;
}
export interface Seen {
  seen: number;
}
/**
 * `digest` is that of the proof which was looked at. `at`: not now, but then.
 */
export interface Sending {
  revision: number;
  digest: string;
  keep_names?: boolean;
  at?: string | null;
}
/**
 * What stands on a lock screen: of what kind it is, and nothing of anybody. `path`: of the page that tells.
 *
 * `act`: what a button says by which one lets know that one knows of it; null: nobody waits for that.
 */
export interface ShownNotice {
  kind: 'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  title: string;
  path: string;
  urgent: boolean;
  act: string | null;
}
/**
 * How long what is written in chats of this kind is kept; none: for ever.
 */
export interface Term {
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  days: number | null;
}
export interface Terms {
  terms: Term[];
}
/**
 * `number` is for people, one row of them a school. `writer`: none, a guest.
 */
export interface TicketLine {
  id: string;
  school: string;
  number: string;
  kind: 'sign_in' | 'data' | 'diary' | 'notices' | 'idea' | 'other';
  status: 'new' | 'in_work' | 'answered' | 'closed';
  subject: string;
  writer: PersonRef | null;
  taken_by: PersonRef | null;
  opened_at: string;
  changed_at: string;
}
/**
 * Whom one can write to without a sign-in. `mails`: this server sends them; else only the phone reaches one.
 */
export interface TicketSchools {
  schools: NamedSchool[];
  mails: boolean;
}
export interface Tickets {
  tickets: TicketLine[];
  more: boolean;
}
export interface Token {
  token: string;
}
/**
 * What became of one notice. `why` it was not told otherwise: `live`, `seen`, `off`, `no_way`, `ended`.
 */
export interface Told {
  id: string;
  kind: 'mark' | 'absence' | 'attendance' | 'message' | 'mention' | 'announcement' | 'school_event' | 'unanswered';
  published_at: string;
  state: 'waiting' | 'gathered' | 'handed_on' | 'dropped';
  why: string | null;
  held_until: string | null;
  acted_at: string | null;
  ways: Way[];
}
/**
 * How one was told. `state`: `due`, `accepted` by who brings it on, `failed`, or `dropped`: nothing was left to
 * tell.
 */
export interface Way {
  carrier: 'push' | 'mail' | 'webhook';
  state: 'due' | 'accepted' | 'failed' | 'dropped';
  at: string | null;
  problem: string;
}
/**
 * The newest first.
 */
export interface ToldOf {
  notices: Told[];
  more: boolean;
}
/**
 * `quiet_until`: who is away is told then; null: at once.
 */
export interface ToldWhen {
  quiet_until: string | null;
}
/**
 * How far it is. `ready`: it can be sent along; then `file` says what it has become.
 */
export interface Upload {
  file: Attached;
  offset: number;
  ready: boolean;
}
export interface WatchedWords {
  words: string[];
}
export interface Withdrawal {
  revision: number;
  reason?: string;
}
