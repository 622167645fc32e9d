// An invitation that opens no more, or not yet: one answer to a stranger, to its owner what to do.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n';
import { dayMonth } from '../../i18n/format';
import { wi } from '../../i18n/invitations/wayIn';
import { Frame, Heading } from './Frame';
import { FamilyForm, type Typed } from './WhoIsIt';

export type Reason = 'used' | 'expired' | 'replaced';

export function Told({
  name,
  school,
  head,
  text,
  children,
}: {
  name: string;
  school: string | undefined;
  head: string;
  text: string;
  children?: ComponentChildren;
}) {
  return (
    <Frame school={school} name={name}>
      <section class="sheet pad way-in-sheet">
        <Heading>{head}</Heading>
        <p>{text}</p>
        {children}
      </section>
    </Frame>
  );
}
export function ToSignIn({ second = false }: { second?: boolean }) {
  return (
    <a class={second ? 'btn two wide' : 'btn wide'} href="/sign-in" data-to-sign-in>
      {wi(second ? 'haveSignIn' : 'signIn')}
    </a>
  );
}

/** To the questions, of which one is answered: the link does not open. */
export function HowWithoutLink({ second = false }: { second?: boolean }) {
  return (
    <a class={second ? 'btn two wide' : 'btn wide'} href="/sign-in/help?sees=no_link" data-old-link>
      {wi('howWithoutLink')}
    </a>
  );
}

function ForLetter({ second = false }: { second?: boolean }) {
  return (
    <a class={second ? 'btn two wide' : 'btn wide'} href="/in/ask" data-ask-instead>
      {wi('askInstead')}
    </a>
  );
}

/** The same words whatever the reason. Who proves to be the owner hears it. */
export function Closed({
  school,
  typed,
  prove,
}: {
  school: string | undefined;
  typed: Typed;
  prove: ((family: string) => Promise<void>) | undefined;
}) {
  return (
    <Told name="closed" school={school} head={wi('closed')} text={wi('closedText')}>
      {prove ? (
        <>
          <p class="soft">{wi('closedAsk')}</p>
          <FamilyForm typed={typed} prove={prove} act={wi('find')} />
          <ToSignIn second />
        </>
      ) : (
        <ToSignIn />
      )}
      <HowWithoutLink second />
    </Told>
  );
}

export function Outdated({ why, day, school }: { why: Reason; day: string | null; school: string | undefined }) {
  const on = { day: day ? dayMonth(day) : '' };
  if (why === 'used')
    return (
      <Told name={why} school={school} head={wi('used')} text={wi('usedText', on)}>
        <ToSignIn />
        <ForLetter second />
        <p class="meta">{wi('usedHelp')}</p>
      </Told>
    );
  return (
    <Told
      name={why}
      school={school}
      head={why === 'expired' ? wi('expired', on) : wi('replaced')}
      text={why === 'expired' ? wi('expiredText') : wi('replacedText', on)}
    >
      <ForLetter />
      <ToSignIn second />
      <HowWithoutLink second />
    </Told>
  );
}

export function NotMe({ school }: { school: string | undefined }) {
  return (
    <Told name="not_me" school={school} head={wi('notMe')} text={wi('notMeText')}>
      <button type="button" class="btn two wide" onClick={() => history.back()}>
        {wi('back')}
      </button>
    </Told>
  );
}

export function NoConnection({ again }: { again: () => void }) {
  return (
    <Told name="no_connection" school={undefined} head={t('noNetwork')} text={wi('noConnection')}>
      <button type="button" class="btn wide" data-again onClick={again}>
        {wi('retry')}
      </button>
    </Told>
  );
}
