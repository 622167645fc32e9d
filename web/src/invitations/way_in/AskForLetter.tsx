// Who cannot get in asks for a letter with an invitation, or a code by telephone: it goes where the school can reach them,
// and nowhere else.
import { useState } from 'preact/hooks';
import { codeIn } from '../../account/fields/code';
import { CodeField } from '../../account/fields/CodeField';
import { api, Problem } from '../../core/api';
import type { AskedFor, InvitationToken } from '../../core/shapes';
import { wi } from '../../i18n/invitations/wayIn';
import { Frame, Heading } from './Frame';
import { openAfresh } from './link';
import { Trouble, useTry, Wrong } from './trouble';

/** The same is said whether somebody is known or not. */
export function AskForLetter() {
  const [login, setLogin] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [asked, setAsked] = useState<AskedFor>();
  const { problem, attempt } = useTry();
  const submit = (event: Event) => {
    event.preventDefault();
    const said = login.trim();
    setMissing(!said);
    if (said)
      void attempt(async () => {
        setAsked(await api.post<AskedFor>('/invitations/ask', { login: said }));
      });
  };
  const toSignIn = (
    <a class="btn two wide" href="/sign-in" data-to-sign-in>
      {wi('toSignIn')}
    </a>
  );
  if (asked?.codes) return <CodeOfMessage login={login.trim()} again={() => setAsked(undefined)} />;
  return asked ? (
    <Frame school={undefined} name="asked" key="asked">
      <section class="sheet pad way-in-sheet">
        <Heading>{wi('asked')}</Heading>
        <p>{wi('askedText')}</p>
        <p class="meta">{wi('askedHelp')}</p>
        {toSignIn}
      </section>
    </Frame>
  ) : (
    <Frame school={undefined} name="ask" key="ask">
      <form class="sheet pad way-in-sheet" noValidate onSubmit={submit}>
        <Heading first>{wi('ask')}</Heading>
        <p class="soft">{wi('askText')}</p>
        <Trouble problem={problem} />
        <div class={isMissing ? 'field wrong' : 'field'}>
          <label for="login">{wi('loginOrAddress')}</label>
          <Wrong words={isMissing ? wi('loginMissing') : undefined} id="login-wrong" />
          <input
            class="input"
            id="login"
            name="login"
            maxLength={200}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            value={login}
            aria-invalid={isMissing}
            aria-describedby={isMissing ? 'login-wrong' : undefined}
            onInput={event => setLogin(event.currentTarget.value)}
          />
        </div>
        <button class="btn wide" data-ask>
          {wi('askDo')}
        </button>
        {toSignIn}
      </form>
    </Frame>
  );
}

/** A school that sends messages: a letter may come as well, and who it is for is not said. */
function CodeOfMessage({ login, again }: { login: string; again: () => void }) {
  const [isMissing, setMissing] = useState(false);
  const { problem, attempt } = useTry();
  const isWrong = problem instanceof Problem && [400, 404].includes(problem.status);
  const submit = (event: Event) => {
    event.preventDefault();
    const code = codeIn(event.currentTarget as HTMLFormElement);
    setMissing(!code);
    if (code)
      void attempt(async () => {
        openAfresh((await api.post<InvitationToken>('/invitations/code', { login, code })).token);
      });
  };
  return (
    <Frame school={undefined} name="asked" key="asked">
      <form class="sheet pad way-in-sheet" noValidate onSubmit={submit}>
        <Heading>{wi('askedBoth')}</Heading>
        <p>{wi('askedBothText')}</p>
        <Trouble problem={problem} />
        <Wrong words={isWrong ? wi('codeOfMessageWrong') : undefined} id="code-wrong" />
        <CodeField
          id="code"
          label={wi('codeOfMessage')}
          hint={wi('codeOfMessageHint')}
          isDigits
          isMissing={isMissing}
        />
        <button class="btn wide" data-use-code>
          {wi('next')}
        </button>
        <button type="button" class="btn two wide" data-ask-again onClick={again}>
          {wi('askAgain')}
        </button>
        <p class="meta">{wi('askedBothHelp')}</p>
      </form>
    </Frame>
  );
}
