// Trusted persons: whom a family trusts, what waits for an answer, and what was trusted to oneself.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import type { OneTrust, Trusts } from '../core/shapes';
import { initials, whole } from '../i18n/format';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import { ChangeSheet } from './ChangeSheet';
import { EndTrust } from './EndTrust';
import { NewTrust } from './NewTrust';
import { TrustFrame } from './TrustFrame';
import { TrustPage } from './TrustPage';
import { childOf, dayAt, dayOf, endingOf, momentOf, servicesOf, TRUSTS, whoOf } from './trusts';
import '../parts/when_line.css';
import './trust.css';

export function Trusted({ path }: { path: string[] }) {
  const part = path[2];
  if (part && part !== 'new') return <TrustPage key={part} id={part} />;
  return <Own isNew={part === 'new'} />;
}

function Own({ isNew }: { isNew: boolean }) {
  const changes = useInvalidation('trust');
  const [again, setAgain] = useState(0);
  const { state, problem } = useResource(() => api.get<Trusts>(TRUSTS), changes + again);
  const [sent, setSent] = useState<OneTrust>();
  if (state && isNew && state.children.length)
    return (
      <TrustFrame back="/me/trusted">
        <NewTrust
          children_={state.children}
          done={one => {
            setSent(one);
            setAgain(again + 1);
          }}
        />
      </TrustFrame>
    );
  return (
    <TrustFrame back="/me">
      <div class="page narrow stack" data-trusted={state ? state.trusts.length : undefined}>
        {sent && (
          <p class="note good" role="status" data-sent>
            <Icon name="check" />
            <span>
              <b>{tr('sent', { who: sent.family })}</b>
              <br />
              {sent.delay_hours ? tr('sentText', { n: sent.delay_hours }) : tr('sentAtOnce')}
            </span>
          </p>
        )}
        {state ? (
          <Lists all={state} again={() => setAgain(again + 1)} />
        ) : (
          <section class="sheet pad">
            <NotYet problem={problem} />
          </section>
        )}
      </div>
    </TrustFrame>
  );
}

function Lists({ all: { trusts, children }, again }: { all: Trusts; again: () => void }) {
  const live = trusts.filter(({ stage }) => stage !== 'ended');
  const asked = live.filter(one => one.mine && one.stage === 'offered');
  const inMe = live.filter(one => one.mine && one.stage !== 'offered');
  const given = live.filter(one => !one.mine);
  const over = trusts.filter(({ stage }) => stage === 'ended');
  const add = (
    <a class="btn" href="/me/trusted/new" data-add-trust>
      <Icon name="plus" />
      {tr('add')}
    </a>
  );
  const isEmpty = !given.length && !asked.length && !inMe.length;
  return (
    <>
      <Section head={tr('asked')} of={asked} again={again} />
      <Section head={tr('inMe')} of={inMe} again={again} />
      {given.length > 0 && (
        <Section head={tr('now')} of={given} again={again}>
          {children.length > 0 && add}
        </Section>
      )}
      {isEmpty && (
        <section class="sheet none">
          <Icon name="people" />
          <b>{tr(children.length ? 'none' : 'noChildren')}</b>
          <span>{tr(children.length ? 'noneText' : 'noChildrenText')}</span>
          {children.length > 0 && add}
        </section>
      )}
      {!isEmpty && !given.length && children.length > 0 && <p>{add}</p>}
      {over.length > 0 && (
        <details class="trust-over">
          <summary>{tr('over', { n: over.length })}</summary>
          <ul class="sheet pad stack">
            {over.map(one => (
              <li key={one.id}>
                <a href={`/me/trusted/${one.id}`}>
                  {whoOf(one)}, {childOf(one)}
                </a>
                <p class="meta">
                  {one.ended_at ? `${dayAt(one.ended_at, one)}, ` : ''}
                  {endingOf(one)}
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
      {children.length > 0 && <p class="meta">{tr('never')}</p>}
    </>
  );
}

interface SectionProps {
  head: string;
  of: OneTrust[];
  again: () => void;
  children?: ComponentChildren;
}
function Section({ head, of, again, children }: SectionProps) {
  if (!of.length) return null;
  return (
    <section class="sheet pad">
      <h2>{head}</h2>
      <div class="trust-list">
        {of.map(one => (
          <Row key={one.id} of={one} again={again} />
        ))}
      </div>
      {children}
    </section>
  );
}

function Row({ of: one, again }: { of: OneTrust; again: () => void }) {
  const [dialog, setDialog] = useState<'change' | 'end'>();
  const close = () => setDialog(undefined);
  const who = one.mine ? whole(one.giver) : whoOf(one);
  const name = one.mine ? one.giver : (one.name ?? { family: one.family, given: '', middle: '' });
  const done = () => {
    close();
    again();
  };
  return (
    <div class="rel" data-trust={one.id} data-stage={one.stage}>
      <span class="ava" aria-hidden="true">
        {initials(name)}
      </span>
      <div>
        <b>{who}</b>
        <p class="meta">
          {tr('until', { child: childOf(one), day: dayOf(one.until_day), what: servicesOf(one.services) })}
        </p>
        {!one.mine && !one.given && <p class="meta">{tr('from', { who: whole(one.giver) })}</p>}
        <Tags of={one} />
      </div>
      <div class="acts">
        {one.mine || (!one.given && one.stage !== 'open') || one.more ? (
          <a class="btn two small" href={`/me/trusted/${one.id}`} data-look>
            {tr('open')}
          </a>
        ) : (
          one.may.includes('change') && (
            <button type="button" class="btn two small" data-change onClick={() => setDialog('change')}>
              {tr(one.ends_soon ? 'extend' : 'change')}
            </button>
          )
        )}
        {one.may.includes('end') && !one.mine && (
          <button
            type="button"
            class={one.stage === 'open' ? 'btn plain small' : 'btn two small'}
            data-end
            onClick={() => setDialog('end')}
          >
            {tr(one.stage === 'open' ? 'end' : one.given ? 'withdraw' : 'refuse')}
          </button>
        )}
      </div>
      {dialog === 'change' && <ChangeSheet of={one} close={close} done={done} />}
      {dialog === 'end' && <EndTrust of={one} close={close} done={done} />}
    </div>
  );
}

function Tags({ of: one }: { of: OneTrust }) {
  const words = [
    one.stage === 'offered' && !one.mine && tr('notAccepted'),
    one.stage === 'waiting' && one.opens_at && tr('opensAt', { when: momentOf(one.opens_at, one) }),
    one.more && tr('moreAt', { when: momentOf(one.more.opens_at, one) }),
    one.ends_soon && tr('endsSoon'),
  ].filter(Boolean);
  if (!words.length) return null;
  return (
    <p class="tags">
      {words.map(word => (
        <span key={word} class="tag brass">
          {word}
        </span>
      ))}
    </p>
  );
}
