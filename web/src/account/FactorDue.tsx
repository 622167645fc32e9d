// What is said to whom a school asks for a second factor: until when, and then nothing else before it.
import { me, signOut, zone } from '../core/session';
import { dayIn } from '../core/dates';
import { useValue } from '../core/store';
import { t } from '../i18n';
import { dayMonth } from '../i18n/format';
import { sf } from '../i18n/account/secondFactor';
import { Icon } from '../parts/icons';
import { LangButton } from '../parts/parts';
import { Passkeys } from './Passkeys';
import { SecondFactor } from './second_factor/SecondFactor';
import './second_factor/second_factor.css';

/** A line at the top of a section, until the time is over; without a section the page that stands in the place of all. */
export function FactorDue({ section }: { section?: string }) {
  const due = useValue(me)?.second_factor;
  if (!due) return null;
  if (section === undefined) return <Over />;
  return due.is_over || WITHOUT.includes(section) ? null : (
    <div class="factor-bar" role="note" data-factor-bar>
      <p>{sf('barText', { day: dayMonth(dayIn(zone(), due.until)) })}</p>
      <a class="btn two small" href="/me">
        {sf('barDo')}
      </a>
    </div>
  );
}
/** Sections that are as high as the window, and the one where it is set up. */
const WITHOUT = ['chats', 'journal', 'lesson', 'me'];

/** A fresh page, where everything is open. */
function begin(): void {
  history.replaceState(null, ''); // the sheet that closes would step back, and overtake it
  location.replace('/');
}

function Over() {
  return (
    <main id="main" tabIndex={-1} data-factor-over>
      <header class="top">
        <h1 class="cut">{sf('head')}</h1>
        <LangButton class="lang" />
      </header>
      <div class="page narrow stack">
        <p class="note brass">
          <Icon name="clock" />
          <span>{sf('overText')}</span>
        </p>
        <SecondFactor changed={begin} />
        <p class="meta">{sf('orPasskey')}</p>
        <Passkeys changed={begin} />
        <button class="btn two wide" onClick={() => void signOut()} data-sign-out>
          {t('signOut')}
        </button>
      </div>
    </main>
  );
}
