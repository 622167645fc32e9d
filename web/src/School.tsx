// The school: announcements and school events, for those who read them and for those who write them.
import { useEffect, useState } from 'preact/hooks';
import { AnnouncementForm } from './announcements/AnnouncementForm';
import { Confirmations } from './announcements/Confirmations';
import { Letter } from './announcements/Letter';
import { moreReceived, owesAnswer, received, type Announcement, type Received } from './announcements/announcements';
import { learnOf, targetWords } from './announcements/targets';
import { api } from './core/api';
import type { Announcements } from './core/shapes';
import { has, me, staffIn, zone } from './core/session';
import { useInvalidation } from './core/invalidated';
import { useValue } from './core/store';
import { t } from './i18n';
import { nearShort, polite } from './i18n/format';
import { s } from './i18n/school';
import { Icon } from './parts/icons';
import { useResource } from './parts/useResource';
import { Avatar, Empty, LangButton, LinkState, NotYet, OffLine } from './parts/parts';
import { EventAnswers } from './school_events/EventAnswers';
import { EventForm } from './school_events/EventForm';
import { EventPage } from './school_events/EventPage';
import { Events } from './school_events/Events';
import './announcements/letters.css';
import './school_events/events.css';
import { Check } from './parts/Check';

export function School({ path: [, first, one, act] }: { path: string[] }) {
  const key = `${first}.${one}.${act}`;
  if (first === 'new') return <AnnouncementForm key="new" />;
  if (first === 'a' && one)
    return act === 'edit' ? (
      <AnnouncementForm key="new" id={one} />
    ) : act === 'who' ? (
      <Confirmations key={key} id={one} />
    ) : (
      <Letter key={key} id={one} />
    );
  if (first === 'e' && one)
    return one === 'new' ? (
      <EventForm key={key} />
    ) : act === 'edit' ? (
      <EventForm key={key} id={one} />
    ) : act === 'who' ? (
      <EventAnswers key={key} id={one} />
    ) : (
      <EventPage key={key} id={one} />
    );
  return <Lists view={first === 'written' || first === 'events' || first === 'city' ? first : 'announcements'} />;
}

type View = 'announcements' | 'written' | 'events' | 'city';
const address = (view: View): string => (view === 'announcements' ? '/school' : '/school/' + view);

function Lists({ view }: { view: View }) {
  const { at } = useValue(received.shown);
  const staff = staffIn().length > 0;
  useEffect(() => {
    void received.open();
  }, []);
  const write =
    view === 'events' || view === 'city'
      ? { to: '/school/e/new', word: s('newEvent') }
      : { to: '/school/new', word: s('newAnnouncement') };
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        <h1 class="cut">{t('school')}</h1>
        <LinkState />
        {staff && (
          <a class="icon-btn" href={write.to} data-new aria-label={write.word} title={write.word}>
            <Icon name="pen" />
          </a>
        )}
        <LangButton class="lang" />
      </header>
      <div class="page narrow">
        <nav class="tabs" aria-label={s('views')}>
          {(['announcements', ...(staff ? ['written' as const] : []), 'events', 'city'] as View[]).map(one => (
            <a key={one} href={address(one)} aria-current={one === view ? 'page' : undefined} data-view={one}>
              {s(one)}
            </a>
          ))}
          {has('staff', 'leadership', 'admin') && (
            <a href="/school/tickets" data-view="tickets">
              {t('tickets')}
            </a>
          )}
        </nav>
        {view === 'announcements' ? (
          <AllReceived />
        ) : view === 'written' ? (
          <Written />
        ) : (
          <Events key={view} city={view === 'city'} />
        )}
        <OffLine what={t('school')} at={at} />
      </div>
    </main>
  );
}

function AllReceived() {
  const { state, problem } = useValue(received.shown);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  if (!state.announcements.length)
    return (
      <div class="sheet pad">
        <Empty icon="bell" head={s('none')} text={s('noneText')} />
      </div>
    );
  // What wants an answer stands above; the rest as it came.
  const list = [...state.announcements.filter(owesAnswer), ...state.announcements.filter(one => !owesAnswer(one))];
  return (
    <>
      <ul class="letters">
        {list.map(one => (
          <ReceivedLine key={one.id} one={one} />
        ))}
      </ul>
      {state.more && (
        <button type="button" class="btn two wide" onClick={() => void moreReceived()}>
          {s('more')}
        </button>
      )}
    </>
  );
}
function ReceivedLine({ one }: { one: Received }) {
  const owes = owesAnswer(one);
  return (
    <li>
      <a class="sheet letter-line" href={'/school/a/' + one.id} data-announcement={one.id} data-owes={owes}>
        <Avatar id={one.author.id} name={one.author.name} small />
        <span class="letter-words">
          <b>{one.recalled_at ? s('recalledText') : one.title}</b>
          <span class="meta cut">{polite(one.author.name)}</span>
        </span>
        <span class="letter-side">
          <time class="meta">{nearShort(one.sent_at, zone())}</time>
          {owes ? (
            <span class="tag brass">{s('toConfirm')}</span>
          ) : (
            one.confirmed_at && <Icon name="check" class="good" />
          )}
        </span>
      </a>
    </li>
  );
}

function Written() {
  const schools = (me.value?.schools ?? []).filter(school => staffIn().includes(school.id));
  return (
    <>
      {schools.map(school => (
        <WrittenIn key={school.id} school={school.id} name={schools.length > 1 ? school.name : ''} />
      ))}
    </>
  );
}
function WrittenIn({ school, name }: { school: string; name: string }) {
  const leads = !!me.value?.roles.some(one => one.role === 'leadership' && one.school === school);
  const [all, setAll] = useState(false);
  const path = (before?: string) =>
    `/schools/${encodeURIComponent(school)}/announcements?all=${all}${before ? `&before=${before}` : ''}`;
  const { state, problem, set } = useResource(
    async () => {
      await learnOf(school);
      return api.get<Announcements>(path());
    },
    `${useInvalidation('announcement')}.${all}`,
  );
  const more = async () => {
    const older = await api.get<Announcements>(path(state!.announcements.at(-1)!.id));
    set({ announcements: [...state!.announcements, ...older.announcements], more: older.more });
  };
  return (
    <section class="stack">
      {name && <h2>{name}</h2>}
      {leads && <Check name="all" words={s('allMine')} checked={all} set={setAll} />}
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : !state.announcements.length ? (
        <div class="sheet pad">
          <Empty icon="pen" head={s('noneWritten')} text={s('noneWrittenText')} />
        </div>
      ) : (
        <ul class="letters">
          {state.announcements.map(one => (
            <WrittenLine key={one.id} one={one} />
          ))}
        </ul>
      )}
      {state?.more && (
        <button type="button" class="btn two wide" onClick={() => void more()}>
          {s('more')}
        </button>
      )}
    </section>
  );
}
function WrittenLine({ one }: { one: Announcement }) {
  const open = one.state === 'draft' || one.state === 'scheduled';
  const { families, families_confirmed, students, students_confirmed, staff, staff_confirmed } = one.counts;
  return (
    <li>
      <a
        class="sheet letter-line plain"
        href={`/school/a/${one.id}/${open ? 'edit' : 'who'}`}
        data-written={one.id}
        data-state={one.state}
      >
        <span class="letter-words">
          <b>{one.title}</b>
          <span class="meta cut">{one.targets.map(target => targetWords(target)).join(', ')}</span>
        </span>
        <span class="letter-side">
          <time class="meta">{nearShort(one.sent_at ?? one.send_at ?? new Date().toISOString(), zone())}</time>
          {one.state === 'draft' ? (
            <span class="tag">{s('draft')}</span>
          ) : one.state === 'scheduled' ? (
            <span class="tag brass">{s('scheduled', { when: nearShort(one.send_at!, zone()) })}</span>
          ) : one.state === 'recalled' ? (
            <span class="tag bad">{s('recalled')}</span>
          ) : (
            one.confirm && (
              <span class="tag board num">
                {families_confirmed + students_confirmed + staff_confirmed} / {families + students + staff}
              </span>
            )
          )}
        </span>
      </a>
    </li>
  );
}
