// How many are in, in a number and a bar, and what to do about those who are not.
import { useState } from 'preact/hooks';
import { iv } from '../i18n/invitations/signIns';
import { Icon } from '../parts/icons';
import { Asking } from './Asking';
import { counted, isIn, isReached } from './invitations';
import type { InvitedPerson } from '../core/shapes';
import type { Acts } from './useActs';

const share = (n: number, all: number) => ({ width: `${all ? (n / all) * 100 : 0}%` });

/** `lonely`: students without any adult who is in. */
export function Summary({
  people,
  lonely = 0,
  acts,
}: {
  people: readonly InvitedPerson[];
  lonely?: number;
  acts: Acts;
}) {
  const n = counted(people);
  const parts = [iv('legendIn', { n: n.in }), iv('legendInvited', { n: n.invited }), iv('legendNone', { n: n.none })];
  return (
    <aside class="sheet pad" aria-labelledby="in-h" data-in={n.in}>
      <p class="sign-ins-n">
        <b>{n.in}</b>
        <span id="in-h">{iv('isIn', { n: n.all })}</span>
      </p>
      <div class="bar sign-ins-bar" role="img" aria-label={parts.join(', ')}>
        <i style={share(n.in, n.all)} />
        <i class="invited-part" style={share(n.invited, n.all)} />
      </div>
      <p class="sign-ins-legend" aria-hidden="true">
        {['', 'invited-part', 'none-part'].map((look, at) => (
          <span key={look}>
            <i class={look} />
            {parts[at]}
          </span>
        ))}
      </p>
      {lonely > 0 && (
        <p class="note brass" data-lonely={lonely}>
          <Icon name="people" />
          <span>{iv('lonelyNote', { n: lonely })}</span>
        </p>
      )}
      {acts.told}
      {acts.error}
      <ToAll people={people} acts={acts} />
    </aside>
  );
}

/** Everybody is in, or nobody has been invited yet: said in place of numbers. */
export function Special({
  people,
  acts,
  allInText,
}: {
  people: readonly InvitedPerson[];
  acts: Acts;
  allInText: string;
}) {
  const n = counted(people);
  const sent = people.filter(isReached).length;
  const [head, text] =
    n.in === n.all
      ? [iv('allIn', { n: n.all }), allInText]
      : [
          iv('noneYetHead', { n: n.all }),
          sent === n.all
            ? iv('noneYetMail')
            : sent
              ? iv('noneYetText', { mail: sent, slips: n.all - sent })
              : iv('noneYetSlips'),
        ];
  return (
    <section class="sheet none sign-ins-empty" data-in={n.in}>
      <Icon name={n.in === n.all ? 'check' : 'send'} />
      <b>{head}</b>
      <span>{text}</span>
      {acts.told}
      {acts.error}
      <ToAll people={people} acts={acts} />
    </section>
  );
}
/** There is nothing to count: all are in, or none is and none is invited. */
export function isSpecial(people: readonly InvitedPerson[]): boolean {
  const n = counted(people);
  return n.in === n.all || n.none === n.all;
}

function ToAll({ people, acts }: { people: readonly InvitedPerson[]; acts: Acts }) {
  const [asking, setAsking] = useState<'send' | 'print'>();
  const out = people.filter(one => !isIn(one) && acts.withOthers(one));
  const reached = out.filter(isReached);
  if (!out.length) return null;
  return (
    <div class="sign-ins-acts">
      {reached.length > 0 && (
        <button type="button" class="btn" data-send-all onClick={() => setAsking('send')}>
          {iv(reached.every(({ status }) => status === 'none') ? 'send' : 'sendAgain', { n: reached.length })}
        </button>
      )}
      <button
        type="button"
        class={reached.length ? 'btn two' : 'btn'}
        data-print-all
        onClick={() => setAsking('print')}
      >
        <Icon name="paper" />
        {iv('print', { n: out.length })}
      </button>
      {asking && <Asking act={asking} people={out} acts={acts} close={() => setAsking(undefined)} />}
    </div>
  );
}
