// One's own telephone: a code of a message shows that the number is one's own. Without a number, or where the school sends
// no messages, there is nothing to see.
import { useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import type { OwnTelephone } from '../core/shapes';
import { tp } from '../i18n/account/telephone';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { codeIn } from '../account/fields/code';
import { CodeField } from '../account/fields/CodeField';

const OWN = '/me/telephone';

export function Telephone() {
  const { state, set } = useResource(() => api.get<OwnTelephone>(OWN), 0);
  if (!state?.number || !state.codes) return null;
  return (
    <section class="sheet pad stack" data-telephone={state.confirmed ? 'confirmed' : 'open'}>
      <h2>{tp('head')}</h2>
      <p>
        {tp('known')} <b class="num">{state.number}</b>
      </p>
      {state.confirmed ? (
        <p class="note good" role="status">
          <Icon name="check" />
          {tp('confirmed')}
        </p>
      ) : (
        <Unconfirmed set={set} />
      )}
    </section>
  );
}

function Unconfirmed({ set }: { set: (own: OwnTelephone) => void }) {
  const [isSent, setSent] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const { ask, error } = useAction();
  const send = () =>
    void ask(async () => {
      setWrong(false);
      await api.post(`${OWN}/code`, {});
      setSent(true);
    });
  const confirm = (event: Event) => {
    event.preventDefault();
    const code = codeIn(event.currentTarget as HTMLFormElement);
    setMissing(!code);
    setWrong(false);
    if (code)
      void ask(async () => {
        try {
          set(await api.post<OwnTelephone>(`${OWN}/confirm`, { code }));
        } catch (problem) {
          if (!(problem instanceof Problem && [400, 422].includes(problem.status))) throw problem;
          setWrong(true);
        }
      });
  };
  return (
    <>
      <p class="meta">{tp('why')}</p>
      {isSent && (
        <form class="form" noValidate onSubmit={confirm}>
          <p class="note" role="status" data-code-sent>
            <Icon name="info" />
            {tp('sent')}
          </p>
          <CodeField id="telephone-code" label={tp('code')} isDigits isMissing={isMissing} />
          {isWrong && (
            <p class="err" role="alert" data-wrong-code>
              <Icon name="alert" />
              {tp('wrong')}
            </p>
          )}
          <p class="row">
            <button class="btn" data-confirm-telephone>
              {tp('confirm')}
            </button>
          </p>
        </form>
      )}
      {error}
      <p class="row">
        <button type="button" class="btn two" data-send-code onClick={send}>
          {tp(isSent ? 'again' : 'send')}
        </button>
      </p>
      <p class="meta">{tp('other')}</p>
    </>
  );
}
