// The shell: sections by the union of one's roles, the screen of the present address, and what is said about the connection.
import { useEffect, useState } from 'preact/hooks';
import { Me } from './account/Me';
import { SignIn } from './account/SignIn';
import { owesAnswer, received } from './announcements/announcements';
import { reloadAsked } from './core/connection';
import { go, place } from './core/router';
import { sendQueue } from './core/sending';
import { has, me, teaches, timetablesKept } from './core/session';
import { useValue } from './core/store';
import { Diary } from './gradebook/diary/Diary';
import { Today } from './gradebook/diary/Today';
import { diaryOf, thisWeek } from './gradebook/diary/diaries';
import { readers, unseen } from './gradebook/diary/news';
import { lang, t, type Key } from './i18n';
import { Icon, IconSheet, type IconName } from './parts/icons';
import { lazy } from './parts/lazy';
import { Count, Ghost, LangButton, NoSuchPage, Sheet } from './parts/parts';
import { events, unanswered } from './school_events/events';
import { chats } from './talk/data';
import { Chats } from './talk/list/Chats';

export function App() {
  const language = useValue(lang);
  const who = useValue(me);
  const { path } = useValue(place);
  const section = path[0] ?? '';
  useEffect(() => {
    document.title = title(section);
  }, [section, language]);
  useEffect(() => {
    if (who && (section === '' || (section === 'sign-in' && !path[1]))) go(home(), true);
  }, [who, section, path[1]]);
  const screen =
    section === 'status' ? (
      <StatusPage /> // whoever is signed in, and before that is known
    ) : section === 'how-to-get-in' ? (
      <HowToGetIn />
    ) : who === undefined ? (
      <div class="wait-all">
        <Ghost />
      </div>
    ) : section === 'in' ? (
      <WayIn />
    ) : who === null && section === 'activate' ? (
      <Activate />
    ) : who === null && section === 'help' ? (
      <TicketGuest />
    ) : section === 'sign-in' && path[1] === 'help' ? (
      <CaseHelp />
    ) : who === null && leadsNowhere() ? (
      <OldLink />
    ) : who === null || section === 'sign-in' ? (
      <SignIn key={language} />
    ) : (
      <Shell key={language} section={section} />
    );
  return (
    <>
      <IconSheet />
      {screen}
      <ReloadSheet />
    </>
  );
}

/** How many letters wait for a confirmation, and events for an answer. */
const owed = (): number =>
  (received.state?.announcements.filter(owesAnswer).length ?? 0) +
  (events.state?.events.filter(event => unanswered(event).length).length ?? 0);

const titles: Record<string, Key> = {
  'sign-in': 'signIn',
  in: 'signIn',
  'how-to-get-in': 'howToGetIn',
  status: 'serverStatus',
  class: 'only_classes',
  diary: 'diary',
  journal: 'journal',
  chats: 'messages',
  today: 'today',
  clubs: 'clubs',
  school: 'school',
  timetable: 'timetable',
  away: 'timetable',
  lesson: 'timetable',
  admin: 'setUp',
  reports: 'me',
  help: 'help',
  me: 'me',
};
/** Whoever is not signed in has come here by an address that no page of ours has. */
const leadsNowhere = (): boolean => {
  const section = place.value.query.get('next')?.split(/[/?]/)[1];
  return !!section && !(section in titles);
};
// The task switcher shows it to everybody who looks on: the section, never a person.
const title = (section: string) => (titles[section] ? `${t(titles[section])}. ${t('name')}` : t('name'));

/** Where one starts: a family at the diary, a teacher and a student at today. */
function home(): string {
  if (teaches() || me.value?.student) return '/today';
  return readers().length ? '/diary' : has('admin') ? '/me' : '/chats';
}

interface Tab {
  to: string;
  section: string;
  icon: IconName;
  word: Key;
  count?: () => number;
  deskOnly?: boolean;
}
function tabs(): Tab[] {
  const reads = readers();
  return [
    ...(teaches() || me.value?.student
      ? [{ to: '/today', section: 'today', icon: 'today', word: 'today' } as const]
      : []),
    ...(reads.length || !teaches()
      ? [{ to: '/diary', section: 'diary', icon: 'diary', word: 'diary', count: newInDiaries } as const]
      : []),
    ...(teaches()
      ? [{ to: '/journal', section: 'journal', icon: 'grid', word: 'journal', deskOnly: true } as const]
      : []),
    {
      to: '/chats',
      section: 'chats',
      icon: 'chat',
      word: 'messages',
      count: () => chats.state?.chats.reduce((sum, chat) => sum + (chat.mine.muted ? 0 : chat.unread), 0) ?? 0,
    },
    { to: '/school', section: 'school', icon: 'bell', word: 'school', count: owed },
    ...(keepsSetUp()
      ? [{ to: '/admin', section: 'admin', icon: 'sliders', word: 'setUp', deskOnly: true } as const]
      : []),
    { to: '/me', section: 'me', icon: 'person', word: 'me' },
  ];
}
/** Leadership, admins and who is appointed to the timetable set up the school. */
const keepsSetUp = () => timetablesKept().length > 0;
const newInDiaries = () => readers().reduce((sum, { id }) => sum + unseen(diaryOf(id, thisWeek()).state, id), 0);

function Shell({ section }: { section: string }) {
  const { path } = useValue(place);
  const deep = (section === 'journal' && !!path[1]) || section === 'lesson';
  const talking = section === 'chats' && !!path[1];
  const due = me.value?.second_factor;
  return (
    <>
      {due && <FactorDue section={section} />}
      <div class={`shell${deep ? ' deep' : ''}${talking ? ' talking' : ''}`}>
        <a
          class="skip"
          href="#main"
          onClick={event => {
            event.preventDefault();
            document.getElementById('main')?.focus();
          }}
        >
          {t('skip')}
        </a>
        <nav class="rail" aria-label={t('sections')}>
          <a class="home" href="/" aria-label={me.value?.schools[0]?.name ?? t('name')}>
            <Icon name="logo" />
          </a>
          {tabs().map(tab => (
            <RailLink
              key={tab.section}
              tab={tab}
              here={
                section === tab.section ||
                (section === 'clubs' && tab.section === 'chats') ||
                (section === 'class' && tab.section === (has('class_teacher') ? 'today' : 'admin')) ||
                (['timetable', 'away', 'lesson'].includes(section) &&
                  tab.section === (teaches() ? 'today' : 'diary')) ||
                ((section === 'reports' || section === 'help') && tab.section === 'me')
              }
            />
          ))}
          <span class="spring" />
          <LangButton class="desk" />
        </nav>
        {due?.is_over ? <FactorDue /> : <Screen section={section} path={path} />}
      </div>
      <AlarmDock />
    </>
  );
}
function RailLink({ tab: { to, icon, word, count, deskOnly }, here }: { tab: Tab; here: boolean }) {
  const n = useCount(count);
  return (
    <a href={to} class={deskOnly ? 'desk-only' : undefined} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{t(word)}</span>
      <Count n={n} />
    </a>
  );
}
/** Repaints when any of the states behind the counts changes. */
function useCount(count: (() => number) | undefined): number {
  const [, repaint] = useState({});
  useEffect(() => {
    if (!count) return;
    const again = () => repaint({});
    const stops = [
      chats.shown.on(again),
      received.shown.on(again),
      events.shown.on(again),
      sendQueue.items.on(again),
      ...readers().map(({ id }) => diaryOf(id, thisWeek()).shown.on(again)),
    ];
    return () => stops.forEach(stop => stop());
  }, [!count]);
  return count?.() ?? 0;
}

// Parts of their own, loaded by those who open them.
const ghost = () => (
  <main id="main" tabIndex={-1}>
    <div class="page">
      <Ghost lines={12} />
    </div>
  </main>
);
const failed = () => (
  <main id="main" tabIndex={-1}>
    <div class="page">
      <div class="none">
        <Icon name="off" />
        <b>{t('failedLoad')}</b>
        <button class="btn two" onClick={() => location.reload()}>
          {t('retry')}
        </button>
      </div>
    </div>
  </main>
);
const Journal = lazy(async () => (await import('./gradebook/journal/Journal')).Journal, ghost, failed);
const School = lazy(async () => (await import('./School')).School, ghost, failed);
const Reports = lazy(async () => (await import('./safety/Reports')).Reports, ghost, failed);
const OwnPages = lazy(async () => (await import('./account/OwnPages')).OwnPages, ghost, failed);
const Tickets = lazy(async () => (await import('./tickets/Tickets')).Tickets, ghost, failed);
const FirstSteps = lazy(async () => (await import('./first_steps/FirstSteps')).FirstSteps, ghost, failed);
const TicketQueue = lazy(async () => (await import('./tickets/TicketQueue')).TicketQueue, ghost, failed);
const TicketGuest = lazy(async () => (await import('./tickets/TicketGuest')).TicketGuest, ghost, failed);
const AlarmDock = lazy(async () => (await import('./notices/AlarmDock')).AlarmDock);
const Timetable = lazy(async () => (await import('./timetable/Timetable')).Timetable, ghost, failed);
const MyDay = lazy(async () => (await import('./timetable/MyDay')).MyDay);
const AllTimetables = lazy(async () => (await import('./timetable/sheets/AllTimetables')).AllTimetables, ghost, failed);
const Curriculum = lazy(async () => (await import('./timetable/class_pages/Curriculum')).Curriculum, ghost, failed);
const Routine = lazy(async () => (await import('./timetable/class_pages/Routine')).Routine, ghost, failed);
const Away = lazy(async () => (await import('./substitutions/covers/Away')).Away, ghost, failed);
const LessonChange = lazy(
  async () => (await import('./substitutions/lesson_form/LessonChange')).LessonChange,
  ghost,
  failed,
);
const PatternEditor = lazy(async () => (await import('./timetable/editor/PatternEditor')).PatternEditor, ghost, failed);
const WayIn = lazy(async () => (await import('./invitations/way_in/WayIn')).WayIn, ghost, failed);
const OldLink = lazy(async () => (await import('./invitations/way_in/OldLink')).OldLink, ghost, failed);
const Activate = lazy(async () => (await import('./activation/Activate')).Activate, ghost, failed);
const StatusPage = lazy(async () => (await import('./status/StatusPage')).StatusPage, ghost, failed);
const CaseHelp = lazy(async () => (await import('./sign_in_cases/CaseHelp')).CaseHelp, ghost, failed);
const HowToGetIn = lazy(async () => (await import('./status/HowToGetIn')).HowToGetIn, ghost, failed);
const ClassSignIns = lazy(async () => (await import('./invitations/ClassSignIns')).ClassSignIns, ghost, failed);
const LedClasses = lazy(async () => (await import('./invitations/LedClasses')).LedClasses);
const SetUp = lazy(async () => (await import('./set_up/SetUp')).SetUp, ghost, failed);
const FactorDue = lazy(async () => (await import('./account/FactorDue')).FactorDue);
const Clubs = lazy(async () => (await import('./talk/groups/Clubs')).Clubs, ghost, failed);

function Screen({ section, path }: { section: string; path: string[] }) {
  if (section === 'diary') return <Diary path={path} />;
  if (section === 'chats') return <Chats id={path[1]} />;
  if (section === 'today') return <Today day={<MyDay />} led={has('class_teacher') && <LedClasses />} />;
  if (section === 'class' && path[1] && path[2] === 'in') return <ClassSignIns key={path[1]} class={path[1]} />;
  if (section === 'me') return path[1] ? <OwnPages path={path} /> : <Me />;
  if (section === 'journal') return path[1] ? <Journal key={path[1]} course={path[1]} /> : <Today journals />;
  if (section === 'school' && path[1] === 'tickets') return <TicketQueue id={path[2]} />;
  if (section === 'school') return <School path={path} />;
  if (section === 'timetable' && path[1] === 'edit') return <PatternEditor path={path} />;
  if (section === 'timetable' && path[1] === 'all') return <AllTimetables path={path} />;
  if (section === 'timetable' && path[1] === 'curriculum' && path[2]) return <Curriculum class={path[2]} />;
  if (section === 'timetable' && path[1] === 'routine' && path[2])
    return <Routine key={path[2]} class={path[2]} week={path[3]} />;
  if (section === 'timetable') return <Timetable path={path} />;
  if (section === 'away') return <Away path={path} />;
  if (section === 'lesson') return <LessonChange path={path} />;
  if (section === 'help' && path[1] === 'first-steps') return <FirstSteps />;
  if (section === 'help') return <Tickets id={path[1]} />;
  if (section === 'reports') return <Reports id={path[1]} />;
  if (section === 'clubs') return <Clubs />;
  if (section === 'admin' && keepsSetUp()) return <SetUp path={path} />;
  return section ? <NoSuchPage /> : <main id="main" tabIndex={-1} />;
}

function ReloadSheet() {
  const asked = useValue(reloadAsked);
  return asked ? (
    <Sheet label={t('reloadHead')} onClose={() => reloadAsked.set(false)}>
      <div class="stack">
        <h2>{t('reloadHead')}</h2>
        <p class="soft">{t('reloadText')}</p>
        <button class="btn wide" onClick={() => location.reload()}>
          {t('reload')}
        </button>
      </div>
    </Sheet>
  ) : null;
}
