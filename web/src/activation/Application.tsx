// What became of an application, to who has its link: each state with the one thing that can be done now.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { dayIn } from '../core/dates';
import type { OneApplication } from '../core/shapes';
import { now, useValue } from '../core/store';
import { dayAndTime, dayMonth } from '../i18n/format';
import { ap } from '../i18n/invitations/applications';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { Trouble, useTry, Wrong } from '../invitations/way_in/trouble';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import '../parts/when_line.css';

const DIGITS = 6;
const tokenHere = (): string => location.hash.slice(1);

export function Application() {
  const [token, setToken] = useState(tokenHere);
  useEffect(() => {
    const change = () => setToken(tokenHere());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return <OfToken key={token} token={token} />;
}

function OfToken({ token }: { token: string }) {
  const tick = useValue(now);
  const { state, problem, set } = useResource(() => api.post<OneApplication>('/applications/open', { token }), tick);
  const isGone = problem instanceof Problem && [400, 404].includes(problem.status);
  const haveCode = (
    <a href="/activate" data-have-code>
      {ap('haveCode')}
    </a>
  );
  return (
    <Frame
      school={undefined}
      about={state && !isGone ? ap('number', { n: state.application }) : ap('about')}
      name="application"
      foot={haveCode}
    >
      <section class="sheet pad way-in-sheet" data-application={isGone ? 'gone' : state?.state}>
        {isGone ? (
          <>
            <Heading first>{ap('gone')}</Heading>
            <p>{ap('goneText')}</p>
            <Act href="/activate/apply">{ap('again')}</Act>
          </>
        ) : state ? (
          <Shown of={state} token={token} set={set} key={state.state} />
        ) : (
          <NotYet problem={problem} lines={8} />
        )}
      </section>
    </Frame>
  );
}

interface ShownProps {
  of: OneApplication;
  token: string;
  set: (one: OneApplication) => void;
}
function Shown({ of: one, token, set }: ShownProps) {
  const { email } = one;
  const isOver = one.code_until !== null && Date.parse(one.code_until) <= now.value;
  return (
    <>
      <Heading>{ap(one.state)}</Heading>
      {one.state === 'unconfirmed' ? (
        <>
          <p>{ap('unconfirmedText', { email })}</p>
          <Code token={token} set={set} />
        </>
      ) : one.state === 'waiting' ? (
        <p>{ap('waitingText', { email })}</p>
      ) : one.state === 'refused' ? (
        <>
          <p data-reason>{ap('reason', { reason: one.reason ?? '' })}</p>
          <Act href="/activate/apply">{ap('again')}</Act>
        </>
      ) : one.state === 'connected' ? (
        <>
          <p>{ap('connectedText')}</p>
          <Act href="/sign-in">{ap('toSignIn')}</Act>
        </>
      ) : isOver ? (
        <p class="note brass">
          <Icon name="clock" />
          <span>{ap('codeOver')}</span>
        </p>
      ) : (
        <>
          <p>{ap('codeSentText', { email })}</p>
          <Act href="/activate">{ap('enter')}</Act>
        </>
      )}
      <Steps of={one} />
    </>
  );
}

function Act({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a class="btn wide" href={href} data-act>
      {children}
    </a>
  );
}

/** What has been, what is now, what comes: by the clock of the school. */
function Steps({ of: one }: { of: OneApplication }) {
  const { state, email } = one;
  const at = (moment: string | null) => (moment ? dayAndTime(moment, one.zone) : '');
  const isDecided = state === 'code_sent' || state === 'connected';
  return (
    <ol class="when-line">
      <Step is="was" head={ap('stepSent')} text={`${at(one.made_at)}, ${one.school}`} />
      {state === 'unconfirmed' ? (
        <Step is="now" head={ap('stepConfirm')} text={email} />
      ) : (
        <Step is="was" head={ap('stepConfirmed')} text={at(one.confirmed_at)} />
      )}
      {state === 'refused' ? (
        <Step is="now" head={ap('stepRefused')} text={at(one.decided_at)} />
      ) : (
        <>
          <Step
            is={isDecided ? 'was' : state === 'waiting' ? 'now' : undefined}
            head={ap(isDecided ? 'stepAccepted' : 'stepRead')}
            text={at(one.decided_at)}
          />
          <Step
            is={state === 'connected' ? 'was' : state === 'code_sent' ? 'now' : undefined}
            head={ap('stepCode')}
            text={one.code_until ? ap('until', { email, day: lastDay(one.code_until, one.zone) }) : email}
          />
          {state === 'connected' && <Step is="now" head={ap('stepOpened')} text={one.school} />}
        </>
      )}
    </ol>
  );
}
const lastDay = (until: string, zone: string): string => dayMonth(dayIn(zone, new Date(Date.parse(until) - 1000)));

function Step({ is, head, text }: { is: 'was' | 'now' | undefined; head: string; text: string }) {
  return (
    <li class={is} aria-current={is === 'now' ? 'step' : undefined}>
      <span>
        <b>{head}</b>
        {text && <span class="soft">{text}</span>}
      </span>
    </li>
  );
}

function Code({ token, set }: { token: string; set: (one: OneApplication) => void }) {
  const { problem, attempt } = useTry();
  const [code, setCode] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isWrong = isMissing || (problem instanceof Problem && [400, 404].includes(problem.status));
  const submit = (event: Event) => {
    event.preventDefault();
    const digits = code.replaceAll(/\D/g, '');
    setMissing(digits.length !== DIGITS);
    if (digits.length !== DIGITS) return;
    void attempt(async () => set(await api.post<OneApplication>('/applications/confirm', { token, code: digits })));
  };
  return (
    <form class="form" noValidate onSubmit={submit}>
      <Trouble problem={problem} />
      <div class={isWrong ? 'field wrong' : 'field'}>
        <label for="code">{ap('code')}</label>
        <Wrong words={isWrong ? ap('codeWrong') : undefined} id="code-wrong" />
        <input
          class="input way-in-code"
          id="code"
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={9}
          value={code}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'code-wrong' : undefined}
          onInput={event => setCode(event.currentTarget.value)}
        />
      </div>
      <button class="btn wide" data-confirm>
        {ap('confirm')}
      </button>
    </form>
  );
}
