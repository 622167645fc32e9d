// One person: how far they are, and what can be done next.
import { useState } from 'preact/hooks';
import { whole } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { isIn, isLive, personWords, statusLook, statusWords, takesMail, untilWords } from './invitations';
import type { InvitedPerson } from '../core/shapes';
import type { Acts } from './useActs';

export function Status({ of, today }: { of: InvitedPerson; today: string }) {
  const look = statusLook(of, today);
  return (
    <span class={`invited-state ${look}`} data-status={of.status}>
      {look === 'good' && <Icon name="check" />}
      {look === 'bad' && <Icon name="alert" />}
      {statusWords(of, today)}
    </span>
  );
}

/** A line of a list: who, how far, and a button to what can be done. Who is in has none. */
export function Invited({ of, today, acts }: { of: InvitedPerson; today: string; acts: Acts }) {
  const [isOpen, setOpen] = useState(false);
  const next = iv(of.status !== 'none' && takesMail(of) ? 'again' : takesMail(of) ? 'invite' : 'slip');
  return (
    <li class="invited" data-invited={of.person.id}>
      <span class="invited-name" title={whole(of.person.name)}>
        {personWords(of)}
      </span>
      <Status of={of} today={today} />
      {!isIn(of) && acts.may(of) && (
        <button
          type="button"
          class="btn two small"
          aria-haspopup="dialog"
          aria-label={iv('of', { act: next, name: whole(of.person.name) })}
          data-acts
          onClick={() => setOpen(true)}
        >
          {next}
        </button>
      )}
      {isOpen && (
        <Sheet label={whole(of.person.name)} onClose={() => setOpen(false)}>
          <header class="row">
            <h2>{whole(of.person.name)}</h2>
            <CloseButton onClose={() => setOpen(false)} />
          </header>
          <Status of={of} today={today} />
          <ActsOf of={of} acts={acts} done={() => setOpen(false)} />
        </Sheet>
      )}
    </li>
  );
}

/** Everything that can be done about one person; what stops working is said before. */
export function ActsOf({ of, acts, done }: { of: InvitedPerson; acts: Acts; done?: () => void }) {
  const press = (act: 'send' | 'print' | 'revoke') => () =>
    void acts[act]([of]).then(ok => {
      if (ok) done?.();
    });
  const words = [isLive(of) && untilWords(of), isLive(of) && iv('oneStops'), !of.email && iv('noMail')];
  const sends = iv(isIn(of) ? 'linkBack' : of.status === 'none' ? 'sendMail' : 'sendMailAgain');
  const mails = takesMail(of);
  return (
    <div class="invited-acts">
      <p class="meta">{words.filter(Boolean).join(' ')}</p>
      {of.email && (
        <button
          type="button"
          class={mails && !isIn(of) ? 'btn wide' : 'btn two wide'}
          data-send
          onClick={press('send')}
        >
          <Icon name="send" />
          {sends}
        </button>
      )}
      <button type="button" class={mails || isIn(of) ? 'btn two wide' : 'btn wide'} data-print onClick={press('print')}>
        <Icon name="paper" />
        {iv('printOne')}
      </button>
      {isLive(of) && (
        <button type="button" class="btn plain wide" data-revoke onClick={press('revoke')}>
          {iv('revoke')}
        </button>
      )}
      {acts.error}
    </div>
  );
}
