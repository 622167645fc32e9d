// Me, Consents: what waits for an answer, what holds, what is over.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { me } from '../core/session';
import type { MyConsent, MyConsents, SaidConsent } from '../core/shapes';
import { co } from '../i18n/account/consents';
import { whole } from '../i18n/format';
import { Icon } from '../parts/icons';
import { Empty, LinkState, NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { earlierOf, keyOf, MINE, saidOf, sorted, titleOf } from './consents';
import { WithdrawSheet } from './WithdrawSheet';
import { Words } from './Words';
import './consents.css';

export function MyConsentsPage() {
  const { state, problem, set } = useResource(() => api.get<MyConsents>(MINE), 0);
  return (
    <main id="main" tabIndex={-1} data-consents-page>
      <header class="top">
        <a class="btn icon plain" href="/me" aria-label={co('back')}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{co('head')}</h1>
        <LinkState />
      </header>
      <div class="page narrow stack" data-consents={state?.consents.length}>
        {!state ? (
          <section class="sheet pad">
            <NotYet problem={problem} />
          </section>
        ) : state.consents.length ? (
          <Lists all={state.consents} show={set} />
        ) : (
          <section class="sheet">
            <Empty icon="paper" head={co('none')} text={co('noneText')} />
          </section>
        )}
      </div>
    </main>
  );
}

function Lists({ all, show }: { all: MyConsent[]; show: (now: MyConsents) => void }) {
  const { due, valid, over } = sorted(all);
  return (
    <>
      <Section name="asked" of={due} show={show} />
      <Section name="inForce" of={valid} show={show} />
      <Section name="over" of={over} show={show} />
      <p class="meta">{co('foot')}</p>
    </>
  );
}

interface SectionProps {
  name: 'asked' | 'inForce' | 'over';
  of: MyConsent[];
  show: (now: MyConsents) => void;
}
function Section({ name, of, show }: SectionProps) {
  if (!of.length) return null;
  return (
    <section class="sheet pad" data-section={name}>
      <h2>{co(name)}</h2>
      <ul class="consent-list">
        {of.map(one => (
          <Row key={keyOf(one)} of={one} show={show} />
        ))}
      </ul>
    </section>
  );
}

function Row({ of: one, show }: { of: MyConsent; show: (now: MyConsents) => void }) {
  const [isLeaving, setLeaving] = useState(false);
  const { ask, error } = useAction();
  const say = (agreed: boolean) =>
    void ask(async () => {
      const said: SaidConsent = {
        text: one.text,
        version: one.present!,
        student: one.child?.id ?? null,
        agreed,
      };
      show(await api.post<MyConsents>(MINE, said, newKey()));
    });
  const shown = one.is_due ? one.present! : (one.answered ?? one.present)!;
  const many = (me.value?.schools.length ?? 0) > 1;
  return (
    <li data-consent={one.text} data-state={one.is_due ? 'due' : one.state}>
      <b>{titleOf(one.title)}</b>
      {one.child && <p>{whole(one.child.name)}</p>}
      {many && <p class="meta">{one.school.name}</p>}
      {one.is_due ? (
        <p class="tags">
          <span class={one.required ? 'tag brass' : 'tag'}>{co(one.required ? 'required' : 'voluntary')}</span>
        </p>
      ) : (
        <p class="meta">{saidOf(one)}</p>
      )}
      {one.present === null && <p class="meta">{co('noLonger')}</p>}
      {one.is_due && one.answered !== null && <p class="meta">{earlierOf(one)}</p>}
      <Words key={shown} text={one.text} version={shown} />
      {error}
      <p class="row wrap">
        {one.is_due ? (
          <>
            <button type="button" class="btn" data-agree onClick={() => say(true)}>
              {co('agree')}
            </button>
            <button type="button" class="btn two" data-refuse onClick={() => say(false)}>
              {co('refuse')}
            </button>
          </>
        ) : one.state === 'given' ? (
          <button type="button" class="btn two small" data-withdraw onClick={() => setLeaving(true)}>
            {co('withdraw')}
          </button>
        ) : (
          one.present !== null && (
            <button type="button" class="btn two small" data-agree onClick={() => say(true)}>
              {co('again')}
            </button>
          )
        )}
      </p>
      {isLeaving && (
        <WithdrawSheet
          of={one}
          close={() => setLeaving(false)}
          done={now => {
            setLeaving(false);
            show(now);
          }}
        />
      )}
    </li>
  );
}
