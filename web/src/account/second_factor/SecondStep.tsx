// The second step of a sign-in: a code of the app, or one of those kept for emergencies.
import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../../core/api';
import { t } from '../../i18n';
import { sf } from '../../i18n/account/secondFactor';
import { Icon } from '../../parts/icons';
import { codeIn } from '../fields/code';
import { CodeField } from '../fields/CodeField';

export interface Second {
  /** What is asked: a code, or a passkey in the place of the password. */
  by: string | undefined;
  /** Signs in with this code. Raises what the server says. */
  enter: (code: string) => Promise<void>;
}
function words(problem: unknown): string {
  if (problem instanceof NoAnswer) return t('noNetwork');
  if (!(problem instanceof Problem)) throw problem;
  if (problem.status === 429) return t('tooMany', { n: Math.max(1, Math.ceil(problem.retryAfter / 60)) });
  return problem.code === 'second_factor_wrong' ? sf('wrong') : problem.whole;
}

export function SecondStep({ by, enter, back }: Second & { back: () => void }) {
  const [isDigits, setDigits] = useState(true);
  const [isMissing, setMissing] = useState(false);
  const [wrong, setWrong] = useState('');
  const busy = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), [isDigits]);
  const submit = async (event: Event) => {
    event.preventDefault();
    setWrong('');
    const code = codeIn(event.currentTarget as HTMLFormElement);
    setMissing(!code);
    if (!code || busy.current) return;
    busy.current = true;
    try {
      await enter(code);
    } catch (problem) {
      setWrong(words(problem));
      form.current?.querySelector('input')?.select();
    } finally {
      busy.current = false;
    }
  };
  const other = () => {
    setDigits(!isDigits);
    setMissing(false);
    setWrong('');
  };
  const goBack = (
    <button type="button" class="btn plain wide" data-back onClick={back}>
      {sf('back')}
    </button>
  );
  if (by === 'passkey')
    return (
      <section class="sheet pad form" data-second="passkey">
        <h1>{sf('onlyPasskey')}</h1>
        <p class="soft">{sf('onlyPasskeyText')}</p>
        {goBack}
      </section>
    );
  return (
    <form class="sheet pad form" noValidate onSubmit={event => void submit(event)} ref={form} data-second="code">
      <h1>{sf('head')}</h1>
      {wrong && (
        <div class="note bad" role="alert">
          <Icon name="alert" />
          <p>{wrong}</p>
        </div>
      )}
      <CodeField
        id="second-code"
        label={sf(isDigits ? 'digits' : 'recovery')}
        hint={sf(isDigits ? 'digitsHint' : 'recoveryHint')}
        isDigits={isDigits}
        isMissing={isMissing}
      />
      <button class="btn wide" data-enter>
        {sf('signIn')}
      </button>
      <button type="button" class="btn plain wide" data-other-code onClick={other}>
        {sf(isDigits ? 'noPhone' : 'withApp')}
      </button>
      {goBack}
      <p class="meta">{sf('lostBoth')}</p>
    </form>
  );
}
