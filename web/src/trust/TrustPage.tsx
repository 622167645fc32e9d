// One trust, as its giver, the rest of the family, and the trusted person see it.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import { go } from '../core/router';
import type { OneTrust } from '../core/shapes';
import { initials, whole } from '../i18n/format';
import { relationWords } from '../i18n/people/relations';
import { tr } from '../i18n/account/trusted';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { ChangeSheet } from './ChangeSheet';
import { EndTrust } from './EndTrust';
import { TrustFrame } from './TrustFrame';
import { childOf, dayOf, endingOf, momentOf, servicesOf, trustPath, whoOf } from './trusts';

export function TrustPage({ id }: { id: string }) {
  const changes = useInvalidation('trust', id);
  const { state, problem, set } = useResource(() => api.get<OneTrust>(trustPath(id)), changes);
  const isForeign = problem instanceof Problem && problem.status === 404;
  return (
    <TrustFrame back="/me/trusted">
      <div class="page narrow stack">
        {isForeign ? (
          <NotForYou />
        ) : state ? (
          state.mine ? (
            <Invitee of={state} set={set} />
          ) : (
            <Family of={state} set={set} />
          )
        ) : (
          <section class="sheet pad">
            <NotYet problem={problem} />
          </section>
        )}
      </div>
    </TrustFrame>
  );
}

function NotForYou() {
  return (
    <section class="sheet pad stack" data-not-for-you>
      <h2>{tr('notForYou')}</h2>
      <p>{tr('notForYouText')}</p>
      <a class="btn two wide" href="/me">
        {tr('toMe')}
      </a>
    </section>
  );
}

interface Part {
  of: OneTrust;
  set: (one: OneTrust) => void;
}

function Invitee({ of: one, set }: Part) {
  const { ask, error } = useAction();
  const act = (what: string) =>
    void ask(async () => set(await api.post<OneTrust>(trustPath(one.id, what), {}, newKey())));
  if (one.stage === 'ended') return <Over of={one} />;
  if (one.stage === 'waiting' && one.opens_at) return <Waiting of={one} decline={() => act('end')} error={error} />;
  const isOpen = one.stage === 'open';
  return (
    <section class="sheet pad stack" data-invitee={one.stage}>
      <h2>{isOpen ? tr('openForYou', { child: one.child.given }) : tr('invited')}</h2>
      <div class="trust-who">
        <span class="ava" aria-hidden="true">
          {initials(one.giver)}
        </span>
        <div>
          <b>{isOpen ? whole(one.giver) : `${one.giver.given} ${one.giver.family}`}</b>
          <span>{tr('ofSchool', { school: one.school, child: childOf(one) })}</span>
        </div>
      </div>
      <dl class="trust-facts">
        <Fact term={tr(isOpen ? 'whatIsOpen' : 'whatOpens')} is={servicesOf(one.services)} />
        <Fact term={tr('till')} is={dayOf(one.until_day)} />
        {!isOpen && (
          <Fact term={tr('when')} is={one.delay_hours ? tr('within', { n: one.delay_hours }) : tr('atOnce')} />
        )}
      </dl>
      <p class="meta">{tr('notOn')}</p>
      {error}
      {one.may.includes('accept') && (
        <button type="button" class="btn wide" data-accept onClick={() => act('accept')}>
          {tr('accept')}
        </button>
      )}
      <button type="button" class="btn plain wide" data-decline onClick={() => act('end')}>
        {tr(isOpen ? 'end' : 'decline')}
      </button>
    </section>
  );
}

function Waiting({ of: one, decline, error }: { of: OneTrust; decline: () => void; error: preact.ComponentChildren }) {
  const opens = momentOf(one.opens_at!, one);
  return (
    <section class="sheet pad stack" data-invitee="waiting">
      <h2>{tr('accepted', { when: opens })}</h2>
      <ol class="when-line">
        <Step done head={tr('wasInvited')} text={momentOf(one.offered_at, one)} />
        <Step done head={tr('youAccepted')} text={one.accepted_at ? momentOf(one.accepted_at, one) : ''} />
        <Step now head={tr('object')} text={tr('objectUntil', { when: opens })} />
        <Step head={`${one.child.given}: ${servicesOf(one.services)}`} text={one.phone} />
      </ol>
      {error}
      <button type="button" class="btn plain wide" data-decline onClick={decline}>
        {tr('decline')}
      </button>
    </section>
  );
}
function Step({ head, text, done, now }: { head: string; text: string; done?: boolean; now?: boolean }) {
  return (
    <li class={done ? 'was' : now ? 'now' : undefined}>
      <span>
        <b>{head}</b>
        <span class="soft">{text}</span>
      </span>
    </li>
  );
}
function Fact({ term, is }: { term: string; is: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{is}</dd>
    </div>
  );
}

function Over({ of: one }: { of: OneTrust }) {
  return (
    <section class="sheet pad stack" data-over={one.ending ?? ''}>
      <h2>
        {one.mine ? childOf(one) : whoOf(one)}: {tr('isOver')}
      </h2>
      <p>{endingOf(one)}</p>
      <a class="btn two" href="/me/trusted">
        {tr('head')}
      </a>
    </section>
  );
}

function Family({ of: one, set }: Part) {
  const [dialog, setDialog] = useState<'change' | 'end'>();
  const { ask, error } = useAction();
  const close = () => setDialog(undefined);
  const act = (what: string) =>
    void ask(async () => set(await api.post<OneTrust>(trustPath(one.id, what), {}, newKey())));
  if (one.stage === 'ended' && one.may.includes('take_back'))
    return (
      <section class="sheet pad stack" data-refused>
        <h2>{tr('refused', { who: whoOf(one) })}</h2>
        <p>{tr('refusedText', { giver: whole(one.giver) })}</p>
        {error}
        <p>
          <button type="button" class="btn two small" data-take-back onClick={() => act('take_back')}>
            {tr('takeBack')}
          </button>
        </p>
      </section>
    );
  if (one.stage === 'ended') return <Over of={one} />;
  const done = (changed: OneTrust) => {
    close();
    set(changed);
  };
  return (
    <section class="sheet pad stack" data-family={one.stage}>
      <span class="tag brass">
        {one.stage === 'offered'
          ? tr('waits')
          : one.stage === 'waiting' && one.opens_at
            ? tr('newOpens', { when: momentOf(one.opens_at, one) })
            : tr('isOpen')}
      </span>
      <h2>{tr('mayLook', { who: whoOf(one), child: one.child.given })}</h2>
      <dl class="trust-facts">
        <Fact term={tr('givenBy')} is={`${whole(one.giver)}, ${relationWords(one.relation).toLowerCase()}`} />
        <Fact term={tr('phone')} is={one.phone} />
        <Fact term={tr(one.stage === 'open' ? 'whatIsOpen' : 'whatOpens')} is={servicesOf(one.services)} />
        {one.opens_at && <Fact term={tr('since')} is={momentOf(one.opens_at, one)} />}
        <Fact term={tr('till')} is={dayOf(one.until_day)} />
      </dl>
      {one.more && <Added of={one} />}
      {error}
      <p class="row wrap">
        {one.may.includes('refuse_more') && (
          <button type="button" class="btn two" data-refuse-more onClick={() => act('refuse_more')}>
            {tr('refuseMore')}
          </button>
        )}
        {!one.given && one.stage !== 'open' && (
          <button type="button" class="btn two" data-fine onClick={() => go('/me/trusted')}>
            {tr('fine')}
          </button>
        )}
        {one.may.includes('change') && (
          <button type="button" class="btn two" data-change onClick={() => setDialog('change')}>
            {tr(one.ends_soon ? 'extend' : 'change')}
          </button>
        )}
        {one.given || one.stage === 'open' ? (
          <button type="button" class="btn plain" data-end onClick={() => setDialog('end')}>
            {tr(one.stage === 'open' ? 'end' : 'withdraw')}
          </button>
        ) : (
          <button type="button" class="btn plain" data-refuse onClick={() => act('end')}>
            {tr('refuse')}
          </button>
        )}
      </p>
      {!one.given && one.stage !== 'open' && <p class="meta">{tr('answerSeen', { who: whole(one.giver) })}</p>}
      {dialog === 'change' && <ChangeSheet of={one} close={close} done={done} />}
      {dialog === 'end' && <EndTrust of={one} close={close} done={done} />}
    </section>
  );
}

function Added({ of: one }: { of: OneTrust }) {
  const { services, until_day, opens_at, by } = one.more!;
  return (
    <div class="note brass" data-more>
      <div>
        <p>{tr('more', { what: servicesOf(services), day: dayOf(until_day), when: momentOf(opens_at, one) })}</p>
        <p class="meta">{tr('moreBy', { who: whole(by) })}</p>
      </div>
    </div>
  );
}
