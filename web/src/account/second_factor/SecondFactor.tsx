// One's own second factor: seen, set up, renewed and turned off.
import { useState } from 'preact/hooks';
import { api } from '../../core/api';
import { dayIn } from '../../core/dates';
import { me, zone } from '../../core/session';
import type { Me } from '../../core/types';
import type { MySecondFactor } from '../../core/shapes';
import { dayMonth } from '../../i18n/format';
import { sf } from '../../i18n/account/secondFactor';
import { Icon } from '../../parts/icons';
import { NotYet } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import { FACTOR, NewCodesSheet, SetUpSheet, TurnOffSheet } from './Sheets';

type Act = 'setUp' | 'codes' | 'off';

/** `changed` is called when something has changed. */
export function SecondFactor({ changed }: { changed?: () => void }) {
  const [times, setTimes] = useState(0);
  const [act, setAct] = useState<Act>();
  const [told, tell] = useState('');
  const { state, problem } = useResource(() => api.get<MySecondFactor>(FACTOR), times);
  if (!state)
    return (
      <section class="sheet pad">
        <h2>{sf('head')}</h2>
        <NotYet problem={problem} />
      </section>
    );
  const close = () => setAct(undefined);
  const done = (words: string) => {
    close();
    tell(words);
    setTimes(n => n + 1);
    if (changed) return changed();
    api.get<Me>('/me').then(
      now => me.set(now),
      () => {}, // what is said of it at the top goes with the next page
    );
  };
  const button = (what: Act, words: string, look = 'btn plain small') => (
    <button type="button" class={look} data-factor={what} onClick={() => setAct(what)}>
      {words}
    </button>
  );
  return (
    <section
      class="sheet pad stack"
      id="second-factor"
      aria-labelledby="factor-h"
      data-second-factor={state.set_at ? 'set' : 'none'}
    >
      <h2 id="factor-h">{sf('head')}</h2>
      <p class="meta">
        {sf('text')} {state.required && sf('required')}
      </p>
      {state.set_at ? (
        <p>
          <b>{sf('setAt', { day: dayMonth(dayIn(zone(), state.set_at)) })}</b>
          <br />
          <span class={state.codes_left < 3 ? 'tag brass' : 'meta'} data-codes-left={state.codes_left}>
            {sf('left', { n: state.codes_left })}
          </span>
        </p>
      ) : (
        <p class="soft">{sf('none')}</p>
      )}
      {told && (
        <p class="note good" role="status" data-factor-done>
          <Icon name="check" />
          {told}
        </p>
      )}
      {state.set_at ? (
        <div class="row">
          {button('codes', sf('codesAnew'))}
          {button('setUp', sf('another'))}
          {!state.required && button('off', sf('turnOff'))}
        </div>
      ) : (
        button('setUp', sf('setUp'), 'btn two')
      )}
      {act === 'setUp' && <SetUpSheet of={state} onClose={close} done={() => done(sf('isSet'))} />}
      {act === 'codes' && <NewCodesSheet of={state} onClose={close} done={() => done('')} />}
      {act === 'off' && <TurnOffSheet of={state} onClose={close} done={() => done(sf('turnedOff'))} />}
    </section>
  );
}
