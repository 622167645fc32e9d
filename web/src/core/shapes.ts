// The server's shapes, written by `make shapes`. Change channels/ instead.
export interface Shapes {
  About: About;
  AboutChild: AboutChild;
  Address: Address;
  AddressAsked: AddressAsked;
  /**
   * Group of a target's people that an announcement addresses.
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
  AnswerCounts: AnswerCounts;
  AnswerState: 'open' | 'given' | 'refused' | 'withdrawn';
  AnsweredCase: AnsweredCase;
  /**
   * Capacity in which somebody answers for a participant.
   */
  Answering: 'guardian' | 'student' | 'staff' | 'organiser';
  ApplicationLink: ApplicationLink;
  ApplicationState: 'unconfirmed' | 'waiting' | 'refused' | 'code_sent' | 'connected';
  AppliedFile: AppliedFile;
  AppliedImport: AppliedImport;
  AppliedPeople: AppliedPeople;
  Appointed: Appointed;
  Appointment: Appointment;
  AskedFor: AskedFor;
  AskedInvitation: AskedInvitation;
  AskedQuiet: AskedQuiet;
  AskedTarget: AskedTarget;
  AskedVariant: AskedVariant;
  AtLesson: AtLesson;
  Attached: Attached;
  Attendance: Attendance;
  AttendanceRecorded: AttendanceRecorded;
  /**
   * Audience of a class's chat.
   */
  Audience: 'families' | 'students';
  AudienceCourse: AudienceCourse;
  /**
   * Kind of target of an announcement.
   */
  AudienceOf: 'school' | 'grade' | 'class' | 'course';
  Audiences: Audiences;
  Average: Average;
  Because: Because;
  BellSchedule: BellSchedule;
  BellTimes: BellTimes;
  Bells: Bells;
  BellsChanged: BellsChanged;
  Bilingual: Bilingual;
  Blocked: Blocked;
  BlocksChanged: BlocksChanged;
  BreakKind: 'plain' | 'dynamic' | 'breakfast' | 'lunch';
  Browser: Browser;
  CalendarAddress: CalendarAddress;
  Cancelled: Cancelled;
  Cancelling: Cancelling;
  Candidate: Candidate;
  CarrierName: 'push' | 'mail' | 'webhook';
  CaseAnswer: CaseAnswer;
  CaseByPortal: CaseByPortal;
  CaseCode: CaseCode;
  CaseLine: CaseLine;
  CaseLines: CaseLines;
  /**
   * The one reason why somebody does not get in.
   */
  Cause:
    | 'contact'
    | 'letter'
    | 'patronymic'
    | 'latin'
    | 'second'
    | 'ended'
    | 'restricted'
    | 'waiting'
    | 'used'
    | 'missing'
    | 'old_link'
    | 'uninvited'
    | 'shared'
    | 'network'
    | 'fine'
    | 'stranger';
  /**
   * Source of what a column means.
   */
  Certainty: 'remembered' | 'sure' | 'doubtful' | 'unknown';
  ChangedAnnouncement: ChangedAnnouncement;
  ChangedCourse: ChangedCourse;
  ChangedLesson: ChangedLesson;
  ChangedLessons: ChangedLessons;
  ChangedPortal: ChangedPortal;
  ChangedSchoolEvent: ChangedSchoolEvent;
  ChangedTrust: ChangedTrust;
  Chat: Chat;
  ChatClosed: ChatClosed;
  ChatKind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  ChatOpened: ChatOpened;
  ChatRole: 'owner' | 'moderator' | 'member' | 'supervisor';
  Chats: Chats;
  CheckedCode: CheckedCode;
  Child: Child;
  ChosenColumn: ChosenColumn;
  ChosenColumns: ChosenColumns;
  ChosenPair: ChosenPair;
  ClaimNames: ClaimNames;
  Claims: Claims1;
  ClashKind: 'teacher' | 'room' | 'students';
  ClassCounts: ClassCounts;
  ClassFields: ClassFields;
  ClassProfile: ClassProfile;
  ClassRef: ClassRef;
  ClassSetUp: ClassSetUp;
  ClassSignIns: ClassSignIns;
  ClassStudents: ClassStudents;
  ClassTimetable: ClassTimetable;
  Classes: Classes;
  ColumnAnswer: ColumnAnswer;
  ColumnAnswers: ColumnAnswers;
  ComparedField: ComparedField;
  Confirmation: Confirmation;
  ConfirmedApplication: ConfirmedApplication;
  ConnectedPortal: ConnectedPortal;
  ConsentText: ConsentText;
  ConsentTexts: ConsentTexts;
  ConsentVersion: ConsentVersion;
  Contact: Contact;
  Contacts: Contacts;
  CorrectedClass: CorrectedClass;
  CorrectedPerson: CorrectedPerson;
  Correction: Correction;
  CountedPeriods: CountedPeriods;
  Counts: Counts;
  CourseFields: CourseFields;
  CourseMembers: CourseMembers;
  CourseOverview: CourseOverview;
  CourseRef: CourseRef;
  Courses: Courses;
  CoverProposal: CoverProposal;
  CredentialToMake: CredentialToMake;
  CredentialToUse: CredentialToUse;
  Credentials: Credentials;
  Curriculum: Curriculum;
  CurriculumCourse: CurriculumCourse;
  CurriculumSpan: CurriculumSpan;
  DayLesson: DayLesson;
  Decision: 'nothing' | 'withdrawn' | 'silenced' | 'passed_on';
  DeliveryState: DeliveryState;
  Diary: Diary;
  DiaryDay: DiaryDay;
  DiaryLesson: DiaryLesson;
  DiaryStudent: DiaryStudent;
  Edit: Edit;
  Ended: Ended;
  EndedClassRole: EndedClassRole;
  EndedCourse: EndedCourse;
  EndedGuardian: EndedGuardian;
  EndedRole: EndedRole;
  Ending: 'withdrawn' | 'declined' | 'refused' | 'ended' | 'expired' | 'over' | 'lost';
  EnteredByInvitation: EnteredByInvitation;
  EventAnswer: 'yes' | 'maybe' | 'no';
  EventAnswers: EventAnswers;
  EventCounts: EventCounts;
  EventKind: 'trip' | 'olympiad' | 'competition' | 'conference' | 'seminar' | 'meeting' | 'other';
  EventPlace: EventPlace;
  EventPlaceChanged: EventPlaceChanged;
  /**
   * Standing of a yes: what became of it.
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
    | BellsChanged
    | BlocksChanged
    | ChatClosed
    | ChatOpened
    | EventPlaceChanged
    | GroupChanged
    | JoinAsked
    | LaterChanged
    | LessonsChanged
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
    | OfficesChanged
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
    | SchoolYearChanged
    | SeenMoved
    | TicketChanged
    | TimetableChanged
    | TrustChanged
    | Typing;
  FactorCode: FactorCode;
  FactorToBegin: FactorToBegin;
  FactorToSetUp: FactorToSetUp;
  Family: Family;
  Feed: 'mine' | 'city';
  FileColumn: FileColumn;
  FileProblem: FileProblem;
  FileRemark: FileRemark;
  /**
   * Stage of a file that is being read or applied.
   */
  FileStage: 'waiting' | 'reading' | 'matching' | 'comparing' | 'applying';
  /**
   * State of a file that was brought.
   */
  FileState: 'gathering' | 'reading' | 'refused' | 'ready' | 'applying' | 'applied' | 'broken';
  FileTable: FileTable;
  Forward: Forward;
  Forwarded: Forwarded;
  FoundGroup: FoundGroup;
  FoundGroups: FoundGroups;
  FreeDays: FreeDays;
  Group: Group;
  GroupChange: GroupChange;
  GroupChanged: GroupChanged;
  GroupInvitation: GroupInvitation;
  GroupInvitationAnswer: GroupInvitationAnswer;
  GroupInvitations: GroupInvitations;
  GuestTicket: GuestTicket;
  Hits: Hits;
  Hold: Hold;
  Holds: Holds;
  Hour: Hour;
  HoursInChat: HoursInChat;
  HoursOf: HoursOf;
  Household: Household;
  /**
   * Best way by which somebody has been told so far.
   */
  HowTold: 'live' | 'push' | 'mail' | 'webhook' | 'waiting' | 'off' | 'unreachable';
  ImportAnswer: ImportAnswer;
  ImportAnswers: ImportAnswers;
  ImportClash: ImportClash;
  ImportDoubt: ImportDoubt;
  ImportNames: ImportNames;
  ImportPlace: ImportPlace;
  ImportPreview: ImportPreview;
  ImportedCourse: ImportedCourse;
  InstallationStatus: InstallationStatus;
  InvitationForPasskey: InvitationForPasskey;
  InvitationForPortal: InvitationForPortal;
  /**
   * Stage that somebody has come to on the way in.
   */
  InvitationStatus: 'none' | 'made' | 'printed' | 'sent' | 'bounced' | 'opened' | 'expired' | 'used';
  InvitationToken: InvitationToken;
  InvitationWithPasskey: InvitationWithPasskey;
  Invitations: Invitations;
  Invited: Invited;
  InvitedChild: InvitedChild;
  InvitedOnPaper: InvitedOnPaper;
  InvitedPerson: InvitedPerson;
  JoinAnswer: JoinAnswer;
  JoinAsked: JoinAsked;
  JoinRequest: JoinRequest;
  JoinRequests: JoinRequests;
  JointSchool: JointSchool;
  JointSchools: JointSchools;
  /**
   * State of another school towards a group.
   */
  JointState: 'free' | 'invited' | 'joined';
  Journal: Journal;
  JournalLesson: JournalLesson;
  JournalStudent: JournalStudent;
  KeptColumns: KeptColumns;
  Kind: Kind;
  KindModes: KindModes;
  KnownCredential: KnownCredential;
  LaterChanged: LaterChanged;
  LessonChange: LessonChange;
  LessonChanges: LessonChanges;
  LessonClash: LessonClash;
  LessonDeviation: LessonDeviation;
  LessonPlace: LessonPlace;
  LessonToCover: LessonToCover;
  LessonsChanged: LessonsChanged;
  LiftedRestriction: LiftedRestriction;
  LinesRead: LinesRead;
  ListColumn: ListColumn;
  ListedChild: ListedChild;
  ListedPerson: ListedPerson;
  MadeCredential: MadeCredential;
  Mailbox: Mailbox;
  Mark: Mark;
  MarkCorrected: MarkCorrected;
  MarkRevision: MarkRevision;
  MarkState: MarkState;
  MarkWithHistory: MarkWithHistory;
  MarkWithdrawn: MarkWithdrawn;
  MarksPosted: MarksPosted;
  Me: Me;
  /**
   * Says what a column of a list is for.
   */
  Meaning: 'classes' | 'subgroup' | 'subject' | 'teachers' | 'room' | 'weekday' | 'number' | 'weeks' | 'from' | 'until';
  /**
   * Medium by which an invitation goes to its person.
   */
  Medium: 'mail' | 'message' | 'paper';
  Member: Member;
  /**
   * Roles that moderators can give. Supervisors are not among them: they follow from the roster.
   */
  MemberRole: 'owner' | 'moderator' | 'member';
  MembersChanged: MembersChanged;
  MergePreview: MergePreview;
  MergeSide: MergeSide;
  MergedChild: MergedChild;
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
  MisplacedRows: MisplacedRows;
  /**
   * Fields that a cause is about.
   */
  Missing: 'email' | 'phone' | 'patronymic';
  Mode: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  MoreToCome: MoreToCome;
  MyChanges: MyChanges;
  MyConsent: MyConsent;
  MyConsents: MyConsents;
  MyLogin: MyLogin;
  MyLogins: MyLogins;
  MyMerge: MyMerge;
  MyMerges: MyMerges;
  MyPasskey: MyPasskey;
  MyPasskeys: MyPasskeys;
  MyPortal: MyPortal;
  MyPortals: MyPortals;
  MySecondFactor: MySecondFactor;
  Name: Name;
  NameKind: 'class' | 'subject' | 'teacher' | 'room' | 'course';
  NamedChild: NamedChild;
  NamedRoles: NamedRoles;
  NamedSchool: NamedSchool;
  NewAnnouncement: NewAnnouncement;
  NewAnswer: NewAnswer;
  NewApplication: NewApplication;
  NewAttendance: NewAttendance;
  NewAttendances: NewAttendances;
  NewBellRule: NewBellRule;
  NewBellSchedule: NewBellSchedule;
  NewBellTimes: NewBellTimes;
  NewBells: NewBells;
  NewBellsOfDay: NewBellsOfDay;
  NewBlock: NewBlock;
  NewBrowser: NewBrowser;
  NewCase: NewCase;
  NewClassRole: NewClassRole;
  NewConsentText: NewConsentText;
  NewDecision: NewDecision;
  NewFile: NewFile;
  NewFreeDays: NewFreeDays;
  NewGroup: NewGroup;
  NewGuardian: NewGuardian;
  NewHold: NewHold;
  NewHour: NewHour;
  NewHours: NewHours;
  NewJoinRequest: NewJoinRequest;
  NewLesson: NewLesson;
  NewMailbox: NewMailbox;
  NewMark: NewMark;
  NewMarks: NewMarks;
  NewMembers: NewMembers;
  NewMessage: NewMessage;
  NewModes: NewModes;
  NewNoticeSettings: NewNoticeSettings;
  NewPassword: NewPassword;
  NewPatternRow: NewPatternRow;
  NewPeriod: NewPeriod;
  NewPerson: NewPerson;
  NewPin: NewPin;
  NewPoll: NewPoll;
  NewPortal: NewPortal;
  NewReaction: NewReaction;
  NewReport: NewReport;
  NewRole: NewRole;
  NewRoom: NewRoom;
  NewRooms: NewRooms;
  NewRule: NewRule;
  NewRuleOfDay: NewRuleOfDay;
  NewScheduledMessage: NewScheduledMessage;
  NewSchool: NewSchool;
  NewSchoolEvent: NewSchoolEvent;
  NewSchoolQuiet: NewSchoolQuiet;
  NewSchoolYear: NewSchoolYear;
  NewSeen: NewSeen;
  NewTeacherAbsence: NewTeacherAbsence;
  NewTerm: NewTerm;
  NewTicket: NewTicket;
  NewTicketAnswer: NewTicketAnswer;
  NewTrust: NewTrust;
  NewTrustDelay: NewTrustDelay;
  NewTry: NewTry;
  NewVote: NewVote;
  NewWords: NewWords;
  NextLesson: NextLesson;
  NextVersion: NextVersion;
  Nothing: Nothing;
  NoticeKind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
  NoticeSettings: NoticeSettings;
  OfferedCarriers: OfferedCarriers;
  OfficeHours: OfficeHours;
  OfficesChanged: OfficesChanged;
  OneAnnouncement: OneAnnouncement;
  OneApplication: OneApplication;
  OneBrowser: OneBrowser;
  OneChat: OneChat;
  OneClass: OneClass;
  OneConsentText: OneConsentText;
  OneCourse: OneCourse;
  OneMark: OneMark;
  OneMessage: OneMessage;
  OneReceived: OneReceived;
  OneReport: OneReport;
  OneScheduledMessage: OneScheduledMessage;
  OneSchoolEvent: OneSchoolEvent;
  OneTicket: OneTicket;
  OneTrust: OneTrust;
  OpenAbsence: OpenAbsence;
  OpenAlarm: OpenAlarm;
  OpenAlarms: OpenAlarms;
  OpenChat: OpenChat;
  OpenClassChat: OpenClassChat;
  OpenInvitation: OpenInvitation;
  OpenPortal: OpenPortal;
  OpenPortals: OpenPortals;
  OpenedCase: OpenedCase;
  /**
   * Way for people to come into an interest group.
   */
  Openness: 'public' | 'request' | 'invitation';
  OtherSignIn: OtherSignIn;
  OtherTeachers: OtherTeachers;
  OwnFactor: OwnFactor;
  OwnPlace: OwnPlace;
  OwnSeenMoved: OwnSeenMoved;
  OwnTelephone: OwnTelephone;
  OwnTelephoneCode: OwnTelephoneCode;
  PartEnded: PartEnded;
  PasswordsOff: PasswordsOff;
  Pattern: Pattern;
  PatternChange: PatternChange;
  PatternChanged: PatternChanged;
  PatternClash: PatternClash;
  PeopleFile: PeopleFile;
  PeopleFiles: PeopleFiles;
  PeoplePage: PeoplePage;
  PeopleReport: PeopleReport;
  Period: Period;
  PersonClass: PersonClass;
  PersonFields: PersonFields;
  PersonRef: PersonRef;
  PersonRelative: PersonRelative;
  PersonRole: PersonRole;
  Pins: Pins;
  Place: Place;
  Poll: Poll;
  PollClosed: PollClosed;
  PollVoted: PollVoted;
  PortalAddress: PortalAddress;
  PortalName: PortalName;
  PortalSignIn: PortalSignIn;
  PortalState: PortalState;
  PortalsOfSchool: PortalsOfSchool;
  PostedMarks: PostedMarks;
  /**
   * Members who may write in a group.
   */
  Posting: 'all' | 'moderators';
  PresentPassword: PresentPassword;
  Problem: Problem;
  Proof: Proof;
  QuietTime: QuietTime;
  Reacted: Reacted;
  /**
   * Reaction to a message; it saves twenty messages of thanks.
   */
  Reaction: 'thanks' | 'got_it' | 'will_be' | 'question';
  ReadFile: ReadFile;
  ReadName: ReadName;
  Readers: Readers;
  ReadersChanged: ReadersChanged;
  Received: Received;
  Recipient: Recipient;
  RecordedAttendance: RecordedAttendance;
  RecoveryCodes: RecoveryCodes;
  RegisteredClass: RegisteredClass;
  RegisteredClasses: RegisteredClasses;
  RegisteredPerson: RegisteredPerson;
  Relative: Relative;
  ReplacedBy: ReplacedBy;
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
  Restriction: Restriction;
  RightsChange: RightsChange;
  /**
   * Kind of a change of who may see a child, or do something in the school.
   */
  RightsKind: 'lifted' | 'like_restricted' | 'sees_no_more' | 'role_taken' | 'role_given' | 'restricted' | 'sees';
  Role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  RoleAt: RoleAt;
  RoleChange: RoleChange;
  Room: Room;
  Rooms: Rooms;
  RuleState: RuleState;
  Rules: Rules;
  RulesChanged: RulesChanged;
  SaidBellRule: SaidBellRule;
  SaidConsent: SaidConsent;
  SaidPatternRow: SaidPatternRow;
  ScheduledMessage: ScheduledMessage;
  ScheduledMessages: ScheduledMessages;
  SchoolCase: SchoolCase;
  SchoolEvent: SchoolEvent;
  SchoolEventCancelled: SchoolEventCancelled;
  SchoolEventChanged: SchoolEventChanged;
  SchoolEventPlanned: SchoolEventPlanned;
  SchoolEvents: SchoolEvents;
  SchoolInvitation: SchoolInvitation;
  SchoolInvited: SchoolInvited;
  SchoolMerge: SchoolMerge;
  SchoolMerges: SchoolMerges;
  SchoolOfCode: SchoolOfCode;
  SchoolQuiet: SchoolQuiet;
  SchoolRef: SchoolRef;
  /**
   * Rule that each school decides for itself.
   */
  SchoolRule:
    | 'staff_write_students'
    | 'students_write_each_other'
    | 'families_write_each_other'
    | 'groups_span_schools'
    | 'leavers_read_past';
  SchoolYear: SchoolYear;
  SchoolYearChanged: SchoolYearChanged;
  SecondFactorDue: SecondFactorDue;
  SecondFactorOf: SecondFactorOf;
  SecondFactorRoles: SecondFactorRoles;
  Seen: Seen;
  SeenMoved: SeenMoved;
  /**
   * Trouble of somebody, as they see it.
   */
  Sees: 'wrong' | 'no_child' | 'not_enough' | 'no_link' | 'white' | 'uninvited';
  Sending: Sending;
  SentApplication: SentApplication;
  SentInvitations: SentInvitations;
  /**
   * Service that somebody may be trusted with, of one child.
   */
  Service: 'diary' | 'visits' | 'chat' | 'absence';
  SetUp: SetUp;
  /**
   * Step of a school's set-up, in the order in which they are done.
   */
  SetUpStep: 'school' | 'bells' | 'staff' | 'classes' | 'students' | 'rooms' | 'courses' | 'timetable';
  Settings: Settings;
  ShownInvitation: ShownInvitation;
  ShownNotice: ShownNotice;
  ShownSignIn: ShownSignIn;
  SolvedCase: SolvedCase;
  StaffSignIns: StaffSignIns;
  Stage: 'offered' | 'waiting' | 'open' | 'ended';
  /**
   * Place of today among the days on which something holds.
   */
  Standing: 'now' | 'to_come' | 'ended';
  State: 'draft' | 'scheduled' | 'sent' | 'recalled';
  StatePosition: StatePosition;
  Status: 'present' | 'absent' | 'ill' | 'late' | 'excused';
  /**
   * The one thing to do next for who does not get in.
   */
  Step: 'ask_school' | 'call' | 'invite' | 'sign_in' | 'open' | 'again';
  StepState: StepState;
  StudentSelf: StudentSelf;
  TableChanges: TableChanges;
  Target: Target;
  TaughtCourse: TaughtCourse;
  TeacherAbsence: TeacherAbsence;
  TeacherAbsences: TeacherAbsences;
  TeacherTimetable: TeacherTimetable;
  Teachers: Teachers;
  TelephoneCode: TelephoneCode;
  Term: Term;
  Terms: Terms;
  TextTitle: TextTitle;
  TextWords: TextWords;
  Ticket: Ticket;
  TicketChanged: TicketChanged;
  TicketEntry: TicketEntry;
  TicketKind: 'sign_in' | 'data' | 'diary' | 'notices' | 'idea' | 'other';
  TicketLine: TicketLine;
  TicketSchools: TicketSchools;
  TicketStatus: 'new' | 'in_work' | 'answered' | 'closed';
  Tickets: Tickets;
  Timetable: Timetable;
  TimetableChanged: TimetableChanged;
  TimetableFiles: TimetableFiles;
  TimetableLesson: TimetableLesson;
  TimetablesOfClasses: TimetablesOfClasses;
  TimetablesOfTeachers: TimetablesOfTeachers;
  ToCover: ToCover;
  Token: Token;
  Told: Told;
  ToldOf: ToldOf;
  ToldWhen: ToldWhen;
  TrustChanged: TrustChanged;
  TrustDelay: TrustDelay;
  TrustNews:
    'offered' | 'accepted' | 'opened' | 'changed' | 'grown' | 'more_refused' | 'taken_back' | 'ends_soon' | 'ended';
  TrustingChild: TrustingChild;
  Trusts: Trusts;
  TypedChild: TypedChild;
  TypedCode: TypedCode;
  TypedName: TypedName;
  Typing: Typing;
  Upload: Upload;
  UsedCredential: UsedCredential;
  UsedInvitation: UsedInvitation;
  Variant: Variant;
  VersionHead: VersionHead;
  Vote: Vote;
  WatchedWords: WatchedWords;
  WeeklyLessons: WeeklyLessons;
  WeeklyLoad: WeeklyLoad;
  /**
   * Part of somebody at the school, as they say.
   */
  Who: 'guardian' | 'trusted' | 'student' | 'staff';
  WhoFromPortal: WhoFromPortal;
  Withdrawal: Withdrawal;
  Withdrawn: Withdrawn;
  WithdrawnMark: WithdrawnMark;
  WrittenText: WrittenText;
}
/**
 * One fact about who somebody is to the reader, not yet in words.
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
 * Address of a file that works without a sign-in, for a minute.
 */
export interface Address {
  address: string;
  expires_at: string;
}
/**
 * Address to which a mail with a confirmation link is on its way.
 */
export interface AddressAsked {
  address: string;
}
/**
 * Page of announcements, newest first. `more`: there are older ones.
 */
export interface AllReceived {
  announcements: Received[];
  more: boolean;
}
/**
 * An announcement as its reader sees it. A recalled one has no words any more.
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
 * Same text in another language, translated by a person.
 */
export interface Variant {
  language: string;
  title: string;
  text: string;
}
/**
 * Reason why somebody is addressed. `student` is the child, or the student themself; null for staff.
 */
export interface Because {
  /**
   * Group of a target's people that an announcement addresses.
   */
  addressed: 'families' | 'students' | 'staff';
  student: PersonRef | null;
  class: ClassRef | null;
}
/**
 * An announcement as its author and leadership see it. `urgent`: why it could not wait; null: it could.
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
 * Target of an announcement. `class` and `course` are ids, `grade` is a year; all three null: the whole school.
 */
export interface Target {
  /**
   * Kind of target of an announcement.
   */
  of: 'school' | 'grade' | 'class' | 'course';
  class: string | null;
  course: string | null;
  grade: number | null;
  /**
   * Items: Group of a target's people that an announcement addresses.
   */
  to: ('families' | 'students' | 'staff')[];
}
/**
 * Numbers of people addressed and of confirmations. Families count by children: one adult of each is enough.
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
 * Fact for the author's devices: the draft or its state is another one.
 */
export interface AnnouncementChanged {
  type: 'announcement_changed';
  announcement: string;
}
/**
 * Fact for one's other devices, and for the author.
 */
export interface AnnouncementConfirmed {
  type: 'announcement_confirmed';
  announcement: string;
  person: string;
  at: string;
}
/**
 * Fact for everybody who was addressed.
 */
export interface AnnouncementRecalled {
  type: 'announcement_recalled';
  announcement: string;
}
/**
 * Fact for people who have not confirmed.
 */
export interface AnnouncementReminder {
  type: 'announcement_reminder';
  announcement: string;
}
/**
 * Fact for everybody who is addressed.
 */
export interface AnnouncementSent {
  type: 'announcement';
  announcement: string;
  school: string;
  confirm: boolean;
}
/**
 * Page of announcements, newest first. `more`: there are older ones.
 */
export interface Announcements {
  announcements: Announcement[];
  more: boolean;
}
/**
 * Numbers of those who are asked now, by their answer to the present version; `open` have not answered it.
 *
 * Of a text for guardians every guardian counts for each child.
 */
export interface AnswerCounts {
  given: number;
  refused: number;
  withdrawn: number;
  open: number;
}
/**
 * A case of who came from a portal, answered; the code takes its step.
 */
export interface AnsweredCase {
  code: string;
  answer: CaseAnswer;
}
/**
 * The cause with its facts, and the one step.
 *
 * `name`, `address`: as they were typed, or as the `portal` says them, with the `phone`. `theirs`: an address or
 * number of the school's record, masked. `differs_at`: the first letter of their family name that differs. `day`: what
 * the cause is about. `done`: the step was taken.
 */
export interface CaseAnswer {
  case: string;
  last_day: string;
  /**
   * The one reason why somebody does not get in.
   */
  cause:
    | 'contact'
    | 'letter'
    | 'patronymic'
    | 'latin'
    | 'second'
    | 'ended'
    | 'restricted'
    | 'waiting'
    | 'used'
    | 'missing'
    | 'old_link'
    | 'uninvited'
    | 'shared'
    | 'network'
    | 'fine'
    | 'stranger';
  /**
   * The one thing to do next for who does not get in.
   */
  step: 'ask_school' | 'call' | 'invite' | 'sign_in' | 'open' | 'again';
  done: boolean;
  /**
   * Part of somebody at the school, as they say.
   */
  who: 'guardian' | 'trusted' | 'student' | 'staff';
  name: Name;
  address: string | null;
  phone: string | null;
  portal: PortalName | null;
  theirs: string | null;
  differs_at: number | null;
  day: string | null;
  field: ('email' | 'phone' | 'patronymic') | null;
  other: OtherSignIn | null;
}
/**
 * Name of a portal in both languages.
 */
export interface PortalName {
  ru: string;
  en: string;
}
/**
 * A sign-in of theirs that holds the child.
 */
export interface OtherSignIn {
  since: string;
  by: string;
  phone_end: string | null;
}
/**
 * Secret that the link to an applicant's page ends in.
 */
export interface ApplicationLink {
  token: string;
}
export interface AppliedFile {
  names: string[];
  applied_at: string;
  by: PersonRef;
  changes: number;
}
/**
 * A file to be applied as it was previewed. `confirmed`: also if little or nothing of the pattern is left.
 */
export interface AppliedImport {
  from_day: string;
  term?: number | null;
  digest: string;
  confirmed?: boolean;
  word?: string;
}
/**
 * File to be applied as it was reported. `confirmed`: also if it ends much; `lift_restrictions`: also if an adult
 * follows a child again who must not now.
 */
export interface AppliedPeople {
  digest: string;
  confirmed?: boolean;
  lift_restrictions?: boolean;
}
/**
 * People who hold an office of a school.
 */
export interface Appointed {
  people: PersonRef[];
}
export interface Appointment {
  person: string;
  appointed: boolean;
}
/**
 * Answer to who cannot get in, the same for everybody. `codes`: a message with a code may come to a telephone.
 */
export interface AskedFor {
  codes: boolean;
}
/**
 * A name to sign in with, a mail address or a telephone number of somebody who cannot get in.
 */
export interface AskedInvitation {
  login: string;
}
export interface AskedQuiet {
  begins: number;
  ends: number;
}
export interface AskedTarget {
  /**
   * Kind of target of an announcement.
   */
  of: 'school' | 'grade' | 'class' | 'course';
  class?: string | null;
  course?: string | null;
  grade?: number | null;
  /**
   * @minItems 1
   * @maxItems 3
   *
   * Items: Group of a target's people that an announcement addresses.
   */
  to: ('families' | 'students' | 'staff')[];
}
export interface AskedVariant {
  language: string;
  title: string;
  text: string;
}
/**
 * The lesson of a mark or attendance, with all that a client needs to show it without another request.
 */
export interface AtLesson {
  id: string;
  day: string;
  number: number;
  subject: string;
}
/**
 * A file that goes along with a message. `preview`: it has a small picture. Images have `width` and `height`.
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
 * Targets to which one may announce in a school: all of it, years, classes, courses.
 *
 * `city`: one may also open what happens here to other schools.
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
 * Period of an average. `title` is the roster's; None if it names no periods: then the school year counts.
 */
export interface ReportingPeriod {
  title: string | null;
  from_day: string;
  until_day: string;
}
/**
 * Bells of one shift, or of a short day.
 */
export interface BellSchedule {
  name: string;
  bells: BellTimes[];
}
/**
 * Bell of one lesson; `then` is the kind of the break after it.
 */
export interface BellTimes {
  number: number;
  starts: string;
  ends: string;
  then: 'plain' | 'dynamic' | 'breakfast' | 'lunch';
}
/**
 * Bells in force on a day, from `from_day` (null: from ever) until `until_day` (null: no others are planned).
 */
export interface Bells {
  revision: number;
  from_day: string | null;
  until_day: string | null;
  schedules: BellSchedule[];
  rules: SaidBellRule[];
}
/**
 * Classes that have a schedule: one class or, with null, the whole school; on a day, on a weekday, or always.
 */
export interface SaidBellRule {
  schedule: string;
  class: string | null;
  weekday: number | null;
  day: string | null;
}
/**
 * Fact for the whole school: lessons from that day on may be at another time.
 */
export interface BellsChanged {
  type: 'bells_changed';
  from_day: string;
}
export interface Bilingual {
  ru: string;
  en: string;
}
export interface Blocked {
  people: PersonRef[];
}
/**
 * Fact for one's other devices.
 */
export interface BlocksChanged {
  type: 'blocks_changed';
  person: string;
  blocked: boolean;
}
/**
 * A browser that asked for pushes. `mine`: it is under the sign-in that asks now.
 */
export interface Browser {
  id: string;
  added_at: string;
  mine: boolean;
}
/**
 * Secret address of a calendar. It is shown once: only its hash is kept.
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
export interface Candidate {
  id: string;
  name: string;
}
/**
 * Answers to three questions of who has signed in at a portal.
 *
 * `child`: whose diary it is about; of a guardian or a trusted person. `class`: of a student who asks.
 */
export interface CaseByPortal {
  /**
   * Part of somebody at the school, as they say.
   */
  who: 'guardian' | 'trusted' | 'student' | 'staff';
  /**
   * Trouble of somebody, as they see it.
   */
  sees: 'wrong' | 'no_child' | 'not_enough' | 'no_link' | 'white' | 'uninvited';
  child?: TypedChild | null;
  class?: string | null;
  language?: 'ru' | 'en';
}
/**
 * A child by its names, as a family says them, and its class.
 */
export interface TypedChild {
  family: string;
  given: string;
  class: string;
}
/**
 * The code of a mail, which shows that its address is theirs.
 */
export interface CaseCode {
  code: string;
}
/**
 * A case in the school's list. `asked_at`: since when the school is asked for help.
 */
export interface CaseLine {
  case: string;
  /**
   * Part of somebody at the school, as they say.
   */
  who: 'guardian' | 'trusted' | 'student' | 'staff';
  name: Name;
  child: Name | null;
  class: string | null;
  /**
   * The one reason why somebody does not get in.
   */
  cause:
    | 'contact'
    | 'letter'
    | 'patronymic'
    | 'latin'
    | 'second'
    | 'ended'
    | 'restricted'
    | 'waiting'
    | 'used'
    | 'missing'
    | 'old_link'
    | 'uninvited'
    | 'shared'
    | 'network'
    | 'fine'
    | 'stranger';
  asked_at: string | null;
  outcome: string | null;
}
export interface CaseLines {
  cases: CaseLine[];
}
/**
 * A draft, replaced as a whole. `revision` is the one it was read at.
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
 * Fields of a course anew. `revision` is that of the course which was changed.
 *
 * `word` says why its lessons stay although they clash; `confirmed`: they may be left without a bell.
 */
export interface ChangedCourse {
  title: string;
  subject: string;
  class: string;
  group?: string;
  /**
   * @maxItems 20
   */
  classes?: string[];
  /**
   * @maxItems 200
   */
  students?: string[];
  /**
   * @maxItems 10
   */
  teachers?: string[];
  revision: number;
  word?: string;
  confirmed?: boolean;
}
/**
 * Lesson that was changed. `before` is null for one that is new.
 */
export interface ChangedLesson {
  id: string;
  course: string;
  subject: string;
  revision: number;
  before: LessonPlace | null;
  after: LessonPlace;
}
/**
 * Place, teachers and state of a lesson in a timetable. `teachers` are those who hold it.
 *
 * A lesson with `instead` (what is held and is no lesson) or `replaced_by` (lesson of another course) is cancelled.
 */
export interface LessonPlace {
  day: string;
  number: number;
  room: string;
  teachers: PersonRef[];
  cancelled: boolean;
  instead: string;
  replaced_by: string | null;
  note: string;
}
export interface ChangedLessons {
  lessons: ChangedLesson[];
  clashes: LessonClash[];
}
/**
 * Two lessons at one time that need the same teachers, room or students: `who` are the ids.
 */
export interface LessonClash {
  kind: 'teacher' | 'room' | 'students';
  lesson: string;
  other: string;
  who: string[];
}
/**
 * Settings of a portal. `client_secret` null: as before; empty: the portal asks for none.
 */
export interface ChangedPortal {
  name_ru: string;
  name_en: string;
  client_id: string;
  client_secret?: string | null;
  /**
   * @minItems 1
   * @maxItems 20
   */
  scopes?: string[];
  claims?: Claims;
  /**
   * @minItems 1
   * @maxItems 7
   */
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin')[];
  contacts_verified?: boolean;
  matches?: boolean;
  is_on?: boolean;
}
/**
 * Names of the claims in which a portal tells what we read.
 */
export interface Claims {
  family?: string;
  given?: string;
  patronymic?: string;
  birth_day?: string;
  email?: string;
  phone?: string;
  snils?: string;
}
/**
 * A school event, replaced as a whole. `revision` is the one it was read at.
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
   * Items: Group of a target's people that an announcement addresses.
   */
  city?: ('families' | 'students' | 'staff')[];
  revision: number;
}
/**
 * Terms of a trust from now on.
 */
export interface ChangedTrust {
  /**
   * @minItems 1
   * @maxItems 4
   *
   * Items: Service that somebody may be trusted with, of one child.
   */
  services: ('diary' | 'visits' | 'chat' | 'absence')[];
  until_day: string;
}
/**
 * A chat. `unread` counts messages of others, at most `MOST_UNREAD`; `writes`: this person may write there now.
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
 * Title and settings of a group. `openness` is set for interest groups only.
 */
export interface Group {
  title: string;
  description: string;
  /**
   * Members who may write in a group.
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
 * Position up to which a state includes the channel's publications. Fold only publications above it.
 */
export interface StatePosition {
  channel: string;
  offset: number;
  epoch: string;
}
/**
 * A message. `offset` is that of its publication, and identifies it in its chat.
 *
 * `text` is empty for a withdrawn message, and may be empty for one with files.
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
 * A withdrawal. `by` is None if the term for which the school keeps such messages has ended.
 */
export interface Withdrawn {
  by: string | null;
  at: string;
}
export interface Reacted {
  person: string;
  /**
   * Reaction to a message; it saves twenty messages of thanks.
   */
  reaction: 'thanks' | 'got_it' | 'will_be' | 'question';
}
/**
 * Origin of a forwarded message: when it was first sent, and its author if that is public.
 */
export interface Forwarded {
  author: string | null;
  sent_at: string;
}
/**
 * A poll; all of the chat see the votes. It is over when `closed_at` is set or `closes_at` has passed.
 */
export interface Poll {
  options: string[];
  multiple: boolean;
  closes_at: string | null;
  closed_at: string | null;
  votes: Vote[];
}
/**
 * A vote. `choices` are indexes of the options, from 0.
 */
export interface Vote {
  person: string;
  choices: number[];
}
/**
 * A member's own settings and draft of a chat, the same on all their devices.
 */
export interface Mine {
  muted: boolean;
  archived: boolean;
  draft: string;
}
/**
 * Published to a person who is no longer in the chat.
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
/**
 * A good code. `school`: the only one that it opens; None: any.
 */
export interface CheckedCode {
  school: SchoolOfCode | null;
}
/**
 * School that applied for a code.
 */
export interface SchoolOfCode {
  name: string;
  zone: string;
}
export interface Child {
  id: string;
  name: Name;
  class: ClassRef | null;
  relation: string;
  channel: string;
}
/**
 * Column of a list of lessons, and what it says; null: it is not read.
 */
export interface ChosenColumn {
  heading: string;
  meaning:
    | ('classes' | 'subgroup' | 'subject' | 'teachers' | 'room' | 'weekday' | 'number' | 'weeks' | 'from' | 'until')
    | null;
}
/**
 * Columns of a list of lessons, all of them in their order: by these headings the next file is known again.
 */
export interface ChosenColumns {
  /**
   * @minItems 2
   * @maxItems 200
   */
  columns: ChosenColumn[];
}
/**
 * Two people whom the office takes for one. `case`: of somebody who could not get in, that names these two.
 */
export interface ChosenPair {
  person: string;
  other: string;
  case?: string | null;
}
/**
 * Names of the claims in which a portal tells what we read.
 */
export interface ClaimNames {
  family: string;
  given: string;
  patronymic: string;
  birth_day: string;
  email: string;
  phone: string;
  snils: string;
}
/**
 * Names of the claims in which a portal tells what we read.
 */
export interface Claims1 {
  family?: string;
  given?: string;
  patronymic?: string;
  birth_day?: string;
  email?: string;
  phone?: string;
  snils?: string;
}
/**
 * Answers of the guardians of one class; `class` is null for children without one.
 */
export interface ClassCounts {
  class: ClassRef | null;
  counts: AnswerCounts;
}
/**
 * Name and year of a class.
 */
export interface ClassFields {
  name: string;
  grade?: number | null;
}
/**
 * Profile of a class, none if it is empty. `revision` is that of the class to which it was given.
 */
export interface ClassProfile {
  profile: string;
  revision: number;
}
/**
 * Class with the steps of its own that are done: bells, students, courses, timetable.
 */
export interface ClassSetUp {
  id: string;
  name: string;
  grade: number | null;
  /**
   * Items: Step of a school's set-up, in the order in which they are done.
   */
  done: ('school' | 'bells' | 'staff' | 'classes' | 'students' | 'rooms' | 'courses' | 'timetable')[];
}
/**
 * Families of a class, by the student's name.
 */
export interface ClassSignIns {
  class: ClassRef;
  school: SchoolRef;
  families: Family[];
}
export interface SchoolRef {
  id: string;
  name: string;
  zone: string;
}
/**
 * A student and the adults who follow them.
 */
export interface Family {
  student: InvitedPerson;
  adults: InvitedPerson[];
}
/**
 * Person with the stage they have come to.
 *
 * `day`: since when it is so. `until_day`: the last one of a live invitation. `relation`: to the
 * student beside whom an adult stands. `medium`: of the last invitation. `email`: there is an address to which mail
 * can be sent; `phone`: there is a number, and a gateway that sends messages there. `next_medium`: by which the next
 * invitation goes, if nobody chooses one; None: only paper reaches them.
 */
export interface InvitedPerson {
  person: PersonRef;
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  relation: string | null;
  /**
   * Stage that somebody has come to on the way in.
   */
  status: 'none' | 'made' | 'printed' | 'sent' | 'bounced' | 'opened' | 'expired' | 'used';
  day: string | null;
  until_day: string | null;
  medium: ('mail' | 'message' | 'paper') | null;
  email: boolean;
  phone: boolean;
  next_medium: ('mail' | 'message' | 'paper') | null;
}
export interface ClassStudents {
  students: PersonRef[];
}
/**
 * Lessons of a class, by id, in the order of their times.
 */
export interface ClassTimetable {
  class: ClassRef;
  lessons: string[];
}
/**
 * Classes of a school, by year and name.
 */
export interface Classes {
  classes: ClassRef[];
}
export interface ColumnAnswer {
  heading: string;
  meaning: string;
}
/**
 * Meanings of columns, by heading; of those that are not named what was said before stays. With none the file is
 * only read again.
 */
export interface ColumnAnswers {
  /**
   * @maxItems 400
   */
  columns: ColumnAnswer[];
}
/**
 * A field of the record: what they say, and what the school has. `same`: however they are written.
 */
export interface ComparedField {
  field: 'name' | 'email' | 'phone' | 'child';
  theirs: string | null;
  ours: string | null;
  same: boolean;
}
/**
 * A reader and their confirmation. `waits_until`: when they will be told, if that is later and known.
 */
export interface Confirmation {
  person: PersonRef;
  confirmed_at: string | null;
  reachable: boolean;
  /**
   * Best way by which somebody has been told so far.
   */
  told: 'live' | 'push' | 'mail' | 'webhook' | 'waiting' | 'off' | 'unreachable';
  waits_until: string | null;
}
/**
 * The code of the mail, which shows that its address is theirs.
 */
export interface ConfirmedApplication {
  token: string;
  code: string;
}
/**
 * A portal that shall let me in, with my password and a code of my second factor, if I have them.
 */
export interface ConnectedPortal {
  portal: string;
  code?: string | null;
  password?: string | null;
}
/**
 * A text of the school. `ended_at`: nobody is asked for it since then.
 */
export interface ConsentText {
  id: string;
  role: 'guardian' | 'staff';
  present: VersionHead;
  ended_at: string | null;
  counts: AnswerCounts;
}
/**
 * A version of a text without its words. `required`: it is asked for until it is answered.
 */
export interface VersionHead {
  number: number;
  title: TextTitle;
  required: boolean;
  published_at: string;
}
/**
 * Title of a text; there may be no English one.
 */
export interface TextTitle {
  ru: string;
  en: string | null;
}
/**
 * Texts of a school, the newest first. `more`: there are others after these.
 */
export interface ConsentTexts {
  texts: ConsentText[];
  more: boolean;
}
/**
 * A version of a text, never changed. `is_present`: it is the one that is asked for now.
 */
export interface ConsentVersion {
  text: string;
  number: number;
  school: string;
  role: 'guardian' | 'staff';
  required: boolean;
  published_at: string;
  is_present: boolean;
  ru: TextWords;
  en: TextWords | null;
}
export interface TextWords {
  title: string;
  words: string;
}
/**
 * A contact. `kind` is that of the chat that the two have or may have.
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
 * Name and year of a class anew. `revision` is that of the class that was corrected.
 */
export interface CorrectedClass {
  name: string;
  grade?: number | null;
  revision: number;
}
/**
 * Name and contacts, all of them anew. `revision` is that of the person who was corrected.
 */
export interface CorrectedPerson {
  family: string;
  given: string;
  middle?: string;
  email?: string | null;
  phone?: string | null;
  identifier?: string | null;
  revision: number;
}
/**
 * A correction. `revision` is the one the teacher saw. Omitted fields stay as they are.
 */
export interface Correction {
  revision: number;
  value: number;
  kind?: string | null;
  weight?: number | null;
  comment?: string | null;
  reason?: string;
}
/**
 * Periods that count: the school's own or, where it has said none, those of its rosters.
 */
export interface CountedPeriods {
  own: boolean;
  periods: Period[];
}
/**
 * Reporting period of grades `grade_from` to `grade_until`, both included; `until_day` is exclusive.
 */
export interface Period {
  id: string;
  title: string;
  from_day: string;
  until_day: string;
  grade_from: number;
  grade_until: number;
}
/**
 * Fields of a course that a school types. `class` is the one whose bells it has, `group` the name of a subgroup.
 *
 * `classes` are taken whole: several are a stream. `students` are chosen from `class` and `classes`. The first of
 * `teachers` is named as its teacher.
 */
export interface CourseFields {
  title: string;
  subject: string;
  class: string;
  group?: string;
  /**
   * @maxItems 20
   */
  classes?: string[];
  /**
   * @maxItems 200
   */
  students?: string[];
  /**
   * @maxItems 10
   */
  teachers?: string[];
}
/**
 * Course with the classes that it takes whole, and the students who were chosen.
 */
export interface CourseMembers {
  course: TaughtCourse;
  whole: string[];
  chosen: string[];
}
/**
 * Course as a timetable needs it. `class`: the one whose bells it has. `classes`: those of its students.
 *
 * `group` names a subgroup. `typed`: the school typed it, no roster says it, and it can be changed here; `revision`
 * counts such changes.
 */
export interface TaughtCourse {
  id: string;
  title: string;
  subject: string;
  grade: number | null;
  class: string | null;
  classes: ClassRef[];
  students: number;
  teachers: PersonRef[];
  group: string;
  typed: boolean;
  revision: number;
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
/**
 * Colleague who is free at that hour. `covers`: lessons that they cover in the four weeks around it.
 */
export interface CoverProposal {
  teacher: string;
  name: Name;
  of_subject: boolean;
  of_class: boolean;
  covers: number;
}
/**
 * Options with which a browser makes a credential: `PublicKeyCredentialCreationOptions` of WebAuthn in our words.
 *
 * Bytes are in base64url. The credential shall be discoverable, user verification is preferred, attestation is none.
 */
export interface CredentialToMake {
  challenge: string;
  rp_id: string;
  user_handle: string;
  user_name: string;
  algorithms: number[];
  known: KnownCredential[];
}
/**
 * A credential of which its device shall not make a second one.
 */
export interface KnownCredential {
  id: string;
  transports: ('ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb')[];
}
/**
 * Options with which a browser asks for a signature: `PublicKeyCredentialRequestOptions` of WebAuthn.
 *
 * Any discoverable credential will do: nobody is told of those that there are.
 */
export interface CredentialToUse {
  challenge: string;
  rp_id: string;
}
/**
 * Name of an account, or a mail address or telephone number of its person, and the password.
 *
 * `code`: of a second factor, for who has one. `person`: which of several. `shared`: on a shared computer, which keeps
 * nothing.
 */
export interface Credentials {
  login: string;
  password: string;
  code?: string | null;
  person?: string | null;
  shared?: boolean;
}
/**
 * Curriculum of a class, by subject. `profile` is empty where none is said.
 *
 * `pattern_day`: lessons a week are those of this day; null without a pattern, and then there is no `load`.
 */
export interface Curriculum {
  class: ClassRef;
  profile: string;
  span: CurriculumSpan;
  pattern_day: string | null;
  load: WeeklyLoad | null;
  courses: CurriculumCourse[];
}
/**
 * Days in which lessons are counted: a reporting period, or with an empty title the school year.
 *
 * `until_day` is exclusive.
 */
export interface CurriculumSpan {
  title: string;
  from_day: string;
  until_day: string;
}
/**
 * Lessons a week of the student of a class who has the fewest, and of the one who has the most.
 */
export interface WeeklyLoad {
  least: WeeklyLessons;
  most: WeeklyLessons;
}
/**
 * Number of lessons in a number of weeks, reduced: 5 in 2 is two and a half a week.
 */
export interface WeeklyLessons {
  lessons: number;
  weeks: number;
}
/**
 * Course of a class. `group` names a subgroup. Numbers of lessons are of the span.
 *
 * `held` are over; `planned` are all that stand, those to come as far as they are made, without those `cancelled`.
 */
export interface CurriculumCourse {
  id: string;
  subject: string;
  title: string;
  group: string;
  teachers: PersonRef[];
  weekly: WeeklyLessons;
  held: number;
  planned: number;
  cancelled: number;
}
/**
 * Lesson on a day.
 */
export interface DayLesson {
  id: string;
  course: string;
  day: string;
  number: number;
}
/**
 * One way by which somebody was told. `state`: `due`, `accepted` by the system that brings it on, `failed`, or
 * `dropped`: nothing was left to tell.
 */
export interface DeliveryState {
  carrier: 'push' | 'mail' | 'webhook';
  state: 'due' | 'accepted' | 'failed' | 'dropped';
  at: string | null;
  problem: string;
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
  deviation: LessonDeviation | null;
}
/**
 * Differences of a lesson from the pattern. `covered`: the course's teachers, while others hold it.
 *
 * `room_was` is null where the room is that of the pattern. `instead` is what is held and is no lesson.
 */
export interface LessonDeviation {
  moved_from: Place | null;
  room_was: string | null;
  covered: PersonRef[];
  instead: string;
  replaced_by: ReplacedBy | null;
  note: string;
}
/**
 * Day and bell of a lesson.
 */
export interface Place {
  day: string;
  number: number;
}
/**
 * Lesson of another course that is held instead.
 */
export interface ReplacedBy {
  id: string;
  subject: string;
}
export interface Kind {
  id: string;
  name: Bilingual;
  short: Bilingual;
  weight: number;
}
/**
 * An active mark. `was` is its state before the last correction.
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
 * The trace of a withdrawn mark. Only the course's teachers see what the mark was.
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
 * Something that ends today; nothing more is asked.
 */
export interface Ended {}
/**
 * A class that somebody leaves: `day` is the first day without it, today if it is not said.
 */
export interface EndedClassRole {
  class: string;
  role: 'student' | 'class_teacher';
  day?: string | null;
}
/**
 * A course that ends; nothing more is asked.
 */
export interface EndedCourse {}
/**
 * A guardian of a child who ends: `day` is the first day without, today if it is not said.
 */
export interface EndedGuardian {
  guardian: string;
  day?: string | null;
}
/**
 * A role that ends: `day` is the first day without it, today if it is not said.
 */
export interface EndedRole {
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin';
  day?: string | null;
}
/**
 * Token of the login that begins, and the name to sign in with from now on.
 */
export interface EnteredByInvitation {
  token: string;
  login: string;
}
/**
 * Answers to an event: going, waiting (by turn), asked, maybe, no, then those who have not answered.
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
 * Answer of one participant and what became of it. `waiting`: place on the waiting list, the first is 1.
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
 * Fact for people who answer for this participant, and the organiser: an answer, or a place became free.
 */
export interface EventPlaceChanged {
  type: 'school_event_place';
  event: string;
  participant: string;
}
/**
 * Reported message as it was then, its earlier texts, and the messages around it.
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
 * Published to the group's moderators: somebody asks to join.
 */
export interface JoinAsked {
  type: 'join_asked';
  chat: string;
}
/**
 * Published to the person's own devices: a message waits for its time, was sent or could not be sent.
 */
export interface LaterChanged {
  type: 'later_changed';
  chat: string;
}
/**
 * Fact for a class, the journals of its courses and the teachers concerned: lessons that are other than before.
 */
export interface LessonsChanged {
  type: 'lessons_changed';
  lessons: ChangedLesson[];
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
 * Ids of changed members. All readers get the same fact and ask who these members are to them.
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
 * A withdrawal; it also replaces the message and its edits in the archive. `taken_back`: it leaves no trace.
 */
export interface MessageWithdrawn {
  type: 'message_withdrawn';
  message: Message;
  taken_back: boolean;
}
/**
 * Published to the person's own devices.
 */
export interface MineChanged {
  type: 'mine';
  channel: string;
  mine: Mine;
}
/**
 * Fact for a person: they were appointed to an office, or dismissed.
 */
export interface OfficesChanged {
  type: 'offices_changed';
}
/**
 * Published to the person's own devices.
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
 * A vote. Empty `choices`: the vote was taken back.
 */
export interface PollVoted {
  type: 'poll_voted';
  offset: number;
  person: string;
  choices: number[];
}
/**
 * Published to a chat: its members may have changed.
 */
export interface ReadersChanged {
  type: 'readers_changed';
}
/**
 * Fact for the people who reported. It does not tell what was decided.
 */
export interface ReportLookedAt {
  type: 'report_looked_at';
  report: string;
}
/**
 * Fact for the school's safeguarding persons: a report was made, taken or decided.
 */
export interface ReportOpened {
  type: 'report';
  report: string;
  school: string;
}
/**
 * Published to the whole school: who may write to whom may have changed.
 */
export interface RulesChanged {
  type: 'rules_changed';
}
export interface SchoolEventCancelled {
  type: 'school_event_cancelled';
  event: string;
}
/**
 * Fact for the people who are asked, those who answer for them, whoever has answered, and the organiser.
 */
export interface SchoolEventChanged {
  type: 'school_event_changed';
  event: string;
}
/**
 * Fact for people who are asked to come, or who answer for somebody who is.
 */
export interface SchoolEventPlanned {
  type: 'school_event';
  event: string;
  school: string;
}
/**
 * Published to the leadership of a school that is invited into a group.
 */
export interface SchoolInvited {
  type: 'school_invited';
  school: string;
}
/**
 * Fact for the whole school: periods, free days or the days of its week changed.
 */
export interface SchoolYearChanged {
  type: 'school_year_changed';
}
export interface SeenMoved {
  type: 'seen';
  person: string;
  offset: number;
  at: string;
}
/**
 * Fact for the person who wrote it, and for those of the school who answer.
 */
export interface TicketChanged {
  type: 'ticket';
  ticket: string;
  school: string;
  status: 'new' | 'in_work' | 'answered' | 'closed';
}
/**
 * Fact for a class and the journals of its courses: lessons from that day on may be others.
 */
export interface TimetableChanged {
  type: 'timetable_changed';
  from_day: string;
}
/**
 * Fact for the child's guardians and the trusted person. `by`: who did it, if anybody.
 */
export interface TrustChanged {
  type: 'trust';
  trust: string;
  news: 'offered' | 'accepted' | 'opened' | 'changed' | 'grown' | 'more_refused' | 'taken_back' | 'ends_soon' | 'ended';
  by: string | null;
}
/**
 * Ephemera: sent without an offset to the present listeners.
 */
export interface Typing {
  type: 'typing';
  person: string;
}
/**
 * The first code of an app.
 */
export interface FactorCode {
  code: string;
}
/**
 * The password, if one has one; and a code if a second factor is set up already.
 */
export interface FactorToBegin {
  password?: string | null;
  code?: string | null;
}
/**
 * A secret for an app, shown this once: `key` to type, `uri` to open, and the same as a QR code.
 *
 * `qr` is the path of an SVG of `qr_size` modules each way.
 */
export interface FactorToSetUp {
  key: string;
  uri: string;
  qr: string;
  qr_size: number;
}
/**
 * Column of a table. `meaning` as `student.class`, or `-` for one that is not taken; of a doubtful one a guess.
 */
export interface FileColumn {
  heading: string;
  meaning: string;
  /**
   * Source of what a column means.
   */
  certainty: 'remembered' | 'sure' | 'doubtful' | 'unknown';
  examples: string[];
}
/**
 * Problem of a file in words, at `count` places: the first of their `lines`, none if it is the whole file's.
 *
 * `level` is error or warning. `file` is the name of the sheet where there are sheets.
 */
export interface FileProblem {
  code: string;
  level: string;
  file: string;
  column: string;
  lines: number[];
  count: number;
  ru: string;
  en: string;
}
/**
 * Remark about a file: the same about `count` lines, of which `lines` are the first.
 *
 * `code` is stable, `level` is error or warning. `rights`: access hangs on it. `left_out`: the lines are not applied.
 */
export interface FileRemark {
  code: string;
  level: string;
  file: string;
  column: string;
  count: number;
  lines: number[];
  rights: boolean;
  left_out: boolean;
  ru: string;
  en: string;
}
/**
 * Table of a file. `kind`: it lists students with their adults, or staff.
 */
export interface FileTable {
  name: string;
  kind: 'student' | 'staff';
  columns: FileColumn[];
}
/**
 * The message to forward: its chat and offset.
 */
export interface Forward {
  source: string;
  offset: number;
}
/**
 * An interest group as people see it who look for one.
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
 * Days without lessons of some grades: holidays, or a single day. `until_day` is exclusive, the grades are not.
 */
export interface FreeDays {
  title: string;
  from_day: string;
  until_day: string;
  grade_from: number;
  grade_until: number;
}
/**
 * Changes; omitted fields stay as they are.
 */
export interface GroupChange {
  title?: string | null;
  description?: string | null;
  posting?: ('all' | 'moderators') | null;
  openness?: ('public' | 'request' | 'invitation') | null;
}
/**
 * GroupInvitation of a school into another school's group.
 */
export interface GroupInvitation {
  group: string;
  title: string;
  description: string;
  school: SchoolRef;
  invited_by: PersonRef;
  accepted: boolean;
}
export interface GroupInvitationAnswer {
  accept: boolean;
}
export interface GroupInvitations {
  invitations: GroupInvitation[];
}
/**
 * Number of a guest's ticket: all that they are told. Its link comes by mail, to the address they gave.
 */
export interface GuestTicket {
  number: string;
}
/**
 * Messages found, the newest first. `more`: there are older ones.
 */
export interface Hits {
  messages: Message[];
  more: boolean;
}
/**
 * Hold on a chat, or on whatever a person wrote.
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
 * One span of office hours. `day` is 1 Monday … 7 Sunday; times are like 09:00, in the school's zone.
 */
export interface Hour {
  day: number;
  begins: string;
  ends: string;
}
/**
 * Office hours of the members who have set any, and the zone of the chat's school.
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
 * People of whom one confirmation is expected: the adults of a child, or one student, or one of the staff.
 */
export interface Household {
  /**
   * Group of a target's people that an announcement addresses.
   */
  addressed: 'families' | 'students' | 'staff';
  student: PersonRef | null;
  class: ClassRef | null;
  confirmed: boolean;
  people: Confirmation[];
}
/**
 * Meaning of a name of a file. `target` null: nobody, no room, or rows that are not wanted.
 *
 * `is_new`: the school lacks this subject or room, and it is made when the file is applied. An empty `name` is that of
 * lessons without a subject.
 */
export interface ImportAnswer {
  kind: 'class' | 'subject' | 'teacher' | 'room' | 'course';
  name: string;
  target?: string | null;
  is_new?: boolean;
}
export interface ImportAnswers {
  from_day: string;
  term?: number | null;
  /**
   * @maxItems 2000
   */
  answers: ImportAnswer[];
}
/**
 * Lesson of the file, or one that comes again with it, and another at the same time, and who or what both need:
 * nobody if whole classes meet.
 */
export interface ImportClash {
  kind: 'teacher' | 'room' | 'students';
  who: string[];
  row: ImportPlace;
  other: ImportPlace;
}
/**
 * Lesson of a course at a bell. `file` and `line` say where it is in the file: none if it stands in the school.
 */
export interface ImportPlace {
  course: string;
  weekday: number;
  number: number;
  file: string;
  line: number;
}
/**
 * Name of a file that has to be answered: `candidates`, best first, and how many `lines` wait for it.
 */
export interface ImportDoubt {
  kind: 'class' | 'subject' | 'teacher' | 'room' | 'course';
  name: string;
  written: string;
  candidates: Candidate[];
  lines: number;
}
/**
 * Names of one kind that the school has, for doubts of which none of the candidates is meant.
 */
export interface ImportNames {
  kind: 'class' | 'subject' | 'teacher' | 'room' | 'course';
  names: Candidate[];
}
/**
 * Preview of applying a file from a day on: rows of the pattern and lessons. `digest` names exactly this.
 *
 * `left_out` rows were answered not to be wanted, `waiting` ones wait for an answer, `over` ones end before the day,
 * and `twice` are lessons that a course has at that bell already. `asks_twice`: nothing, or less than four fifths of
 * what stands, would be left. Lessons hold until `until_day` (exclusive), the end of the reporting periods: there are
 * none if it is the day itself. With `misplaced` lessons it cannot be applied. `clashes` are the first of
 * `clash_count`.
 */
export interface ImportPreview {
  name: string;
  from_day: string;
  until_day: string;
  digest: string;
  doubts: ImportDoubt[];
  names: ImportNames[];
  read_names: ReadName[];
  new_courses: ImportedCourse[];
  new_rooms: string[];
  other_teachers: OtherTeachers[];
  twice: ImportPlace[];
  new: number;
  changed: number;
  gone: number;
  unchanged: number;
  over: number;
  left_out: number;
  waiting: number;
  of_another_school: boolean;
  asks_twice: boolean;
  misplaced: MisplacedRows[];
  clashes: ImportClash[];
  clash_count: number;
  lessons_added: number;
  lessons_dropped: number;
}
/**
 * Name of a file that was taken for the only one of the school that fits, in so many `lines`.
 */
export interface ReadName {
  kind: 'class' | 'subject' | 'teacher' | 'room' | 'course';
  written: string;
  name: string;
  lines: number;
}
/**
 * Course that the file has and the school lacks: it is made when the file is applied.
 *
 * `is_part`: of a subgroup, whose students nobody has chosen yet.
 */
export interface ImportedCourse {
  title: string;
  teachers: number;
  is_part: boolean;
}
/**
 * Course that has other teachers in the file; those who stand stay.
 */
export interface OtherTeachers {
  course: string;
  stands: string[];
  file: string[];
}
/**
 * Lessons of a file that cannot be: their class has no such bell, or no school then. `rows` are the first.
 */
export interface MisplacedRows {
  code: string;
  count: number;
  rows: ImportPlace[];
}
/**
 * `works`: the database answers, too. `since`: the process that answers works from then on. `now`: its clock.
 *
 * `is_empty`: there is no school yet, and a code is shown where the server was started. `school`: name of the only
 * one; None if there are several. `passwords`: a password may open something to somebody. `applications`: anybody may
 * apply for the connection of one more school.
 */
export interface InstallationStatus {
  works: boolean;
  since: string;
  now: string;
  is_empty: boolean;
  school: string | null;
  passwords: boolean;
  applications: boolean;
  carriers: OfferedCarriers;
}
/**
 * Carriers that this installation has beside the open page.
 */
export interface OfferedCarriers {
  push: boolean;
  mail: boolean;
  telephone: boolean;
}
/**
 * An invitation that shall be used with a passkey.
 */
export interface InvitationForPasskey {
  token?: string | null;
  code?: string | null;
  family: string;
}
/**
 * An invitation that shall be used by a portal.
 *
 * `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
 */
export interface InvitationForPortal {
  token?: string | null;
  code?: string | null;
  family: string;
  portal: string;
  second_code?: string | null;
  shared?: boolean;
}
/**
 * Token of an invitation, as it stands in a link.
 */
export interface InvitationToken {
  token: string;
}
/**
 * An invitation with the credential that its person signs in with from now on.
 *
 * `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
 */
export interface InvitationWithPasskey {
  token?: string | null;
  code?: string | null;
  family: string;
  credential: MadeCredential;
  second_code?: string | null;
  shared?: boolean;
}
/**
 * A credential as a device has just made it (WebAuthn's `AuthenticatorAttestationResponse`).
 */
export interface MadeCredential {
  id: string;
  client_data: string;
  attestation: string;
  /**
   * @maxItems 7
   */
  transports?: ('ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb')[];
}
/**
 * People as they stand after they were invited.
 *
 * `no_address`: those whom neither mail nor a message reaches, or not what was chosen. `left_out`: those whom the
 * caller sees and may not invite.
 */
export interface Invitations {
  people: InvitedPerson[];
  no_address: string[];
  left_out: string[];
}
/**
 * People to invite, or whose invitations end.
 */
export interface Invited {
  /**
   * @minItems 1
   * @maxItems 200
   */
  people: string[];
}
/**
 * A child whom an invited adult follows.
 */
export interface InvitedChild {
  given: string;
  class: string | null;
}
/**
 * People to whom slips are given, in this order, and the language of the slips.
 */
export interface InvitedOnPaper {
  /**
   * @minItems 1
   * @maxItems 200
   */
  people: string[];
  language?: 'ru' | 'en';
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
   * State of another school towards a group.
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
  deviation: LessonDeviation | null;
}
/**
 * Headings of a list of lessons whose columns were chosen.
 */
export interface KeptColumns {
  headings: string[];
}
/**
 * Modes of the ways for one kind. `needed`: at least one way must stay at once.
 */
export interface KindModes {
  kind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
  push: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  mail: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  webhook: 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
  needed: boolean;
}
/**
 * A change of one lesson; what is left out stays. `revision` is that of the lesson which is changed.
 *
 * `teachers` hold it instead of the course's own, with [] these hold it again. `course` is held instead of it, as a
 * lesson of its own; `instead` names what is held instead and is no lesson. With either it counts as cancelled.
 */
export interface LessonChange {
  lesson: string;
  revision: number;
  cancelled?: boolean | null;
  day?: string | null;
  number?: number | null;
  room?: string | null;
  teachers?: string[] | null;
  course?: string | null;
  instead?: string;
}
/**
 * Changes of lessons that belong together. `reason` is for the staff, `note` for the class.
 *
 * `word` says why lessons stay although they clash.
 */
export interface LessonChanges {
  /**
   * @minItems 1
   * @maxItems 200
   */
  changes: LessonChange[];
  reason?: string;
  note?: string;
  word?: string;
}
export interface LessonToCover {
  lesson: ChangedLesson;
  proposals: CoverProposal[];
}
/**
 * An adult who may be named again as one who follows a child.
 */
export interface LiftedRestriction {
  guardian: string;
}
export interface LinesRead {
  file: string;
  lines: number;
}
/**
 * Column of a list of lessons with some of its values, and what it was taken for; null: it is not read.
 *
 * `remembered`: as somebody said of a file with the same headings.
 */
export interface ListColumn {
  heading: string;
  meaning:
    | ('classes' | 'subgroup' | 'subject' | 'teachers' | 'room' | 'weekday' | 'number' | 'weeks' | 'from' | 'until')
    | null;
  remembered: boolean;
  examples: string[];
}
export interface ListedChild {
  id: string;
  name: Name;
  classes: ClassRef[];
}
/**
 * A person in a list. `roles` and `classes` hold now or are to come; roles of somebody who has left once held.
 */
export interface ListedPerson {
  id: string;
  name: Name;
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin')[];
  classes: ClassRef[];
  children: ListedChild[];
  typed: boolean;
  ended: boolean;
  signs_in: boolean;
}
/**
 * Address to which mails go. `confirmed`: by the person; before that, mails say that there is something, not what.
 *
 * `refused`: mail to it came back, and nothing more is sent.
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
  timetables: string[];
  second_factor: SecondFactorDue | null;
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
 * A second factor that a school asks for and that is not set up: until when one may go on without it.
 */
export interface SecondFactorDue {
  until: string;
  is_over: boolean;
}
/**
 * Preview of what a merge would join. `merge`: what to join it by, null for who only looks.
 *
 * `survivor` stays, with settings, password and second factor; `other` leads there. `problem`: the code of what is in
 * the way, null if nothing is. `needs_other_school`: an office of another school has to agree.
 */
export interface MergePreview {
  merge: string | null;
  survivor: MergeSide;
  other: MergeSide;
  problem: string | null;
  needs_other_school: boolean;
}
/**
 * One of the two, with what is theirs.
 *
 * `login`: the name of the sign-in, null without one. `elsewhere`: more is theirs at schools that the viewer does not
 * keep, and that is not said. `consents`: answers, confirmations and consents.
 */
export interface MergeSide {
  person: PersonRef;
  login: string | null;
  schools: SchoolRef[];
  roles: RoleAt[];
  children: MergedChild[];
  groups: string[];
  chats: number;
  consents: number;
  elsewhere: boolean;
}
export interface MergedChild {
  id: string;
  name: Name;
}
/**
 * A message and its earlier texts, the first one first, without the present one.
 */
export interface MessageHistory {
  message: Message;
  before: MessageRevision[];
}
/**
 * A page of messages. `more`: there are older ones; `newer`: there are newer ones.
 */
export interface Messages {
  messages: Message[];
  more: boolean;
  newer: boolean;
  position: StatePosition;
}
/**
 * Changes; omitted fields stay as they are.
 */
export interface MineChange {
  muted?: boolean | null;
  archived?: boolean | null;
  draft?: string | null;
}
/**
 * Terms of a trust from `opens_at` on, unless somebody of the family refuses. `by`: who said so.
 */
export interface MoreToCome {
  /**
   * Items: Service that somebody may be trusted with, of one child.
   */
  services: ('diary' | 'visits' | 'chat' | 'absence')[];
  until_day: string;
  opens_at: string;
  by: Name;
}
export interface MyChanges {
  share_seen: boolean;
}
/**
 * A text for me or for one of my children, with what I said to it.
 *
 * `present`: the version that is asked for; null if I am not asked any more. `is_due`: I have not answered that one.
 * `answered`: the version that I answered last, with when; `consent` is that answer.
 */
export interface MyConsent {
  text: string;
  school: SchoolRef;
  role: 'guardian' | 'staff';
  title: TextTitle;
  child: PersonRef | null;
  required: boolean;
  present: number | null;
  is_due: boolean;
  state: 'open' | 'given' | 'refused' | 'withdrawn';
  consent: string | null;
  answered: number | null;
  answered_at: string | null;
  withdrawn_at: string | null;
}
/**
 * Texts that I am asked for or have answered: what is due comes first, then what holds.
 */
export interface MyConsents {
  consents: MyConsent[];
}
/**
 * One sign-in on one device. `system` and `browser` are empty if unknown.
 *
 * `shared`: on a shared computer, which keeps nothing. `current`: it is the one that asks.
 */
export interface MyLogin {
  id: string;
  system: string;
  browser: string;
  started_at: string;
  seen_at: string;
  shared: boolean;
  current: boolean;
}
/**
 * Live sign-ins, the last seen first, and since when the password is what it is; null without one.
 */
export interface MyLogins {
  logins: MyLogin[];
  password_changed_at: string | null;
}
/**
 * A merge into oneself that can be undone until then.
 */
export interface MyMerge {
  merge: string;
  other: PersonRef;
  login: string | null;
  merged_at: string;
  undone_until: string;
}
export interface MyMerges {
  merges: MyMerge[];
}
/**
 * One passkey. `system` and `browser`, with which it was made, are empty if unknown.
 */
export interface MyPasskey {
  id: string;
  system: string;
  browser: string;
  made_at: string;
  used_at: string | null;
}
/**
 * Passkeys, the oldest first. `origin`: where pages may use them; null if they work nowhere here.
 *
 * `has_code`: whoever adds one shows a code of the second factor.
 */
export interface MyPasskeys {
  passkeys: MyPasskey[];
  has_password: boolean;
  has_code: boolean;
  origin: string | null;
}
/**
 * A portal that may let in who asks. `bound_at`: since when it does; null if it does not yet.
 */
export interface MyPortal {
  id: string;
  name: PortalName;
  away_since: string | null;
  bound_at: string | null;
  used_at: string | null;
}
/**
 * Portals of who asks. `has_password`, `has_code`: they are asked for before another one is connected.
 *
 * `here`: the portal at which this login began. `sign_out`: where that portal signs out as well, if it does.
 */
export interface MyPortals {
  portals: MyPortal[];
  has_password: boolean;
  has_code: boolean;
  here: string | null;
  sign_out: string | null;
}
/**
 * State of one's own: `set_at` is null if it is not set up. `required`: a school asks for it.
 *
 * `until`: when the time ends in which one may go on without. `codes_left`: recovery codes that are good.
 */
export interface MySecondFactor {
  has_password: boolean;
  set_at: string | null;
  codes_left: number;
  required: boolean;
  until: string | null;
}
/**
 * A child whom the text names, and how many people of other families would read it.
 */
export interface NamedChild {
  student: PersonRef;
  class: ClassRef | null;
  others: number;
}
export interface NamedRoles {
  /**
   * @maxItems 6
   */
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff')[];
}
export interface NamedSchool {
  id: string;
  name: string;
}
/**
 * Draft of an announcement.
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
 * An application for a school, with who applies and the address to which its mails go.
 *
 * `position`: at the school, in their own words. `language`: of the mails.
 */
export interface NewApplication {
  school: string;
  zone: string;
  applicant: string;
  position: string;
  email: string;
  telephone?: string | null;
  language?: 'ru' | 'en';
}
/**
 * An attendance entry. `revision` is the one the teacher saw, 0 for none.
 *
 * `confirmed`: the teacher means the absence although there is a mark in the lesson.
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
/**
 * Classes that have the schedule of that name: one class, or null for the whole school.
 */
export interface NewBellRule {
  schedule: string;
  class?: string | null;
  weekday?: number | null;
  day?: string | null;
}
export interface NewBellSchedule {
  name: string;
  /**
   * @maxItems 20
   */
  bells: NewBellTimes[];
}
export interface NewBellTimes {
  number: number;
  starts: string;
  ends: string;
  then?: 'plain' | 'dynamic' | 'breakfast' | 'lunch';
}
/**
 * Bells of a school anew, from a day on. `revision` is that of the bells which were changed; 0 for the first.
 *
 * `word` says why lessons stay that clash by these times; `confirmed`: lessons may be left without a bell.
 */
export interface NewBells {
  revision: number;
  from_day: string;
  /**
   * @maxItems 20
   */
  schedules: NewBellSchedule[];
  /**
   * @maxItems 2000
   */
  rules: NewBellRule[];
  word?: string;
  confirmed?: boolean;
}
/**
 * Rules of one day, all of them anew: none for a day like all others. `revision` is that of the present bells.
 *
 * `word` and `confirmed` are those of `NewBells`.
 */
export interface NewBellsOfDay {
  revision: number;
  day: string;
  /**
   * @maxItems 500
   */
  rules: NewRuleOfDay[];
  word?: string;
  confirmed?: boolean;
}
/**
 * Classes that have the schedule of that name on one day: one class, or null for the whole school.
 */
export interface NewRuleOfDay {
  schedule: string;
  class?: string | null;
}
export interface NewBlock {
  person: string;
  blocked: boolean;
}
/**
 * A browser's push registration, with the values of `PushSubscription.toJSON()`.
 */
export interface NewBrowser {
  url: string;
  p256dh: string;
  auth: string;
}
/**
 * The same answers with a name, and the mail address to which the code goes that shows the answer.
 */
export interface NewCase {
  /**
   * Part of somebody at the school, as they say.
   */
  who: 'guardian' | 'trusted' | 'student' | 'staff';
  /**
   * Trouble of somebody, as they see it.
   */
  sees: 'wrong' | 'no_child' | 'not_enough' | 'no_link' | 'white' | 'uninvited';
  child?: TypedChild | null;
  class?: string | null;
  language?: 'ru' | 'en';
  name: TypedName;
  address: string;
}
export interface TypedName {
  family: string;
  given: string;
  middle?: string;
}
/**
 * A class that somebody comes into, or leads, from a day on (today).
 *
 * A student leaves that day the class into which they were typed before.
 */
export interface NewClassRole {
  class: string;
  role: 'student' | 'class_teacher';
  from_day?: string | null;
}
export interface NewConsentText {
  required: boolean;
  ru: WrittenText;
  en?: WrittenText | null;
  role: 'guardian' | 'staff';
}
/**
 * A text in one language: plain, with its line breaks.
 */
export interface WrittenText {
  title: string;
  words: string;
}
/**
 * Decision on a report. `days`: how long the message's author only reads in that chat.
 */
export interface NewDecision {
  decision: 'nothing' | 'withdrawn' | 'silenced' | 'passed_on';
  note?: string;
  days?: number | null;
}
/**
 * A file that will be uploaded. `type` is what the device calls it, if it knows.
 */
export interface NewFile {
  name: string;
  size: number;
  type?: string;
}
export interface NewFreeDays {
  title: string;
  from_day: string;
  until_day: string;
  grade_from?: number;
  grade_until?: number;
}
/**
 * A new group. With an `openness` it is an interest group.
 */
export interface NewGroup {
  school: string;
  title: string;
  description?: string;
  /**
   * Members who may write in a group.
   */
  posting?: 'all' | 'moderators';
  openness?: ('public' | 'request' | 'invitation') | null;
  /**
   * @maxItems 200
   */
  members?: string[];
}
/**
 * An adult who follows a child from a day (today) until a day (exclusive). `diary`: they may read the diary.
 *
 * Of an adult who is named anew only what is said changes.
 */
export interface NewGuardian {
  guardian: string;
  relation: 'mother' | 'father' | 'guardian' | 'trusted' | 'other';
  diary?: boolean;
  from_day?: string | null;
  until_day?: string | null;
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
 * The complete new office hours; an empty list removes them.
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
/**
 * A single lesson. `teachers` hold it instead of the course's own.
 */
export interface NewLesson {
  course: string;
  day: string;
  number: number;
  room?: string | null;
  /**
   * @maxItems 10
   */
  teachers?: string[];
  reason?: string;
  note?: string;
  word?: string;
}
export interface NewMailbox {
  address: string;
}
/**
 * A new mark. `confirmed`: the teacher means it although the student is absent in the lesson.
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
 * A new message. With a `poll`, the text is its question.
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
  kind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
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
/**
 * The password as it is, none if there is none yet, and as it shall be.
 */
export interface NewPassword {
  current?: string | null;
  new: string;
}
/**
 * A lesson of a course at a bell of a weekday, in weeks `weeks` of a cycle of `cycle` weeks.
 *
 * `anchor` is a day of a first week of the cycle; without one the first week is that in which the year begins.
 * `from_day` and `until_day` are those of the change, if the row does not say its own.
 */
export interface NewPatternRow {
  course: string;
  weekday: number;
  number: number;
  room?: string | null;
  cycle?: number;
  /**
   * @minItems 1
   * @maxItems 4
   */
  weeks?: number[];
  anchor?: string | null;
  from_day?: string | null;
  until_day?: string | null;
}
export interface NewPeriod {
  title: string;
  from_day: string;
  until_day: string;
  grade_from?: number;
  grade_until?: number;
}
/**
 * A person with a first role, from a day on (today), and a student's class.
 *
 * `meant`: it is somebody else than the person of that name and role who is there.
 */
export interface NewPerson {
  family: string;
  given: string;
  middle?: string;
  email?: string | null;
  phone?: string | null;
  identifier?: string | null;
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin';
  from_day?: string | null;
  class?: string | null;
  meant?: boolean;
}
export interface NewPin {
  pinned: boolean;
}
/**
 * A portal to add. `issuer`: exactly as the portal calls itself. `everywhere`: for all schools.
 */
export interface NewPortal {
  name_ru: string;
  name_en: string;
  client_id: string;
  client_secret?: string | null;
  /**
   * @minItems 1
   * @maxItems 20
   */
  scopes?: string[];
  claims?: Claims2;
  /**
   * @minItems 1
   * @maxItems 7
   */
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin')[];
  contacts_verified?: boolean;
  matches?: boolean;
  is_on?: boolean;
  issuer: string;
  everywhere?: boolean;
}
/**
 * Names of the claims in which a portal tells what we read.
 */
export interface Claims2 {
  family?: string;
  given?: string;
  patronymic?: string;
  birth_day?: string;
  email?: string;
  phone?: string;
  snils?: string;
}
/**
 * A reaction; None takes it back.
 */
export interface NewReaction {
  reaction: ('thanks' | 'got_it' | 'will_be' | 'question') | null;
}
export interface NewReport {
  reason: 'insult' | 'threat' | 'contact' | 'indecent' | 'spam' | 'other';
  words?: string;
}
/**
 * A role from a day on, today if it is not said.
 */
export interface NewRole {
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin';
  from_day?: string | null;
}
/**
 * A room. `id` is that of a room which is there; without one it is new.
 */
export interface NewRoom {
  id?: string | null;
  building?: string;
  name: string;
}
/**
 * Rooms of a school, all of them. `revision` is that of the rooms which were changed; 0 for the first.
 */
export interface NewRooms {
  revision: number;
  /**
   * @maxItems 1000
   */
  rooms: NewRoom[];
}
export interface NewRule {
  /**
   * Rule that each school decides for itself.
   */
  rule:
    | 'staff_write_students'
    | 'students_write_each_other'
    | 'families_write_each_other'
    | 'groups_span_schools'
    | 'leavers_read_past';
  allowed: boolean;
}
/**
 * A message to send later. It has no files: those not sent within a day are deleted.
 */
export interface NewScheduledMessage {
  text: string;
  reply_to?: number | null;
  /**
   * @maxItems 50
   */
  mentions?: string[];
  at: string;
}
/**
 * A school with its first administrator: who leads it, or whom its head has appointed.
 */
export interface NewSchool {
  code: string;
  name: string;
  zone: string;
  administrator: PersonFields;
  role: 'leadership' | 'admin';
  password: string;
  shared?: boolean;
}
/**
 * Name and contacts of a person.
 */
export interface PersonFields {
  family: string;
  given: string;
  middle?: string;
  email?: string | null;
  phone?: string | null;
  identifier?: string | null;
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
   * Items: Group of a target's people that an announcement addresses.
   */
  city?: ('families' | 'students' | 'staff')[];
}
/**
 * Quiet times of a school. Without `quiet` it has no hours of its own.
 */
export interface NewSchoolQuiet {
  quiet: AskedQuiet | null;
  weekend?: boolean;
  /**
   * @maxItems 400
   */
  closed?: string[];
}
/**
 * The whole year anew. `revision` is that of the year which was changed; 0 for the first.
 */
export interface NewSchoolYear {
  revision: number;
  weekdays: number;
  /**
   * @maxItems 60
   */
  periods: NewPeriod[];
  /**
   * @maxItems 100
   */
  free: NewFreeDays[];
}
export interface NewSeen {
  offset: number;
}
/**
 * Days on which a teacher is away; `until_day` is exclusive. Only those who keep the timetable read the reason.
 */
export interface NewTeacherAbsence {
  teacher: string;
  from_day: string;
  until_day: string;
  reason?: string;
}
/**
 * Retention period of messages in one kind of chat; `days` null keeps them for ever.
 */
export interface NewTerm {
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  days: number | null;
}
/**
 * A new ticket. `language`: that of the mails about it.
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
 * Offer of a guardian to somebody, by family name and mobile. `until_day`: the first day without it.
 */
export interface NewTrust {
  student: string;
  family: string;
  phone: string;
  /**
   * @minItems 1
   * @maxItems 4
   *
   * Items: Service that somebody may be trusted with, of one child.
   */
  services: ('diary' | 'visits' | 'chat' | 'absence')[];
  until_day: string;
}
/**
 * Hours before a trust opens: of somebody new to the school, and of whom it knows.
 */
export interface NewTrustDelay {
  stranger_hours: number;
  known_hours: number;
}
/**
 * Way by which to tell oneself something.
 */
export interface NewTry {
  carrier?: 'push' | 'mail' | 'webhook';
}
/**
 * A vote: indexes of the options, from 0. An empty list takes the vote back.
 */
export interface NewVote {
  /**
   * @maxItems 10
   */
  choices: number[];
}
/**
 * Words to look for, replaced as a whole.
 */
export interface NewWords {
  /**
   * @maxItems 500
   */
  words: string[];
}
/**
 * A version after `after`, which its author has seen as the present one.
 */
export interface NextVersion {
  required: boolean;
  ru: WrittenText;
  en?: WrittenText | null;
  after: number;
}
/**
 * The empty answer: the action is done.
 */
export interface Nothing {}
/**
 * Settings of how one person is told.
 *
 * `zone`: IANA name; null: the school's. `quiet_for_all`: everybody is told only what is urgent then.
 * `digest_weekday`: Monday is 0. `push_key`: what a browser registers with (`applicationServerKey`). `mails`: this
 * server sends mail; `rings`: it also sends messages to this person's telephone. `works`: the ways that reach the
 * person now when no page is open; empty: only an open page tells anything.
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
 * Minutes of the day, from `begins` until before `ends`, which may be on the next day.
 */
export interface QuietTime {
  begins: number;
  ends: number;
}
/**
 * Office hours of one person. An empty list: they have set none.
 */
export interface OfficeHours {
  hours: Hour[];
  note: string;
}
export interface OneAnnouncement {
  announcement: Announcement;
}
/**
 * An application, as its applicant sees it.
 *
 * `email`: where the mails go. `reason`: why it was refused. `code_until`: from this moment on the code that was sent
 * opens nothing.
 */
export interface OneApplication {
  application: string;
  state: 'unconfirmed' | 'waiting' | 'refused' | 'code_sent' | 'connected';
  school: string;
  zone: string;
  email: string;
  made_at: string;
  confirmed_at: string | null;
  decided_at: string | null;
  reason: string | null;
  code_until: string | null;
}
export interface OneBrowser {
  browser: string;
}
export interface OneChat {
  chat: Chat;
}
export interface OneClass {
  class: RegisteredClass;
}
/**
 * Class in the register. `profile` is that of its curriculum, from year 10 on; empty if none is said.
 */
export interface RegisteredClass {
  id: string;
  name: string;
  grade: number | null;
  profile: string;
  typed: boolean;
  revision: number;
  ended: boolean;
  students: number;
  teachers: PersonRef[];
}
/**
 * A text with its versions, the newest first, at most 50, and of a text for guardians the answers by class.
 */
export interface OneConsentText {
  text: ConsentText;
  versions: VersionHead[];
  classes: ClassCounts[];
}
export interface OneCourse {
  course: TaughtCourse;
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
export interface OneScheduledMessage {
  message: ScheduledMessage;
}
/**
 * A message that waits for its time. `refused` is the code of the refusal if it could not be sent then.
 */
export interface ScheduledMessage {
  id: string;
  chat: string;
  text: string;
  at: string;
  refused: string | null;
}
export interface OneSchoolEvent {
  event: SchoolEvent;
}
/**
 * A school event as one person sees it. `changes`: they may change it; `chat`: its chat, if they are in it.
 *
 * `capacity`: how many participants can go; null: any number. `city`: who may come from all schools. Times of day are
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
   * Items: Group of a target's people that an announcement addresses.
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
 * A place that the reader may answer for. `answering`: as what.
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
   * Capacity in which somebody answers for a participant.
   */
  answering: 'guardian' | 'student' | 'staff' | 'organiser';
}
export interface OneTicket {
  ticket: Ticket;
}
/**
 * A ticket with its entries; the first one is what was asked.
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
 * Something said or done, and the status with it. `by` null: a guest, or whoever has the link of the mail.
 */
export interface TicketEntry {
  at: string;
  by: PersonRef | null;
  of_school: boolean;
  status: 'new' | 'in_work' | 'answered' | 'closed';
  text: string;
}
/**
 * A trust. `until_day` is the first day without it.
 *
 * `giver` and `child` are shortened for who has not accepted it. `name`: of the trusted person, once accepted;
 * `phone` as it was typed, and masked for the trusted person. `delay_hours`: between acceptance and opening.
 * `may`: what the reader may do now. `mine`: the reader is the trusted person.
 */
export interface OneTrust {
  id: string;
  school: string;
  zone: string;
  student: string;
  child: Name;
  class: ClassRef | null;
  giver: Name;
  relation: string;
  family: string;
  phone: string;
  name: Name | null;
  /**
   * Items: Service that somebody may be trusted with, of one child.
   */
  services: ('diary' | 'visits' | 'chat' | 'absence')[];
  until_day: string;
  stage: 'offered' | 'waiting' | 'open' | 'ended';
  offered_at: string;
  expires_at: string;
  accepted_at: string | null;
  opens_at: string | null;
  delay_hours: number;
  more: MoreToCome | null;
  ended_at: string | null;
  ended_by: Name | null;
  ending: ('withdrawn' | 'declined' | 'refused' | 'ended' | 'expired' | 'over' | 'lost') | null;
  ends_soon: boolean;
  told: Relative[];
  may: ('accept' | 'end' | 'change' | 'refuse_more' | 'take_back')[];
  given: boolean;
  mine: boolean;
}
/**
 * Member of a child's family.
 */
export interface Relative {
  person: PersonRef;
  relation: string;
}
/**
 * A lesson from which a child is absent.
 */
export interface OpenAbsence {
  lesson: AtLesson;
  starts_at: string | null;
  ends_at: string | null;
  noted_at: string;
}
/**
 * Something that one has to act on and has not. `path`: the page that tells more.
 *
 * An absence has the child (null: the reader), the lessons, and the class teacher, to whom one may answer. An urgent
 * notice has its title.
 */
export interface OpenAlarm {
  notice: string;
  kind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
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
   * Audience of a class's chat.
   */
  audience: 'families' | 'students';
}
/**
 * An invitation that is good: the school, and whom it is for.
 *
 * Initials, and the class, until the family name was typed; then the name, the children, whether the person has a
 * sign-in, and its name, or the one that is free for them now; and what is asked besides (`second_factor`): a code, or
 * a passkey that this invitation cannot stand for. `student`: initials of a student whom the adult follows.
 * `takes_password`: they may choose a password; false where these are off for all that they are.
 */
export interface OpenInvitation {
  school: string;
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
  initials: string;
  student: string | null;
  class: string | null;
  name: Name | null;
  children: InvitedChild[];
  has_account: boolean;
  login: string | null;
  second_factor: ('code' | 'passkey') | null;
  takes_password: boolean;
}
/**
 * A portal at the sign-in. `away_since`: it does not answer.
 */
export interface OpenPortal {
  id: string;
  name: PortalName;
  away_since: string | null;
}
export interface OpenPortals {
  portals: OpenPortal[];
}
/**
 * A case that begins: its number, and the last day on which it is kept.
 */
export interface OpenedCase {
  case: string;
  last_day: string;
}
/**
 * The password, if one has one, and a code: of the second factor as it is, or a recovery code.
 */
export interface OwnFactor {
  password?: string | null;
  code: string;
}
/**
 * One's number as the school has it, if it is one. `codes`: a message with a code can be sent there.
 */
export interface OwnTelephone {
  number: string | null;
  confirmed: boolean;
  codes: boolean;
}
/**
 * A code that came to one's own telephone.
 */
export interface OwnTelephoneCode {
  code: string;
}
/**
 * Much of a table, or of one role in it, that would not be in force any more.
 */
export interface PartEnded {
  table: string;
  role: string;
  ended: number;
  stored: number;
}
/**
 * Roles of a school whose people sign in without a password.
 */
export interface PasswordsOff {
  /**
   * @maxItems 7
   */
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'staff' | 'leadership' | 'admin')[];
}
/**
 * Rows that hold on a day or later, and the school's courses.
 */
export interface Pattern {
  rows: SaidPatternRow[];
  courses: TaughtCourse[];
}
/**
 * Row of the pattern. `room` is null where none is said; `word` says why it stands although it clashes.
 */
export interface SaidPatternRow {
  id: string;
  course: string;
  weekday: number;
  number: number;
  room: string | null;
  cycle: number;
  weeks: number[];
  anchor: string;
  from_day: string;
  until_day: string;
  word: string;
}
/**
 * Changes of the pattern from a day on: rows that end, and rows that begin and hold until `until_day` (exclusive).
 *
 * Without `until_day` they hold until the end of the school year. `word` says why rows stay although they clash.
 */
export interface PatternChange {
  from_day: string;
  until_day?: string | null;
  /**
   * @maxItems 5000
   */
  end?: string[];
  /**
   * @maxItems 5000
   */
  add?: NewPatternRow[];
  word?: string;
}
/**
 * Outcome of a change: the new rows (none in a check), lessons added, dropped and changed, and those kept.
 */
export interface PatternChanged {
  rows: SaidPatternRow[];
  clashes: PatternClash[];
  added: number;
  dropped: number;
  changed: number;
  kept: DayLesson[];
}
/**
 * Two lessons at one time. `add` is the place of the new row in the request.
 *
 * The other is of a row: `other` is the id of one that stands, `other_add` the place of another new one. Or it is
 * `lesson`, which stands apart from the pattern: single, changed by hand, or kept. Where `add` is null, the row
 * `other` would give lessons again, since one that had their place ends, and one of them meets `lesson`. `kind` says
 * whom or what both need: `who` are ids of teachers, of the room, or of students; empty where whole classes meet.
 */
export interface PatternClash {
  kind: 'teacher' | 'room' | 'students';
  add: number | null;
  other: string | null;
  other_add: number | null;
  lesson: DayLesson | null;
  who: string[];
}
/**
 * File, or files of one set, that was brought. While it is under way, `stage` says how far it is, with `done` of
 * `total` rows; while it is read `total` is 0, and `done` are the rows read so far. `is_stale`: the school changed
 * since the last report, which is a new one.
 */
export interface PeopleFile {
  id: string;
  names: string[];
  /**
   * State of a file that was brought.
   */
  state: 'gathering' | 'reading' | 'refused' | 'ready' | 'applying' | 'applied' | 'broken';
  stage: ('waiting' | 'reading' | 'matching' | 'comparing' | 'applying') | null;
  done: number;
  total: number;
  is_stale: boolean;
  brought_at: string;
  report: PeopleReport | null;
}
/**
 * Report on a file: what it is, what was read, what applying it would do. `digest` names exactly this.
 *
 * `total` changes; with errors there are none. `ends_much`: it has to be confirmed; `lifts`: adults who would follow
 * a child again, which has to be said apart. `proposed`: pairs that it has named to the office as one human,
 * once it is applied. Remarks are in their order: errors, then what touches rights.
 */
export interface PeopleReport {
  format: string | null;
  read: LinesRead[];
  tables: FileTable[];
  changes: TableChanges[];
  rights: RightsChange[];
  remarks: FileRemark[];
  errors: number;
  warnings: number;
  ends_much: PartEnded[];
  lifts: number;
  total: number;
  digest: string;
  proposed: number;
}
/**
 * Changes of the rows of one kind, with at most three examples.
 */
export interface TableChanges {
  table: string;
  added: number;
  changed: number;
  ended: number;
  returned: number;
  examples: string[];
}
/**
 * Change of rights of one kind (and `role`, where it is one): of how many, and the first of them by name.
 */
export interface RightsChange {
  /**
   * Kind of a change of who may see a child, or do something in the school.
   */
  kind: 'lifted' | 'like_restricted' | 'sees_no_more' | 'role_taken' | 'role_given' | 'restricted' | 'sees';
  role: string;
  count: number;
  people: string[];
}
/**
 * Files of a school: the one that waits, or is the last that was applied, and those applied before.
 */
export interface PeopleFiles {
  waiting: PeopleFile | null;
  applied: AppliedFile[];
}
/**
 * Part of a list, by name. `found` counts all of it; the next part comes `after` the last person of this one.
 */
export interface PeoplePage {
  people: ListedPerson[];
  found: number;
  more: boolean;
}
/**
 * A class that somebody is in as a student, or leads as its class teacher.
 */
export interface PersonClass {
  from_day: string | null;
  until_day: string | null;
  /**
   * Place of today among the days on which something holds.
   */
  standing: 'now' | 'to_come' | 'ended';
  typed: boolean | null;
  given: boolean;
  class: ClassRef;
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
}
/**
 * The other person of a guardianship, with the classes they are in. `diary`: the adult may read the child's diary.
 *
 * `restricted`: the adult must not follow the child, whatever else is said; if `typed`, by the school itself.
 * `like_restricted`: a guardian is called like an adult who must not follow the child.
 */
export interface PersonRelative {
  from_day: string | null;
  until_day: string | null;
  /**
   * Place of today among the days on which something holds.
   */
  standing: 'now' | 'to_come' | 'ended';
  typed: boolean | null;
  given: boolean;
  person: PersonRef;
  classes: ClassRef[];
  relation: string;
  diary: boolean;
  restricted: boolean;
  like_restricted: boolean;
}
export interface PersonRole {
  from_day: string | null;
  until_day: string | null;
  /**
   * Place of today among the days on which something holds.
   */
  standing: 'now' | 'to_come' | 'ended';
  typed: boolean | null;
  given: boolean;
  role: 'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin';
}
export interface Pins {
  pinned: number[];
}
/**
 * Address where the browser goes now. It comes back by itself, within ten minutes.
 */
export interface PortalAddress {
  address: string;
}
/**
 * A portal to sign in by. `next`: a path of ours to go to then. `shared`: on a shared computer.
 */
export interface PortalSignIn {
  portal: string;
  next?: string;
  shared?: boolean;
}
/**
 * A portal as who keeps it sees it; its secret is shown to nobody.
 *
 * `everywhere`: for all schools. The three addresses are to be registered at the portal. `away_since`: it does not
 * answer. `changed_subjects_at`: since then people come by other names than before, as after a change of the client.
 */
export interface PortalState {
  id: string;
  name: PortalName;
  issuer: string;
  client_id: string;
  has_secret: boolean;
  scopes: string[];
  claims: ClaimNames;
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin')[];
  everywhere: boolean;
  contacts_verified: boolean;
  matches: boolean;
  is_on: boolean;
  away_since: string | null;
  changed_subjects_at: string | null;
  redirect_uri: string;
  logout_uri: string;
  after_logout_uri: string;
}
/**
 * A school's portals. `passwords_off`: roles whose people sign in without a password.
 *
 * `may_everywhere`: who asks may keep portals for all schools.
 */
export interface PortalsOfSchool {
  portals: PortalState[];
  passwords_off: (
    'student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff' | 'leadership' | 'admin'
  )[];
  may_everywhere: boolean;
}
export interface PostedMarks {
  marks: Mark[];
}
/**
 * The password of who asks, if they have one, and a code of their second factor, if they have that.
 */
export interface PresentPassword {
  password?: string | null;
  code?: string | null;
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
    | 'activation_code_wrong'
    | 'already_given'
    | 'already_sent'
    | 'answers_closed'
    | 'application_code_wrong'
    | 'application_decided'
    | 'application_does_not_open'
    | 'application_unconfirmed'
    | 'applications_full'
    | 'audience_changed'
    | 'bad_request'
    | 'bell_ends_first'
    | 'bell_number_twice'
    | 'bell_rule_twice'
    | 'bell_schedule_twice'
    | 'bells_in_the_past'
    | 'bells_overlap'
    | 'break_too_short'
    | 'cannot_block'
    | 'case_act_unfit'
    | 'case_closed'
    | 'case_does_not_open'
    | 'chat_not_left'
    | 'class_again'
    | 'class_has_courses'
    | 'code_of_another_school'
    | 'consent_not_in_force'
    | 'consent_text_changed'
    | 'consent_text_ended'
    | 'control_characters'
    | 'days_end_first'
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
    | 'file_not_read'
    | 'file_not_ready'
    | 'file_too_large'
    | 'forbidden'
    | 'foreign_origin'
    | 'grades_end_first'
    | 'guardian_restricted'
    | 'headers_too_large'
    | 'idempotency_key_reused'
    | 'import_ends_much'
    | 'import_has_doubts'
    | 'import_lifts_restriction'
    | 'import_not_ready'
    | 'import_removes_much'
    | 'import_term_missing'
    | 'import_under_way'
    | 'invitation_does_not_open'
    | 'invitation_expired'
    | 'invitation_replaced'
    | 'invitation_used'
    | 'last_keeper'
    | 'last_owner'
    | 'leadership_only'
    | 'lesson_cancelled'
    | 'lesson_has_marks'
    | 'lesson_in_future'
    | 'lesson_is_there'
    | 'lesson_not_begun'
    | 'lesson_not_covered'
    | 'lesson_not_in_course'
    | 'lessons_in_the_way'
    | 'lessons_without_bell'
    | 'link_expired'
    | 'mark_outside_scale'
    | 'mark_withdrawn'
    | 'may_not_announce_to'
    | 'may_not_bring'
    | 'may_not_write_to'
    | 'merge_chained'
    | 'merge_child_and_adult'
    | 'merge_different_people'
    | 'merge_needs_another'
    | 'merge_needs_both_schools'
    | 'merge_over'
    | 'merge_restricted'
    | 'merge_same'
    | 'merge_second_factor'
    | 'message_withdrawn'
    | 'method_not_allowed'
    | 'mode_not_allowed'
    | 'names_children'
    | 'no_admin_by_portal'
    | 'no_invitations_by_mail'
    | 'no_invitations_by_message'
    | 'no_mail'
    | 'no_marks_in_year_one'
    | 'no_poll'
    | 'no_profile'
    | 'no_school_day'
    | 'no_such_bell'
    | 'no_way'
    | 'nobody_addressed'
    | 'nobody_safeguards'
    | 'nobody_to_invite'
    | 'not_found'
    | 'not_in_class'
    | 'not_in_the_future'
    | 'not_matched'
    | 'not_sent'
    | 'not_your_message'
    | 'nothing_to_confirm'
    | 'nothing_to_end'
    | 'of_a_roster'
    | 'own_code_wrong'
    | 'packed_too_tight'
    | 'passkey_failed'
    | 'password_guessable'
    | 'password_length'
    | 'password_off'
    | 'periods_overlap'
    | 'person_again'
    | 'phone_incomplete'
    | 'poll_closed'
    | 'portal_away'
    | 'portal_changed'
    | 'portal_failed'
    | 'portal_taken'
    | 'reminded_lately'
    | 'report_closed'
    | 'role_missing'
    | 'room_twice'
    | 'scanner_away'
    | 'schools_do_not_allow'
    | 'second_factor_needed'
    | 'second_factor_required'
    | 'second_factor_wrong'
    | 'service_not_yours'
    | 'set_is_full'
    | 'several_people'
    | 'sign_in_again'
    | 'sign_in_failed'
    | 'sign_in_required'
    | 'stale'
    | 'student_not_in_course'
    | 'teacher_away'
    | 'telephone_code_wrong'
    | 'ticket_closed'
    | 'ticket_full'
    | 'timetable_clash'
    | 'timetable_in_the_past'
    | 'too_large'
    | 'too_many_attempts'
    | 'too_many_bytes'
    | 'too_many_codes'
    | 'too_many_consent_texts'
    | 'too_many_later_messages'
    | 'too_many_letters'
    | 'too_many_members'
    | 'too_many_messages'
    | 'too_many_passkeys'
    | 'too_many_pins'
    | 'too_many_pixels'
    | 'too_many_tickets'
    | 'too_many_trusts'
    | 'too_many_uploads'
    | 'too_many_waiting'
    | 'trust_ended'
    | 'trust_in_yourself'
    | 'trust_not_open'
    | 'trust_too_long'
    | 'trust_too_short'
    | 'unavailable'
    | 'unknown_bell_schedule'
    | 'unknown_file'
    | 'unknown_mark_kind'
    | 'unknown_mention'
    | 'unknown_push_service'
    | 'unknown_reply'
    | 'unknown_zone'
    | 'unsupported_type'
    | 'upload_busy'
    | 'wrong_offset'
    | 'wrong_password';
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
 * Preview of whom it would reach now. `digest` stands for exactly these people and reasons: sending names it.
 *
 * `joined` and `left` compare with the author's last announcement to the same audience; null: there was none. At most
 * 1,000 `recipients` are listed, the counts are of all. `urgent_lately`: how many urgent announcements the author has
 * sent in this school in the last 30 days.
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
 * File of a timetable that was read, by its `name`. `file` is null if it cannot be applied; else it waits.
 *
 * `problems` are groups, errors first; `errors` and `warnings` how many problems there are. Of a list of lessons
 * `columns` are all columns, `missing` what none of them was taken for and has to be chosen.
 */
export interface ReadFile {
  file: string | null;
  name: string;
  lessons: number;
  terms: string[];
  columns: ListColumn[];
  /**
   * Items: Says what a column of a list is for.
   */
  missing: (
    'classes' | 'subgroup' | 'subject' | 'teachers' | 'room' | 'weekday' | 'number' | 'weeks' | 'from' | 'until'
  )[];
  errors: number;
  warnings: number;
  problems: FileProblem[];
}
/**
 * Confirmations of an announcement by household. `told`: number of people by how they have been told.
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
 * Codes for emergencies, each for one use, shown this once. Those of before are dead.
 */
export interface RecoveryCodes {
  codes: string[];
}
export interface RegisteredClasses {
  classes: RegisteredClass[];
}
/**
 * Entry of a person in the register of a school: what holds, what is to come and what was.
 *
 * `typed`: the school typed the person itself, and may correct names and contacts. `ended`: gone from all schools.
 */
export interface RegisteredPerson {
  id: string;
  name: Name;
  email: string | null;
  phone: string | null;
  identifier: string | null;
  typed: boolean;
  revision: number;
  ended: boolean;
  signs_in: boolean;
  roles: PersonRole[];
  classes: PersonClass[];
  guardians: PersonRelative[];
  children: PersonRelative[];
}
/**
 * A report in the queue, without anybody's words. `word`: the word of the school's list by which it was found.
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
 * Receipt for the person who reported: it was taken down. What becomes of it is not told in detail.
 */
export interface Reported {
  report: string;
}
/**
 * Page of reports, newest first: those under way or, if asked for, those that are closed.
 */
export interface Reports {
  reports: ReportLine[];
  more: boolean;
}
/**
 * An adult who must not follow a child from now on, and what they are to the child.
 */
export interface Restriction {
  guardian: string;
  relation: 'mother' | 'father' | 'guardian' | 'trusted' | 'other';
}
/**
 * A new role; None removes the member from the group.
 */
export interface RoleChange {
  role: ('owner' | 'moderator' | 'member') | null;
}
/**
 * Room of a school. `building` is empty where a school has one.
 */
export interface Room {
  id: string;
  building: string;
  name: string;
}
export interface Rooms {
  revision: number;
  rooms: Room[];
}
export interface RuleState {
  /**
   * Rule that each school decides for itself.
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
/**
 * Answer to a version of a text, for a child or for oneself.
 */
export interface SaidConsent {
  text: string;
  version: number;
  student?: string | null;
  agreed: boolean;
}
export interface ScheduledMessages {
  messages: ScheduledMessage[];
}
/**
 * A case as the school sees it.
 *
 * `shown`: what who asks was told. `portal`: where they have signed in, and which says what they are compared by; else
 * they have confirmed the address. `acts`: what the viewer may do to end it.
 */
export interface SchoolCase {
  case: string;
  /**
   * Part of somebody at the school, as they say.
   */
  who: 'guardian' | 'trusted' | 'student' | 'staff';
  name: Name;
  child: Name | null;
  class: string | null;
  /**
   * The one reason why somebody does not get in.
   */
  cause:
    | 'contact'
    | 'letter'
    | 'patronymic'
    | 'latin'
    | 'second'
    | 'ended'
    | 'restricted'
    | 'waiting'
    | 'used'
    | 'missing'
    | 'old_link'
    | 'uninvited'
    | 'shared'
    | 'network'
    | 'fine'
    | 'stranger';
  asked_at: string | null;
  outcome: string | null;
  /**
   * Trouble of somebody, as they see it.
   */
  sees: 'wrong' | 'no_child' | 'not_enough' | 'no_link' | 'white' | 'uninvited';
  /**
   * The one reason why somebody does not get in.
   */
  shown:
    | 'contact'
    | 'letter'
    | 'patronymic'
    | 'latin'
    | 'second'
    | 'ended'
    | 'restricted'
    | 'waiting'
    | 'used'
    | 'missing'
    | 'old_link'
    | 'uninvited'
    | 'shared'
    | 'network'
    | 'fine'
    | 'stranger';
  address: string | null;
  portal: PortalName | null;
  person: PersonRef | null;
  student: PersonRef | null;
  other: PersonRef | null;
  day: string | null;
  fields: ComparedField[];
  acts: ('correct' | 'invite' | 'confirm' | 'close')[];
}
/**
 * Page of school events, nearest first.
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
 * A merge as an office sees it: it waits for a second person, or was made and can be undone until then.
 *
 * `proposed_by`: null for an import, which only names the two. `mine`: the viewer has proposed it. `may_propose`: the
 * viewer may be the first person to say what an import supposes; `may_confirm`: the second.
 */
export interface SchoolMerge {
  merge: string;
  survivor: PersonRef;
  other: PersonRef;
  proposed_by: PersonRef | null;
  proposed_at: string;
  merged_at: string | null;
  undone_until: string | null;
  mine: boolean;
  may_propose: boolean;
  may_confirm: boolean;
}
export interface SchoolMerges {
  merges: SchoolMerge[];
}
/**
 * Times when a school tells only what is urgent: a time of the day, weekends, days without school.
 *
 * `quiet_until`: it is quiet now, by these rules or by the one for everybody, until then.
 */
export interface SchoolQuiet {
  quiet: QuietTime | null;
  weekend: boolean;
  closed: string[];
  quiet_until: string | null;
}
/**
 * The year as a school says it. `revision` 0: it has said nothing, and its rosters' periods count.
 */
export interface SchoolYear {
  revision: number;
  weekdays: number;
  periods: Period[];
  free: FreeDays[];
}
/**
 * State of somebody else's: whether they show one, and whether the caller may remove it.
 */
export interface SecondFactorOf {
  has: boolean;
  required: boolean;
  removable: boolean;
}
/**
 * Roles that the school has named, and those from whom it always is asked.
 */
export interface SecondFactorRoles {
  roles: ('student' | 'guardian' | 'trusted' | 'teacher' | 'class_teacher' | 'staff')[];
  always: ('leadership' | 'admin')[];
}
export interface Seen {
  seen: number;
}
/**
 * Request to send a draft. `digest` is that of the proof that was looked at. `at`: not now, but then.
 */
export interface Sending {
  revision: number;
  digest: string;
  keep_names?: boolean;
  at?: string | null;
}
/**
 * Secret that the link to the applicant's page ends in; the mail has it as well.
 */
export interface SentApplication {
  token: string;
}
/**
 * People to invite by what reaches each of them, or all by `medium`.
 */
export interface SentInvitations {
  /**
   * @minItems 1
   * @maxItems 200
   */
  people: string[];
  medium?: ('mail' | 'message') | null;
}
export interface SetUp {
  steps: StepState[];
  classes: ClassSetUp[];
}
/**
 * State of a step. `missing`: classes for which it is not done; none for a step of the whole school.
 */
export interface StepState {
  /**
   * Step of a school's set-up, in the order in which they are done.
   */
  step: 'school' | 'bells' | 'staff' | 'classes' | 'students' | 'rooms' | 'courses' | 'timetable';
  done: boolean;
  missing: ClassRef[];
}
/**
 * An invitation by the token of its link, or by its code with the family name of whom it is for.
 *
 * With the family name it says more.
 */
export interface ShownInvitation {
  token?: string | null;
  code?: string | null;
  family?: string | null;
}
/**
 * Text of a notice on a lock screen: its kind, and nothing about anybody. `path`: the page that tells more.
 *
 * `act`: label of the button that says that one knows of it; null: nobody waits for that.
 */
export interface ShownNotice {
  kind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
  title: string;
  path: string;
  urgent: boolean;
  act: string | null;
}
/**
 * The other sign-in, as one would sign in with it: `login` also by mail address or telephone number.
 *
 * `code`: of a second factor. `person`: which of several.
 */
export interface ShownSignIn {
  login: string;
  password: string;
  code?: string | null;
  person?: string | null;
}
/**
 * Act of the school that ends a case.
 *
 * `correct`: the record, as the person says it; `invite`: a new invitation to their address; `confirm`: the relation
 * to the child; `close`: nothing is done here.
 */
export interface SolvedCase {
  act: 'correct' | 'invite' | 'confirm' | 'close';
  relation?: 'mother' | 'father' | 'guardian' | 'trusted' | 'other';
  person?: string | null;
}
/**
 * Staff of a school, by name.
 */
export interface StaffSignIns {
  people: InvitedPerson[];
}
/**
 * Days on which a teacher is away; `until_day` is exclusive.
 */
export interface TeacherAbsence {
  id: string;
  teacher: PersonRef;
  from_day: string;
  until_day: string;
  reason: string;
}
export interface TeacherAbsences {
  absences: TeacherAbsence[];
}
/**
 * Lessons of a teacher, by id, in the order of their times.
 */
export interface TeacherTimetable {
  teacher: PersonRef;
  lessons: string[];
}
export interface Teachers {
  teachers: PersonRef[];
}
/**
 * A code that came to a telephone, with what was typed to ask for it.
 */
export interface TelephoneCode {
  code: string;
  login: string;
}
/**
 * Retention period of messages in chats of this kind; `days` null keeps them for ever.
 */
export interface Term {
  kind: 'private' | 'supervised' | 'class' | 'group' | 'interest' | 'event';
  days: number | null;
}
export interface Terms {
  terms: Term[];
}
/**
 * A ticket in a list. `number` is for people; each school counts its own. `writer` null: a guest.
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
 * Schools to which one can write without a sign-in. `mails`: this server sends mail; otherwise only the phone
 * reaches one.
 */
export interface TicketSchools {
  schools: NamedSchool[];
  mails: boolean;
}
export interface Tickets {
  tickets: TicketLine[];
  more: boolean;
}
/**
 * Lessons of one week, in the order of their times.
 */
export interface Timetable {
  week: string;
  zone: string;
  lessons: TimetableLesson[];
}
/**
 * Lesson in a timetable. `class`: the one whose bells it has; empty if nobody knows. Who covers stands first.
 *
 * `deviation` is null for a lesson that is as the pattern says.
 */
export interface TimetableLesson {
  id: string;
  course: string;
  title: string;
  subject: string;
  class: string;
  day: string;
  number: number;
  starts_at: string | null;
  ends_at: string | null;
  room: string;
  teachers: PersonRef[];
  cancelled: boolean;
  revision: number;
  deviation: LessonDeviation | null;
}
/**
 * Files of a school's timetable: the one that waits to be applied.
 */
export interface TimetableFiles {
  waiting: ReadFile | null;
}
/**
 * One week of all classes of a school, by year and name. A lesson stands once, however many classes are in it.
 */
export interface TimetablesOfClasses {
  week: string;
  zone: string;
  lessons: TimetableLesson[];
  classes: ClassTimetable[];
}
/**
 * One week of all teachers of a school, by name. A lesson stands once, however many teachers hold it.
 */
export interface TimetablesOfTeachers {
  week: string;
  zone: string;
  lessons: TimetableLesson[];
  teachers: TeacherTimetable[];
}
/**
 * Lessons that an absent teacher would hold, in the order of their times.
 */
export interface ToCover {
  absence: TeacherAbsence;
  lessons: LessonToCover[];
}
export interface Token {
  token: string;
}
/**
 * A notice and what became of it.
 *
 * `why` it was not told otherwise: `live`, `seen`, `off`, `no_way`, `ended`, `overtaken` by something later.
 */
export interface Told {
  id: string;
  kind:
    | 'mark'
    | 'absence'
    | 'attendance'
    | 'message'
    | 'mention'
    | 'announcement'
    | 'school_event'
    | 'timetable'
    | 'new_timetable'
    | 'trust'
    | 'unanswered';
  published_at: string;
  state: 'waiting' | 'gathered' | 'handed_on' | 'dropped';
  why: string | null;
  held_until: string | null;
  acted_at: string | null;
  ways: DeliveryState[];
}
/**
 * Page of notices, newest first.
 */
export interface ToldOf {
  notices: Told[];
  more: boolean;
}
/**
 * Moment when people who are away will be told. `quiet_until` null: at once.
 */
export interface ToldWhen {
  quiet_until: string | null;
}
export interface TrustDelay {
  stranger_hours: number;
  known_hours: number;
}
/**
 * A child for whom the reader may trust somebody: with what, and who of the family will be told.
 */
export interface TrustingChild {
  child: PersonRef;
  class: ClassRef | null;
  school: string;
  /**
   * Items: Service that somebody may be trusted with, of one child.
   */
  services: ('diary' | 'visits' | 'chat' | 'absence')[];
  told: Relative[];
  today: string;
  latest_day: string;
  stranger_hours: number;
  known_hours: number;
}
/**
 * Trusts of one's children and those in oneself, those that hold first, each newest first.
 */
export interface Trusts {
  trusts: OneTrust[];
  children: TrustingChild[];
}
/**
 * An activation code as it was typed.
 */
export interface TypedCode {
  code: string;
}
/**
 * State of an upload. `ready`: it can be sent along; then `file` says what it has become.
 */
export interface Upload {
  file: Attached;
  offset: number;
  ready: boolean;
}
/**
 * Signature of a device, made with a credential (WebAuthn's `AuthenticatorAssertionResponse`).
 *
 * `code`: of a second factor, for a device that asks for nothing itself. `shared`: on a shared computer.
 */
export interface UsedCredential {
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
  user_handle?: string | null;
  code?: string | null;
  shared?: boolean;
}
/**
 * An invitation with the password that its person chooses.
 *
 * `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
 */
export interface UsedInvitation {
  token?: string | null;
  code?: string | null;
  family: string;
  password: string;
  second_code?: string | null;
  shared?: boolean;
}
export interface WatchedWords {
  words: string[];
}
/**
 * Person whom a portal knows, and no school here, as it names them.
 */
export interface WhoFromPortal {
  portal: PortalName;
  name: Name;
}
export interface Withdrawal {
  revision: number;
  reason?: string;
}
