// Who cannot get in asks for a letter with an invitation: it goes to the address that the school has, and nowhere else.
import { useState } from 'preact/hooks';
import { api } from '../../core/api';
import { wi } from '../../i18n/invitations/wayIn';
import { Frame, Heading } from './Frame';
import { Trouble, useTry, Wrong } from './trouble';

/** The same is said whether somebody is known or not. */
export function AskForLetter() {
  const [login, setLogin] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { problem, attempt } = useTry();
  const submit = (event: Event) => {
    event.preventDefault();
    const said = login.trim();
    setMissing(!said);
    if (said)
      void attempt(async () => {
        await api.post('/invitations/ask', { login: said });
        setAsked(true);
      });
  };
  const toSignIn = (
    <a class="btn two wide" href="/sign-in" data-to-sign-in>
      {wi('toSignIn')}
    </a>
  );
  return isAsked ? (
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
