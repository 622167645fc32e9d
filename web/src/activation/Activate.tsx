// A new installation: the code that opens a school, then its first administrator, who goes straight to the set-up.
import { useState } from 'preact/hooks';
import { keepPassword } from '../account/keepPassword';
import { PasswordField } from '../account/fields/PasswordField';
import { api, Problem } from '../core/api';
import { letIn } from '../core/session';
import { now, useValue } from '../core/store';
import { place } from '../core/router';
import type { CheckedCode, EnteredByInvitation, InstallationStatus, SchoolOfCode } from '../core/shapes';
import { t } from '../i18n';
import { ac } from '../i18n/invitations/activation';
import { ap } from '../i18n/invitations/applications';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { isClosed, isOfPassword, Trouble, useTry, Wrong } from '../invitations/way_in/trouble';
import { Application } from './Application';
import { Apply } from './Apply';
import { ZoneField } from './ZoneField';
import { hereZone, zoneWords } from './zones';

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

/** The code, or an application for one, where the installation takes any. */
export function Activate() {
  const part = useValue(place).path[1];
  const tick = useValue(now);
  const { state, problem } = useResource(() => api.get<InstallationStatus>('/status'), tick);
  if (state?.applications && part === 'apply') return <Apply />;
  if (state?.applications && part === 'application') return <Application />;
  if (!state && part)
    return (
      <Frame school={undefined} about={ap('about')} name="activation-wait">
        <section class="sheet pad">
          <NotYet problem={problem} lines={8} />
        </section>
      </Frame>
    );
  return <ByCode applies={!!state?.applications} />;
}

function ByCode({ applies }: { applies: boolean }) {
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
  const [good, setGood] = useState<CheckedCode>();
  const [login, setLogin] = useState<string>();
  if (login !== undefined) return <Opened name={typed.name} login={login} />;
  return good ? (
    <Administrator typed={typed} of={good.school} back={() => setGood(undefined)} done={setLogin} />
  ) : (
    <CodeStep typed={typed} applies={applies} next={setGood} />
  );
}

interface CodeProps {
  typed: Typed;
  applies: boolean;
  next: (good: CheckedCode) => void;
}
function CodeStep({ typed, applies, next }: CodeProps) {
  const { problem, attempt } = useTry();
  const [isMissing, setMissing] = useState(false);
  const wrong = isMissing ? ac('codeMissing') : isClosed(problem) ? ac('codeWrong') : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    typed.code = typed.code.trim();
    setMissing(!typed.code);
    if (!typed.code) return;
    void attempt(async () => {
      const good = await api.post<CheckedCode>('/activation/check', { code: typed.code });
      if (good.school) {
        typed.name = good.school.name;
        typed.zone = good.school.zone;
      }
      next(good);
    });
  };
  return (
    <Frame
      school={undefined}
      name="activation-code"
      foot={
        applies && (
          <>
            <span>{ap('noCode')}</span>
            <a href="/activate/apply" data-to-apply>
              {ap('toApply')}
            </a>
          </>
        )
      }
    >
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
  /** The school that applied for the code: its name is known. */
  of: SchoolOfCode | null;
  back: () => void;
  done: (login: string) => void;
}
function Administrator({ typed, of, back, done }: AdministratorProps) {
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
    <Frame
      school={of?.name}
      about={of ? ap('codeTaken', { zone: zoneWords(of.zone) }) : undefined}
      name="activation-administrator"
    >
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
        {!of && (
          <>
            <TextField field="name" typed={typed} missing={isMissing} autocomplete="organization" />
            <ZoneField
              label={ac('zone')}
              zone={typed.zone}
              choose={zone => {
                typed.zone = zone;
              }}
            />
          </>
        )}
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
