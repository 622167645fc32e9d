// One person: how far they are, and what can be done next.
import { useState } from 'preact/hooks';
import { whole } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import {
  isIn,
  isLive,
  isReached,
  otherMedium,
  personWords,
  sendWords,
  statusLook,
  statusWords,
  untilWords,
} from './invitations';
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
  const next = iv(of.status !== 'none' && isReached(of) ? 'again' : isReached(of) ? 'invite' : 'slip');
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
  const then = (asked: Promise<boolean>): void =>
    void asked.then(ok => {
      if (ok) done?.();
    });
  const words = [isLive(of) && untilWords(of), isLive(of) && iv('oneStops'), !of.next_medium && iv('noMail')];
  const other = otherMedium(of);
  const reached = isReached(of);
  return (
    <div class="invited-acts">
      <p class="meta">{words.filter(Boolean).join(' ')}</p>
      {of.next_medium && (
        <button
          type="button"
          class={reached && !isIn(of) ? 'btn wide' : 'btn two wide'}
          data-send={of.next_medium}
          onClick={() => then(acts.send([of]))}
        >
          <Icon name="send" />
          {sendWords(of)}
        </button>
      )}
      {other && (
        <button type="button" class="btn two wide" data-send-other={other} onClick={() => then(acts.send([of], other))}>
          {iv(other === 'message' ? 'sendMessage' : 'sendMail')}
        </button>
      )}
      <button
        type="button"
        class={reached || isIn(of) ? 'btn two wide' : 'btn wide'}
        data-print
        onClick={() => then(acts.print([of]))}
      >
        <Icon name="paper" />
        {iv('printOne')}
      </button>
      {isLive(of) && (
        <button type="button" class="btn plain wide" data-revoke onClick={() => then(acts.revoke([of]))}>
          {iv('revoke')}
        </button>
      )}
      {acts.error}
    </div>
  );
}
