// Before many invitations are sent or printed: how many, and what stops working.
import { useState } from 'preact/hooks';
import { lang, type Lang } from '../i18n';
import { iv } from '../i18n/invitations/signIns';
import { Check } from '../parts/Check';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { isLive, isReached } from './invitations';
import type { InvitedPerson } from '../core/shapes';
import type { Acts } from './useActs';

interface Props {
  act: 'send' | 'print';
  /** Those who are not in. */
  people: readonly InvitedPerson[];
  acts: Acts;
  close: () => void;
}
export function Asking({ act, people, acts, close }: Props) {
  const reached = people.filter(isReached);
  const unreached = people.filter(one => !isReached(one));
  const [only, setOnly] = useState(false);
  const [language, setLanguage] = useState<Lang>(lang.value);
  const chosen = act === 'send' ? reached : only ? unreached : people;
  const messages = chosen.filter(one => one.next_medium === 'message').length;
  const facts =
    act === 'print'
      ? [iv('slipEach')]
      : [
          chosen.length > messages && iv('byMail', { n: chosen.length - messages }),
          messages > 0 && iv('byMessage', { n: messages }),
        ];
  const again = chosen.some(isLive);
  const head = iv(act === 'print' ? 'print' : chosen.every(one => one.status === 'none') ? 'send' : 'sendAgain', {
    n: chosen.length,
  });
  const go = () =>
    void (act === 'send' ? acts.send(chosen) : acts.print(chosen, language)).then(ok => {
      if (ok) close();
    });
  return (
    <Sheet label={head} onClose={close}>
      <div class="stack" data-asking={act}>
        <header class="row">
          <h2>{head}?</h2>
          <CloseButton onClose={close} />
        </header>
        <ul class="sign-ins-facts">
          {facts.filter(Boolean).map(words => (
            <li key={words}>
              <Icon name="check" class="good" />
              <span>{words}</span>
            </li>
          ))}
          {again && (
            <li data-stops>
              <Icon name="close" class="bad" />
              <span>{iv('stops')}</span>
            </li>
          )}
          {act === 'send' && unreached.length > 0 && (
            <li>
              <Icon name="info" />
              <span>{iv('needSlip', { n: unreached.length })}</span>
            </li>
          )}
        </ul>
        {act === 'print' && (
          <>
            {reached.length > 0 && unreached.length > 0 && (
              <Check name="only" words={iv('onlyWithout', { n: unreached.length })} checked={only} set={setOnly} />
            )}
            <p class="label" id="slip-language">
              {iv('slipLanguage')}
            </p>
            <div class="seg" role="group" aria-labelledby="slip-language">
              {(['ru', 'en'] as const).map(one => (
                <button
                  key={one}
                  type="button"
                  lang={one}
                  aria-pressed={language === one}
                  data-slip-language={one}
                  onClick={() => setLanguage(one)}
                >
                  {one === 'ru' ? 'Русский' : 'English'}
                </button>
              ))}
            </div>
          </>
        )}
        {acts.error}
        <p class="row">
          <button type="button" class="btn" data-go onClick={go}>
            {iv(act === 'send' ? 'sendNow' : 'printNow')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {iv('cancel')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
