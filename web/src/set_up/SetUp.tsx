// The school's set-up: what there is, and the pages where that is done. For leadership and admins.
import type { ComponentChildren, JSX } from 'preact';
import { api } from '../core/api';
import { CoursesPage } from '../courses/CoursesPage';
import { dayIn } from '../core/dates';
import { go } from '../core/router';
import { me } from '../core/session';
import type { Bells, CountedPeriods, SchoolYear } from '../core/shapes';
import { t } from '../i18n';
import { o } from '../i18n/setUp';
import { c } from '../i18n/set_up/courses';
import { tf } from '../i18n/set_up/timetableFile';
import { ca } from '../i18n/invitations/cases';
import { iv } from '../i18n/invitations/signIns';
import { pf } from '../i18n/set_up/peopleFiles';
import { st } from '../i18n/set_up/steps';
import { Icon } from '../parts/icons';
import { LangButton, LinkState, NoSuchPage, NotYet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import { StaffSignIns } from '../invitations/StaffSignIns';
import { CasesOfSchool } from '../sign_in_cases/CasesOfSchool';
import { PeopleFilesPage } from '../people_files/PeopleFilesPage';
import { Drawing } from '../timetable/icons';
import { BellsPage } from '../timetable/bell_schedules/BellsPage';
import { DaysPage } from '../timetable/school_year/DaysPage';
import {
  apiPath,
  setUpAddress,
  keptSchoolHere,
  keptSchools,
  useCalendarChanges,
  type KeptSchool,
} from '../parts/useKeptSchool';
import { PeriodsPage } from '../timetable/school_year/PeriodsPage';
import { yearOf } from '../timetable/school_year/year';
import { ClassesPage } from '../people/ClassesPage';
import { PeoplePage } from '../people/PeoplePage';
import { PersonPage } from '../people/PersonPage';
import { pe } from '../i18n/people/people';
import { TimetableFilePage } from '../timetable_files/TimetableFilePage';
import { PortalsPage } from '../portals/PortalsPage';
import { pt } from '../i18n/set_up/portals';
import { TextPage } from '../consents/TextPage';
import { TextsPage } from '../consents/TextsPage';
import { ct } from '../i18n/set_up/consentTexts';
import { TrustDelayPage } from '../trust/TrustDelayPage';
import { td } from '../i18n/set_up/trustDelay';
import { RoomsPage } from './RoomsPage';
import { Steps } from './Steps';
import '../timetable/tabs.css';
import './set_up.css';
import './dialogs.css';

const VIEWS = ['bells', 'periods', 'days'] as const;
type View = (typeof VIEWS)[number];
const PAGES = { bells: BellsPage, periods: PeriodsPage, days: DaysPage };

export function SetUp({ path: [, part, view, more] }: { path: string[] }) {
  const school = keptSchoolHere();
  const calendar = part === 'calendar' ? VIEWS.find(one => one === view) : undefined;
  const one = !view && part ? SINGLE[part] : undefined;
  if (school && part === 'people' && view === 'in' && !more)
    return (
      <OnePage key={school.id} school={school} path="/admin/people/in" head={iv('staffTitle')} up="/admin/people" wide>
        <StaffSignIns school={school} />
      </OnePage>
    );
  if (school && part === 'people' && view && !more)
    return (
      <OnePage key={view} school={school} path="/admin/people" head={pe('people')} up="/admin/people" wide>
        <PersonPage school={school} id={view} />
      </OnePage>
    );
  if (school && part === 'consents' && view && !more)
    return (
      <OnePage key={view} school={school} path="/admin/consents" head={ct('title')} up="/admin/consents">
        <TextPage school={school} id={view} />
      </OnePage>
    );
  if (school && one)
    return (
      <OnePage key={school.id} school={school} path={`/admin/${part}`} head={one.head()} wide={!!one.wide}>
        <one.Body school={school} />
      </OnePage>
    );
  if (!school || more || (part && !calendar)) return <NoSuchPage />;
  return calendar ? <Calendar key={school.id} school={school} view={calendar} /> : <Overview school={school} />;
}

/** Who keeps portals decides by whose word people come in: the admins of a school. */
const keepsPortals = (school: string): boolean =>
  !!me.value?.roles.some(one => one.role === 'admin' && one.school === school);

const keepsRegister = (school: string): boolean =>
  !!me.value?.roles.some(one => (one.role === 'admin' || one.role === 'leadership') && one.school === school);

/** Where there are several schools: which of them. */
function Schools({ school, path }: { school: KeptSchool; path: string }) {
  return school.many ? (
    <label class="set-up-school">
      <span>{o('inSchool')}</span>
      <select
        class="input"
        name="school"
        value={school.id}
        onChange={event => go(setUpAddress({ ...school, id: event.currentTarget.value }, path))}
      >
        {keptSchools().map(({ id, name }) => (
          <option key={id} value={id} selected={id === school.id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  ) : null;
}

function Overview({ school }: { school: KeptSchool }) {
  const { state, problem } = useResource(
    async () => {
      const [bells, year, { periods }] = await Promise.all([
        api.get<Bells>(apiPath(school.id, 'bells')),
        api.get<SchoolYear>(apiPath(school.id, 'year')),
        api.get<CountedPeriods>(apiPath(school.id, 'periods')),
      ]);
      return { bells, year, periods };
    },
    `${school.id}.${useCalendarChanges(school.id)}`,
  );
  const now = yearOf(dayIn(school.zone));
  const counts: Record<View, number> | undefined = state && {
    bells: state.bells.schedules.length,
    periods: state.periods.filter(({ from_day }) => yearOf(from_day) === now).length,
    days: state.year.free.filter(({ from_day }) => yearOf(from_day) === now).length,
  };
  return (
    <main id="main" tabIndex={-1} class="set-up">
      <header class="top">
        <a class="icon-btn phone-only" href="/me" aria-label={t('back')}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{t('setUp')}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page narrow">
        <Schools school={school} path="/admin" />
        <Steps school={school} />
        {counts ? (
          <nav class="sheet" aria-label={o('parts')}>
            {VIEWS.map(view => (
              <a
                key={view}
                class="set-up-row"
                href={setUpAddress(school, `/admin/calendar/${view}`)}
                data-part={view}
                data-said={counts[view] > 0}
              >
                <Drawing name={view === 'bells' ? 'plain' : 'calendar'} />
                <span>
                  <b>{o(view)}</b>
                  <span class="meta">{o(`${view}Text`)}</span>
                </span>
                <span class={counts[view] ? 'tag' : 'tag brass'}>
                  {counts[view] ? o(`${view}Said`, { n: counts[view] }) : o('notSaid')}
                </span>
                <Icon name="right" />
              </a>
            ))}
            {keepsPortals(school.id) && (
              <a class="set-up-row" href={setUpAddress(school, '/admin/portals')} data-to-portals>
                <Icon name="keys" />
                <span>
                  <b>{pt('head')}</b>
                  <span class="meta">{pt('rowText')}</span>
                </span>
                <Icon name="right" />
              </a>
            )}
            {keepsRegister(school.id) && (
              <a class="set-up-row" href={setUpAddress(school, '/admin/trust')} data-to-trust>
                <Icon name="people" />
                <span>
                  <b>{td('title')}</b>
                  <span class="meta">{td('rowText')}</span>
                </span>
                <Icon name="right" />
              </a>
            )}
            {keepsRegister(school.id) && (
              <a class="set-up-row" href={setUpAddress(school, '/admin/consents')} data-to-consents>
                <Icon name="paper" />
                <span>
                  <b>{ct('title')}</b>
                  <span class="meta">{ct('rowText')}</span>
                </span>
                <Icon name="right" />
              </a>
            )}
            <a class="set-up-row" href="/timetable/edit/class" data-to-pattern>
              <Icon name="grid" />
              <span>
                <b>{o('pattern')}</b>
                <span class="meta">{o('patternText')}</span>
              </span>
              <Icon name="right" />
            </a>
          </nav>
        ) : (
          <div class="sheet pad">
            <NotYet problem={problem} />
          </div>
        )}
      </div>
    </main>
  );
}

interface SinglePage {
  head: () => string;
  Body: (props: { school: KeptSchool }) => JSX.Element;
  wide?: boolean;
}
const SINGLE: Partial<Record<string, SinglePage>> = {
  people: { head: () => pe('people'), Body: PeoplePage, wide: true },
  'sign-ins': { head: () => ca('cases'), Body: CasesOfSchool, wide: true },
  classes: { head: () => pe('classes'), Body: ClassesPage },
  rooms: { head: () => st('rooms'), Body: RoomsPage },
  'people-files': { head: () => pf('head'), Body: PeopleFilesPage },
  'timetable-file': { head: () => tf('head'), Body: TimetableFilePage },
  courses: { head: () => c('head'), Body: CoursesPage },
  portals: { head: () => pt('head'), Body: PortalsPage },
  trust: { head: () => td('title'), Body: TrustDelayPage },
  consents: { head: () => ct('title'), Body: TextsPage },
};

const UP = {
  '/admin': () => o('toSetUp'),
  '/admin/people': () => pe('toPeople'),
  '/admin/consents': () => ct('toTexts'),
};
interface OnePageProps {
  school: KeptSchool;
  path: string;
  head: string;
  children: ComponentChildren;
  up?: keyof typeof UP;
  wide?: boolean;
}
function OnePage({ school, path, head, children, up = '/admin', wide = false }: OnePageProps) {
  const toUp = UP[up]();
  return (
    <main id="main" tabIndex={-1} class="set-up">
      <header class="top">
        <a class="icon-btn phone-only" href={setUpAddress(school, up)} aria-label={toUp}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{head}</h1>
        <LinkState />
        <a class="desk-only set-up-up" href={setUpAddress(school, up)}>
          {toUp}
        </a>
        <LangButton class="lang" />
      </header>
      <div class={wide ? 'page' : 'page narrow'}>
        <Schools school={school} path={path} />
        {children}
      </div>
    </main>
  );
}

function Calendar({ school, view }: { school: KeptSchool; view: View }) {
  const Body = PAGES[view];
  return (
    <main id="main" tabIndex={-1} class="set-up">
      <header class="top">
        <a class="icon-btn phone-only" href={setUpAddress(school, '/admin')} aria-label={o('toSetUp')}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{o('calendar')}</h1>
        <LinkState />
        <a class="desk-only set-up-up" href={setUpAddress(school, '/admin')}>
          {o('toSetUp')}
        </a>
        <LangButton class="lang" />
      </header>
      <div class="page">
        <Schools school={school} path={`/admin/calendar/${view}`} />
        <nav class="tt-tabs" aria-label={o('calendar')}>
          {VIEWS.map(one => (
            <a
              key={one}
              href={setUpAddress(school, `/admin/calendar/${one}`)}
              aria-current={one === view ? 'page' : undefined}
              data-view={one}
            >
              {o(one)}
            </a>
          ))}
        </nav>
        <Body school={school} />
      </div>
    </main>
  );
}
