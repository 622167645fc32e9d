// A password of one's own, and that one is in.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../../core/api';
import { CodeField } from '../../account/fields/CodeField';
import { PasswordField } from '../../account/fields/PasswordField';
import { Telephone } from '../../telephone/Telephone';
import { lang, t } from '../../i18n';
import { polite } from '../../i18n/format';
import { sf } from '../../i18n/account/secondFactor';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';
import { Agreeing, dueConsents } from './Agreeing';
import { Frame, Heading, WhoCard } from './Frame';
import type { MyConsent, OpenInvitation } from '../../core/shapes';
import { isOfPassword, Trouble, useTry, Wrong } from './trouble';

const LEAST = 10; // characters

/** "Анна (5А) и Михаил (2Б)". */
function childrenWords({ children }: OpenInvitation): string {
  const names = children.map(({ given, class: of }) => (of ? `${given} (${of})` : given));
  return new Intl.ListFormat(lang.value, { type: 'conjunction' }).format(names);
}
/** Whose page this is, now that the name is proven. */
export function Whose({ of }: { of: OpenInvitation }) {
  const more = childrenWords(of) || (of.role === 'student' && of.class ? wi('ofClass', { name: of.class }) : undefined);
  return of.name ? <WhoCard sign="check" who={polite(of.name)} more={more} /> : null;
}
function Login({ login, head }: { login: string; head: string }) {
  return (
    <p class="way-in-login">
      <span>{head}</span>
      <b data-login>{login}</b>
    </p>
  );
}

export function HasAccount({ of, goOn }: { of: OpenInvitation; goOn: () => void }) {
  return (
    <Frame school={of.school} step={2} name="account">
      <section class="sheet pad way-in-sheet">
        <Heading>{wi('hasAccount')}</Heading>
        <Whose of={of} />
        {of.login && <Login login={of.login} head={wi('login')} />}
        <p class="soft">{wi('hasAccountText')}</p>
        <a class="btn wide" href="/sign-in" data-know>
          {wi(of.takes_password ? 'knowPassword' : 'signIn')}
        </a>
        {of.second_factor === 'passkey' ? (
          <p class="note brass" data-only-passkey>
            <Icon name="key" />
            <span>{sf('passkeyFirst')}</span>
          </p>
        ) : (
          <button type="button" class="btn two wide" data-forgotten onClick={goOn}>
            {wi(of.takes_password ? 'forgotten' : 'anotherWay')}
          </button>
        )}
      </section>
    </Frame>
  );
}

interface Props {
  of: OpenInvitation;
  /** `code` is of a second factor, for who has one. */
  use: (password: string, shared: boolean, code: string | null) => Promise<void>;
}
export function OwnPassword({ of, use }: Props) {
  const { problem, attempt } = useTry();
  const [isShort, setShort] = useState(false);
  const wrong = isShort
    ? wi('passwordShort')
    : problem instanceof Problem && isOfPassword(problem)
      ? problem.whole
      : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const password = String(form.get('password') ?? '');
    const short = [...password].length < LEAST;
    setShort(short);
    const code = String(form.get('code') ?? '').trim() || null;
    if (!short) void attempt(() => use(password, form.get('shared') !== null, code));
  };
  return (
    <Frame school={of.school} step={2} name="password">
      <form class="sheet pad way-in-sheet" noValidate onSubmit={submit}>
        <Heading>{wi(of.has_account ? 'newPassword' : 'ownPassword')}</Heading>
        <Whose of={of} />
        {of.has_account && (
          <p class="note brass">
            <Icon name="alert" />
            <span>{wi('allAgain')}</span>
          </p>
        )}
        {of.login && <Login login={of.login} head={wi('yourLogin')} />}
        {/* a password manager keeps the password together with this */}
        {of.login && (
          <input
            class="vh"
            type="text"
            name="username"
            autocomplete="username"
            value={of.login}
            tabIndex={-1}
            aria-hidden="true"
            readOnly
          />
        )}
        <Trouble problem={wrong ? undefined : problem} />
        <PasswordField
          id="password"
          name="password"
          label={wi('password')}
          kind="new-password"
          isWrong={!!wrong}
          describedBy="password-hint password-wrong"
        />
        <p class="meta" id="password-hint">
          {wi('passwordHint')}
        </p>
        <Wrong words={wrong} id="password-wrong" />
        {of.second_factor && <CodeField id="second-code" label={sf('codeToo')} isDigits={false} />}
        <label class="check">
          <input type="checkbox" name="shared" />
          <span>{t('sharedComputer')}</span>
        </label>
        <button class="btn wide" data-use>
          {wi('enter')}
        </button>
      </form>
    </Frame>
  );
}

/** The next page is a fresh one: it begins as who has come in. */
const toPages = () => location.replace('/');
const toFirstSteps = () => location.replace('/help/first-steps');

interface Arrival {
  of: OpenInvitation;
  login: string;
  byPasskey: boolean;
}
export function Arrived({ of, login, byPasskey }: Arrival) {
  const names = childrenWords(of);
  const asked = useRef<Promise<MyConsent[]> | undefined>(undefined);
  const [due, setDue] = useState<MyConsent[]>([]);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    asked.current = dueConsents();
    void asked.current.then(setDue);
  }, []);
  /** What the school asks for comes before the pages; who leaves it comes to them all the same. */
  const goOn = async () => {
    if ((await asked.current)?.length) setAsking(true);
    else toPages();
  };
  if (isAsking) return <Agreeing school={of.school} due={due} goOn={toPages} />;
  return (
    <Frame school={of.school} step={3} name="done">
      <div class="stack">
        <section class="sheet pad way-in-sheet way-in-done">
          <Icon name="check" />
          <Heading>{wi('done')}</Heading>
          {names && <p class="soft">{wi(of.children.length > 1 ? 'diaries' : 'diary', { names })}</p>}
          <Login login={login} head={wi('yourLogin')} />
          <p class="meta">{wi(byPasskey ? 'rememberPasskey' : 'remember')}</p>
          <button type="button" class="btn wide" data-to-pages onClick={() => void goOn()}>
            {wi(due.length ? 'next' : names || of.role === 'student' ? 'openDiary' : 'goOn')}
          </button>
          <button type="button" class="btn plain wide" data-to-first-steps onClick={toFirstSteps}>
            {wi('firstSteps')}
          </button>
        </section>
        <Telephone />
      </div>
    </Frame>
  );
}
