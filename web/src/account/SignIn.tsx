import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../core/api';
import { ended, signIn } from '../core/session';
import { t } from '../i18n';
import { Icon } from '../parts/icons';
import { LangButton } from '../parts/parts';
import { PasswordField } from './PasswordField';

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
  return { head: t('wentWrong') };
}

export function SignIn() {
  const [wrong, setWrong] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const note = useRef<HTMLDivElement>(null);
  const [over] = useState(ended);
  useEffect(() => {
    if (wrong) note.current?.focus();
  }, [wrong]);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const login = String(form.get('username') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (!login || !password) return setWrong({ head: t('fillIn') });
    setBusy(true);
    try {
      await signIn(login, password, form.get('shared') !== null);
    } catch (problem) {
      setWrong(trouble(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="door" id="main">
      <div class="door-head">
        <Icon name="logo" />
        <p>
          <b>{over?.schools.join(', ') || t('name')}</b>
          <span class="meta">{t('signInHead')}</span>
        </p>
        <LangButton class="lang push" />
      </div>
      <div class="stack desk-only">
        <p class="soft">{t('signInText')}</p>
        <p class="soft">{t('signInAsk')}</p>
      </div>
      <form class="sheet pad form" novalidate onSubmit={event => void submit(event)} action="/sign-in" method="post">
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
        <PasswordField id="password" name="password" label={t('password')} kind="current-password" isWrong={!!wrong} />
        <button class="btn wide" aria-disabled={busy}>
          {t('signInDo')}
        </button>
        <label class="check">
          <input type="checkbox" name="shared" />
          <span>{t('sharedComputer')}</span>
        </label>
        <a class="btn two wide" href="/in" data-have-invitation>
          {t('haveInvitation')}
        </a>
        <p>
          <a href="/in/ask" data-forgotten>
            {t('forgotPassword')}
          </a>
        </p>
        <p class="meta phone-only">{t('signInAsk')}</p>
        <p>
          <a href="/help" data-help>
            {t('cannotGetIn')}
          </a>
        </p>
      </form>
    </main>
  );
}
