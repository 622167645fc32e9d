import { useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../core/api';
import { has, me, shareSeen, teaches, timetablesKept } from '../core/session';
import { useValue } from '../core/store';
import { chooseTheme, theme, type Theme } from '../core/theme';
import { choose, lang, t, type Key, type Lang } from '../i18n';
import { whole } from '../i18n/format';
import { Icon } from '../parts/icons';
import { lazy } from '../parts/lazy';
import { Avatar, LangButton, LinkState } from '../parts/parts';
import { lookedAt } from '../safety/reports';
import { Check } from '../parts/Check';

const MyHours = lazy(async () => (await import('../talk/conversation/Hours')).MyHours);
const GroupInvitations = lazy(async () => (await import('../talk/groups/JointSchools')).GroupInvitations);
const QuietOfSchool = lazy(async () => (await import('../notices/QuietHours')).QuietOfSchool);
const Retention = lazy(async () => (await import('../safety/Retention')).Retention);
const Safeguards = lazy(async () => (await import('../safety/Safeguards')).Safeguards);
const SignIns = lazy(async () => (await import('./SignIns')).SignIns);
const Proofs = lazy(async () => (await import('./Proofs')).Proofs);
const MyPortals = lazy(async () => (await import('./MyPortals')).MyPortals);
const SignOut = lazy(
  async () => (await import('./SignOut')).SignOut,
  () => null,
  () => (
    <p class="err" role="alert">
      {t('signOutOffline')}
    </p>
  ),
);
const OwnLinks = lazy(async () => (await import('./OwnLinks')).OwnLinks);
const Rules = lazy(async () => (await import('../safety/Rules')).Rules);

export function Me() {
  const who = useValue(me)!;
  const [leaving, setLeaving] = useState(false);
  const looked = useValue(lookedAt);
  const led = who.schools.filter(({ id }) => who.roles.some(one => one.role === 'leadership' && one.school === id));
  const roles = [...new Set(who.roles.map(({ role }) => t(`role_${role}` as Key)))].join(', ');
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        <h1 class="cut">{t('me')}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page narrow stack">
        <section class="sheet pad row">
          <Avatar id={who.person.id} name={who.person.name} />
          <div>
            <b>{whole(who.person.name)}</b>
            <p class="meta">{roles}</p>
            <p class="meta">{who.schools.map(school => school.name).join(', ')}</p>
          </div>
        </section>
        {who.children.length > 0 && (
          <section class="sheet pad">
            <h2>{t('children')}</h2>
            <ul class="list">
              {who.children.map(child => (
                <li key={child.id}>
                  <div>
                    <b>{whole(child.name)}</b>
                  </div>
                  {child.class && <span class="tag">{child.class.name}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
        <OwnLinks />
        <section class="sheet pad stack">
          <h2 id="me-lang">{t('langHead')}</h2>
          <Choice
            label="me-lang"
            of={[
              ['ru', 'Русский'],
              ['en', 'English'],
            ]}
            value={lang.value}
            choose={value => void choose(value as Lang)}
          />
          <h2 id="me-theme">{t('themeHead')}</h2>
          <ThemeChoice />
        </section>
        {(who.safeguards ?? []).length > 0 && (
          /* a copy of an earlier version has none */ <a class="btn two wide" href="/reports" data-reports>
            <Icon name="alert" />
            {t('reports')}
          </a>
        )}
        {timetablesKept().length > 0 && (
          <a class="btn two wide phone-only" href="/admin" data-set-up>
            <Icon name="sliders" />
            {t('setUp')}
          </a>
        )}
        {has('staff', 'leadership', 'admin') && (
          <a class="btn two wide" href="/school/tickets" data-tickets>
            <Icon name="people" />
            {t('tickets')}
          </a>
        )}
        <a class="btn two wide" href="/me/notices" data-notices-link>
          <Icon name="bell" />
          {t('notices')}
        </a>
        <a class="btn two wide" href="/help" data-help>
          <Icon name="info" />
          {t('help')}
        </a>
        {looked && (
          <p class="note good" role="status" data-looked-at>
            <Icon name="check" />
            {t('reportLookedAt')}
          </p>
        )}
        {teaches() && <MyHours />}
        {led.map(school => (
          <GroupInvitations key={school.id} school={school} />
        ))}
        {led.map(school => (
          <Safeguards key={school.id} school={school} many={led.length > 1} />
        ))}
        {led.map(school => (
          <QuietOfSchool key={school.id} school={school} many={led.length > 1} />
        ))}
        {led.map(school => (
          <Retention key={school.id} school={school} many={led.length > 1} />
        ))}
        {led.map(school => (
          <Rules key={school.id} school={school} many={led.length > 1} />
        ))}
        <SeenSwitch on={who.settings.share_seen} />
        <SignIns />
        <Proofs />
        <MyPortals />
        <button class="btn two wide" onClick={() => setLeaving(true)} data-sign-out>
          {t('signOut')}
        </button>
      </div>
      {leaving && <SignOut onClose={() => setLeaving(false)} />}
    </main>
  );
}

function Choice({
  label,
  of,
  value,
  choose: pick,
}: {
  label: string;
  of: [string, string][];
  value: string;
  choose: (value: string) => void;
}) {
  return (
    <div class="seg" role="group" aria-labelledby={label}>
      {of.map(([key, word]) => (
        <button
          key={key}
          type="button"
          lang={key === 'ru' || key === 'en' ? key : undefined}
          aria-pressed={key === value}
          onClick={() => pick(key)}
        >
          {word}
        </button>
      ))}
    </div>
  );
}
function ThemeChoice() {
  const [now, setNow] = useState(theme());
  return (
    <Choice
      label="me-theme"
      of={[
        ['system', t('themeSystem')],
        ['light', t('themeLight')],
        ['dark', t('themeDark')],
      ]}
      value={now}
      choose={value => {
        chooseTheme(value as Theme);
        setNow(value as Theme);
      }}
    />
  );
}
function SeenSwitch({ on }: { on: boolean }) {
  const [failed, setFailed] = useState(false);
  const change = async (next: boolean) => {
    setFailed(false);
    try {
      await shareSeen(next);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setFailed(true);
    }
  };
  return (
    <section class="sheet pad">
      <h2>{t('seenHead')}</h2>
      <p class="meta">{t('seenText')}</p>
      <Check name="share_seen" words={t('seenSwitch')} checked={on} set={next => void change(next)} />
      {failed && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {t('notSaved')}
        </p>
      )}
    </section>
  );
}
