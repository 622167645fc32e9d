// A new installation: the code that opens a school, then its first administrator, who goes straight to the set-up.
import { useState } from 'preact/hooks';
import { keepPassword } from '../account/keepPassword';
import { PasswordField } from '../account/fields/PasswordField';
import { api, Problem } from '../core/api';
import { letIn } from '../core/session';
import type { EnteredByInvitation } from '../core/shapes';
import { t } from '../i18n';
import { ac } from '../i18n/invitations/activation';
import { Icon } from '../parts/icons';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { isClosed, isOfPassword, Trouble, useTry, Wrong } from '../invitations/way_in/trouble';

/** What was typed, kept while one goes back and forth. */
interface Typed {
  code: string;
  name: string;
  zone: string;
  family: string;
  given: string;
  middle: string;
  email: string;
  role: 'leadership' | 'admin';
}
const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const allZones = (): string[] => [...new Set([hereZone(), ...Intl.supportedValuesOf('timeZone')])];

export function Activate() {
  const [typed] = useState<Typed>({
    code: '',
    name: '',
    zone: hereZone(),
    family: '',
    given: '',
    middle: '',
    email: '',
    role: 'leadership',
  });
  const [isGood, setGood] = useState(false);
  const [login, setLogin] = useState<string>();
  if (login !== undefined) return <Opened name={typed.name} login={login} />;
  return isGood ? (
    <Administrator typed={typed} back={() => setGood(false)} done={setLogin} />
  ) : (
    <CodeStep typed={typed} next={() => setGood(true)} />
  );
}

function CodeStep({ typed, next }: { typed: Typed; next: () => void }) {
  const { problem, attempt } = useTry();
  const [isMissing, setMissing] = useState(false);
  const wrong = isMissing ? ac('codeMissing') : isClosed(problem) ? ac('codeWrong') : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    typed.code = typed.code.trim();
    setMissing(!typed.code);
    if (!typed.code) return;
    void attempt(async () => {
      await api.post('/activation/check', { code: typed.code });
      next();
    });
  };
  return (
    <Frame school={undefined} name="activation-code">
      <form class="sheet pad form way-in-sheet" noValidate onSubmit={submit}>
        <Heading first>{ac('codeHead')}</Heading>
        <Trouble problem={problem} />
        <div class={wrong ? 'field wrong' : 'field'}>
          <label for="code">{ac('code')}</label>
          <p class="hint" id="code-hint">
            {ac('codeHint')}
          </p>
          <Wrong words={wrong} id="code-wrong" />
          <input
            class="input way-in-code"
            id="code"
            name="code"
            maxLength={100}
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            placeholder="XXXX-XXXX-XXXX"
            value={typed.code}
            aria-invalid={!!wrong}
            aria-describedby={wrong ? 'code-hint code-wrong' : 'code-hint'}
            onInput={event => {
              typed.code = event.currentTarget.value;
            }}
          />
        </div>
        <button class="btn wide" data-check-code>
          {ac('next')}
        </button>
      </form>
    </Frame>
  );
}

type Field = 'name' | 'family' | 'given' | 'middle' | 'email';
const NEEDED: readonly Field[] = ['name', 'family', 'given'];
interface TextProps {
  field: Field;
  typed: Typed;
  missing: boolean;
  kind?: 'text' | 'email';
  autocomplete?: string;
  hint?: string;
}
function TextField({ field, typed, missing, kind = 'text', autocomplete = 'off', hint }: TextProps) {
  const isWrong = missing && NEEDED.includes(field) && !typed[field].trim();
  return (
    <div class={isWrong ? 'field wrong' : 'field'}>
      <label for={field}>{ac(field)}</label>
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      <Wrong words={isWrong ? ac('fillIn') : undefined} id={`${field}-wrong`} />
      <input
        class="input"
        id={field}
        name={field}
        {...(kind === 'email' ? { type: 'email' } : { type: 'text' })}
        maxLength={field === 'name' ? 200 : 100}
        autocomplete={autocomplete}
        spellcheck={false}
        value={typed[field]}
        aria-invalid={isWrong}
        aria-describedby={[hint && `${field}-hint`, isWrong && `${field}-wrong`].filter(Boolean).join(' ') || undefined}
        onInput={event => {
          typed[field] = event.currentTarget.value;
        }}
      />
    </div>
  );
}

const ROLES = ['leadership', 'admin'] as const;

interface AdministratorProps {
  typed: Typed;
  back: () => void;
  done: (login: string) => void;
}
function Administrator({ typed, back, done }: AdministratorProps) {
  const { problem, attempt } = useTry();
  const [isMissing, setMissing] = useState(false);
  const wrong = problem instanceof Problem && isOfPassword(problem) ? problem.whole : undefined;
  const isCodeGone = problem instanceof Problem && problem.code === 'activation_code_wrong';
  const submit = (event: Event) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget as HTMLFormElement).get('password') ?? '');
    const missing = !password || NEEDED.some(field => !typed[field].trim());
    setMissing(missing);
    if (missing) return;
    const { code, name, zone, role, family, given, middle } = typed;
    const administrator = { family, given, middle, email: typed.email.trim() || null };
    void attempt(async () => {
      const entered = await api.post<EnteredByInvitation>('/activation', {
        code,
        name,
        zone,
        role,
        administrator,
        password,
      });
      await letIn();
      keepPassword(entered.login, password);
      done(entered.login);
    });
  };
  return (
    <Frame school={undefined} name="activation-administrator">
      <form class="sheet pad form way-in-sheet" noValidate onSubmit={submit}>
        <Heading>{ac('head')}</Heading>
        <p class="soft">{ac('text')}</p>
        {isCodeGone ? (
          <p class="note bad" role="alert">
            <Icon name="alert" />
            <span>{ac('codeWrong')}</span>
          </p>
        ) : (
          <Trouble problem={wrong ? undefined : problem} />
        )}
        <TextField field="name" typed={typed} missing={isMissing} autocomplete="organization" />
        <div class="field">
          <label for="zone">{ac('zone')}</label>
          <select
            class="input"
            id="zone"
            name="zone"
            onChange={event => {
              typed.zone = event.currentTarget.value;
            }}
          >
            {allZones().map(zone => (
              <option key={zone} value={zone} selected={zone === typed.zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </div>
        <fieldset class="choice">
          <legend class="label">{ac('role')}</legend>
          {ROLES.map(role => (
            <label key={role} class="check">
              <input
                type="radio"
                name="role"
                value={role}
                defaultChecked={role === typed.role}
                onChange={() => {
                  typed.role = role;
                }}
              />
              <span>{ac(role)}</span>
            </label>
          ))}
        </fieldset>
        <TextField field="family" typed={typed} missing={isMissing} autocomplete="family-name" />
        <TextField field="given" typed={typed} missing={isMissing} autocomplete="given-name" />
        <TextField field="middle" typed={typed} missing={isMissing} autocomplete="additional-name" />
        <TextField
          field="email"
          typed={typed}
          missing={isMissing}
          kind="email"
          autocomplete="email"
          hint={ac('emailHint')}
        />
        <PasswordField
          id="password"
          name="password"
          label={ac('password')}
          kind="new-password"
          isWrong={!!wrong}
          describedBy="password-hint password-wrong"
        />
        <p class="meta" id="password-hint">
          {ac('passwordHint')}
        </p>
        <Wrong words={wrong} id="password-wrong" />
        {isMissing && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {ac('allNeeded')}
          </p>
        )}
        <button class="btn wide" data-activate>
          {ac('start')}
        </button>
        <button type="button" class="btn plain wide" onClick={back}>
          {t('back')}
        </button>
      </form>
    </Frame>
  );
}

/** The next page is a fresh one: it begins as who has come in. */
const toSetUp = () => location.replace('/admin');

function Opened({ name, login }: { name: string; login: string }) {
  return (
    <Frame school={name} name="activation-done">
      <section class="sheet pad way-in-sheet way-in-done">
        <Icon name="check" />
        <Heading>{ac('done')}</Heading>
        <p class="way-in-login">
          <span>{ac('yourLogin')}</span>
          <b data-login>{login}</b>
        </p>
        <p class="meta">{ac('remember')}</p>
        <button type="button" class="btn wide" data-to-set-up onClick={toSetUp}>
          {ac('toSetUp')}
        </button>
      </section>
    </Frame>
  );
}
