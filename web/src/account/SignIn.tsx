import { useEffect, useRef, useState } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../core/api';
import { go } from '../core/router';
import { type Credentials, ended, enter, signIn } from '../core/session';
import type { InstallationStatus, PersonRef } from '../core/shapes';
import { t } from '../i18n';
import { whole } from '../i18n/format';
import { Icon } from '../parts/icons';
import { lazy } from '../parts/lazy';
import { LangButton } from '../parts/parts';
import { canUsePasskeys } from './canUsePasskeys';
import { PasswordField } from './fields/PasswordField';
import type { Second } from './second_factor/SecondStep';

const SecondStep = lazy(async () => (await import('./second_factor/SecondStep')).SecondStep);

const Portals = lazy(async () => (await import('../portals/SignInPortals')).SignInPortals);

interface Trouble {
  head: string;
  text?: string;
}
function trouble(problem: unknown): Trouble {
  if (problem instanceof NoAnswer) return { head: t('noNetwork'), text: t('noNetworkHelp') };
  if (problem instanceof Problem && problem.status === 429)
    return { head: t('tooMany', { n: Math.max(1, Math.ceil(problem.retryAfter / 60)) }) };
  if (problem instanceof Problem && (problem.status === 401 || problem.status === 422 || problem.status === 400))
    return { head: t('signInFailed'), text: t('signInFailedHelp') };
  if (problem instanceof Problem && problem.code === 'passkey_failed') return { head: problem.whole };
  return { head: t('wentWrong') };
}

const asksForSecond = (problem: unknown): problem is Problem =>
  problem instanceof Problem && problem.code === 'second_factor_needed';

/** Those of one address or number for whom the password is right: one of them signs in. */
interface Several {
  people: readonly PersonRef[];
  credentials: Credentials;
}

/** An installation without a school begins with its activation. */
async function statusHere(): Promise<InstallationStatus> {
  const status = await api.get<InstallationStatus>('/status');
  if (status.is_empty) go('/activate', true);
  return status;
}

export function SignIn() {
  const [wrong, setWrong] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [several, setSeveral] = useState<Several | null>(null);
  const [second, setSecond] = useState<Second | null>(null);
  const note = useRef<HTMLDivElement>(null);
  const [over] = useState(ended);
  const [here, setHere] = useState<InstallationStatus>();
  useEffect(() => void statusHere().then(setHere, () => {}), []);
  const byPassword = here?.passwords !== false;
  useEffect(() => {
    if (wrong) note.current?.focus();
  }, [wrong]);

  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const login = String(form.get('username') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (!login || !password) return setWrong({ head: t('fillIn') });
    void tryOnce({ login, password, shared: form.get('shared') !== null });
  };
  const tryOnce = async (credentials: Credentials) => {
    if (busy) return;
    setBusy(true);
    try {
      await signIn(credentials);
    } catch (problem) {
      if (asksForSecond(problem)) return setSecond({ by: problem.by, enter: code => signIn({ ...credentials, code }) });
      const isShared = problem instanceof Problem && problem.code === 'several_people';
      setSeveral(isShared ? { people: problem.people as PersonRef[], credentials } : null);
      setWrong(isShared ? null : trouble(problem));
    } finally {
      setBusy(false);
    }
  };
  const byPasskey = async (event: Event) => {
    const shared = new FormData((event.currentTarget as HTMLButtonElement).form!).get('shared') !== null;
    if (busy) return;
    setBusy(true);
    setWrong(null);
    const { NoCredential, signInWithPasskey } = await import('./webauthn');
    try {
      await enter(() => signInWithPasskey(shared), shared);
    } catch (problem) {
      if (asksForSecond(problem))
        return setSecond({ by: problem.by, enter: code => enter(() => signInWithPasskey(shared, code), shared) });
      setWrong(problem instanceof NoCredential ? { head: t('passkeyStopped') } : trouble(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="door" id="main">
      <div class="door-head">
        <Icon name="logo" />
        <p>
          <b data-school>{over?.schools.join(', ') || here?.school || t('name')}</b>
          <span class="meta">
            {t('signInHead')}. {t('free')}
          </span>
        </p>
        <LangButton class="lang push" />
      </div>
      <div class="stack desk-only">
        <p class="soft">{t('signInText')}</p>
        <p class="soft">{t('signInAsk')}</p>
      </div>
      {second ? (
        <SecondStep {...second} back={() => setSecond(null)} />
      ) : (
        <form class="sheet pad form" novalidate onSubmit={submit} action="/sign-in" method="post">
          <h1>{t('signIn')}</h1>
          {over && !wrong && (
            <div class="note" role="status" data-ended="">
              <Icon name="clock" />
              <div>
                <b>{t('signedOutHead')}</b>
                <p>{t('signedOutText')}</p>
              </div>
            </div>
          )}
          {wrong && (
            <div class="note bad" ref={note} tabIndex={-1} role="alert">
              <Icon name="alert" />
              <div>
                <b>{wrong.head}</b>
                {wrong.text && <p>{wrong.text}</p>}
              </div>
            </div>
          )}
          {several && (
            <div class="stack" role="group" aria-label={t('whoSignsIn')} data-several>
              <p class="note" role="status">
                {t('whoSignsIn')}
              </p>
              {several.people.map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  class="btn two wide"
                  data-choose={id}
                  onClick={() => void tryOnce({ ...several.credentials, person: id })}
                >
                  {whole(name)}
                </button>
              ))}
            </div>
          )}
          {byPassword && (
            <>
              <div class="field">
                <label for="username">{t('login')}</label>
                <input
                  class="input"
                  id="username"
                  name="username"
                  autocomplete="username"
                  autocapitalize="none"
                  spellcheck={false}
                  required
                  aria-invalid={!!wrong}
                />
              </div>
              <PasswordField
                id="password"
                name="password"
                label={t('password')}
                kind="current-password"
                isWrong={!!wrong}
              />
              <button class="btn wide" aria-disabled={busy}>
                {t('signInDo')}
              </button>
            </>
          )}
          <label class="check">
            <input type="checkbox" name="shared" />
            <span>{t('sharedComputer')}</span>
          </label>
          <Portals />
          {canUsePasskeys() && (
            <button
              type="button"
              class="btn two wide"
              aria-disabled={busy}
              data-by-passkey
              onClick={event => void byPasskey(event)}
            >
              <Icon name="key" />
              {t('byPasskey')}
            </button>
          )}
          <a class="btn two wide" href="/in" data-have-invitation>
            {t('haveInvitation')}
          </a>
          {byPassword && (
            <p>
              <a href="/in/ask" data-forgotten>
                {t('forgotPassword')}
              </a>
            </p>
          )}
          <p class="meta phone-only">{t('signInAsk')}</p>
          <p class="door-foot">
            <a href="/how-to-get-in" data-how>
              {t('howToGetIn')}
            </a>
            <a href="/status" data-status-page>
              {t('serverStatus')}
            </a>
            <a href="/sign-in/help" data-help>
              {t('cannotGetIn')}
            </a>
          </p>
        </form>
      )}
    </main>
  );
}
