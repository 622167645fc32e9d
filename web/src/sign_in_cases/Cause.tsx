// The answer to who cannot get in: one cause, its facts, one step.
import { Icon } from '../parts/icons';
import type { CaseAnswer } from '../core/shapes';
import { dayMonth } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';
import { Heading } from '../invitations/way_in/Frame';
import { Trouble, useTry } from '../invitations/way_in/trouble';
import { actOf, headOf, nextOf } from './causes';

interface Props {
  of: CaseAnswer;
  /** Takes the step at the server; the other steps lead elsewhere. */
  take: () => Promise<void>;
  again: () => void;
}
export function Cause({ of, take, again }: Props) {
  const { problem, attempt } = useTry();
  const act = actOf(of);
  const isSent = of.done && (of.step === 'ask_school' || of.step === 'invite');
  const facts = factsOf(of);
  return (
    <section class="cause" data-cause={of.cause}>
      <Heading>{headOf(of)}</Heading>
      {facts.length > 0 && (
        <dl class="seen">
          {facts.map(([name, value]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      )}
      <Trouble problem={problem} />
      {isSent ? (
        <p class="note good" role="status" data-done>
          <Icon name="check" />
          <span>
            {of.address
              ? ca(of.step === 'invite' ? 'doneInvite' : 'doneSchool', { to: of.address })
              : ca(of.step === 'invite' ? 'doneInviteThere' : 'doneSchoolPortal')}
          </span>
        </p>
      ) : of.step === 'sign_in' ? (
        <a class="btn wide" href="/sign-in" data-step="sign_in">
          {act}
        </a>
      ) : of.step === 'again' && of.portal ? (
        <a class="btn wide" href="/sign-in" data-step="again">
          {act}
        </a>
      ) : of.step === 'open' ? (
        <a class="btn wide" href="/status" data-step="open">
          {act}
        </a>
      ) : act ? (
        <button
          type="button"
          class="btn wide"
          data-step={of.step}
          onClick={() => (of.step === 'again' ? again() : void attempt(take))}
        >
          {act}
        </button>
      ) : null}
      {nextOf(of).map(words => (
        <p key={words} class={act ? 'meta' : ''}>
          {words}
        </p>
      ))}
    </section>
  );
}

function factsOf(of: CaseAnswer): [string, preact.ComponentChildren][] {
  const { cause, name, phone, portal, theirs, other, day } = of;
  const address = (of.field === 'phone' ? phone : of.address) ?? of.address ?? phone ?? '';
  const says = portal ? ca('portalSays') : ca('youWrite');
  if (cause === 'letter') return [[says, <Marked key="name" text={name.family} at={of.differs_at} />]];
  if (cause === 'contact') return [...yours(address), ...(theirs ? [[ca('theirs'), theirs] as [string, string]] : [])];
  if (cause === 'shared') return yours(address);
  if (cause === 'patronymic') return [[says, [name.given, name.middle].join(' ')]];
  if (cause === 'used' && day) return [[ca('when'), dayMonth(day)]];
  if (cause === 'second' && other)
    return [
      [ca('made'), dayMonth(other.since)],
      [ca('how'), ca(other.by === 'passkey' ? 'by_passkey' : other.by === 'provider' ? 'by_provider' : 'by_password')],
      ...(other.phone_end ? [[ca('phone'), `…${other.phone_end}`] as [string, string]] : []),
    ];
  return [];
}

const yours = (contact: string): [string, string][] =>
  contact ? [[ca(contact.includes('@') ? 'yours' : 'yourPhone'), contact]] : [];

function Marked({ text, at }: { text: string; at: number | null }) {
  if (at === null) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + 1)}</mark>
      {text.slice(at + 1)}
    </>
  );
}
