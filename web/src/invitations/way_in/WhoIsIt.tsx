// Who is meant, proven by the family name. With a code, both are typed.
import { useState } from 'preact/hooks';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';
import { Frame, Heading, WhoCard } from './Frame';
import type { OpenInvitation } from '../../core/shapes';
import { isClosed, Trouble, useTry, Wrong } from './trouble';

/** What one types, kept for the way back. */
export interface Typed {
  code: string;
  family: string;
}
type Prove = (family: string) => Promise<void>;

function FamilyField({ typed, wrong }: { typed: Typed; wrong: string | undefined }) {
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for="family">{wi('family')}</label>
      <Wrong words={wrong} id="family-wrong" />
      <input
        class="input"
        type="text"
        id="family"
        name="family"
        maxLength={100}
        // oxlint-disable-next-line jsx-a11y/autocomplete-valid -- it is a field of the HTML standard
        autocomplete="family-name"
        spellcheck={false}
        value={typed.family}
        aria-invalid={!!wrong}
        aria-describedby={wrong ? 'family-wrong' : undefined}
        onInput={event => {
          typed.family = event.currentTarget.value;
        }}
      />
    </div>
  );
}

/** Asks with the family name that was typed; says at the field when it is missing or does not fit. */
export function FamilyForm({ typed, prove, act }: { typed: Typed; prove: Prove; act: string }) {
  const { problem, attempt } = useTry();
  const [isMissing, setMissing] = useState(false);
  const family = () => typed.family.trim();
  return (
    <form
      class="form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setMissing(!family());
        if (family()) void attempt(() => prove(family()));
      }}
    >
      <Trouble problem={problem} />
      <FamilyField
        typed={typed}
        wrong={isMissing ? wi('familyMissing') : isClosed(problem) ? wi('familyWrong') : undefined}
      />
      <button class="btn wide" data-prove>
        {act}
      </button>
    </form>
  );
}

const signOf = ({ initials }: OpenInvitation): string => initials.replaceAll(/[.\s]/g, '');
function whoWords({ initials, role, student }: OpenInvitation): string {
  if (student && role === 'guardian') return wi('adultOf', { who: initials, student });
  if (student && role === 'trusted') return wi('trustedOf', { who: initials, student });
  return wi(`as_${role}`, { who: initials });
}

export function IsItYou({
  of,
  typed,
  first,
  prove,
  notMe,
}: {
  of: OpenInvitation;
  typed: Typed;
  first: boolean;
  prove: Prove;
  notMe: () => void;
}) {
  return (
    <Frame school={of.school} step={1} name="who">
      <section class="sheet pad way-in-sheet">
        <Heading first={first}>{wi('isItYou')}</Heading>
        <WhoCard sign={signOf(of)} who={whoWords(of)} more={of.class ? wi('ofClass', { name: of.class }) : undefined} />
        {of.role === 'student' && <p class="meta">{wi('forStudent')}</p>}
        <FamilyForm typed={typed} prove={prove} act={wi('yes')} />
        <button type="button" class="btn plain wide" data-not-me onClick={notMe}>
          {wi('no')}
        </button>
      </section>
    </Frame>
  );
}

export function CodeForm({
  again,
  typed,
  first,
  prove,
}: {
  /** One came by a link, and its token went with the page that had it. */
  again: boolean;
  typed: Typed;
  first: boolean;
  prove: (said: Typed) => Promise<void>;
}) {
  const { problem, attempt } = useTry();
  const [isMissing, setMissing] = useState(false);
  const wrong = isMissing ? wi('codeMissing') : isClosed(problem) ? wi('codeWrong') : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    const said = { code: typed.code.trim(), family: typed.family.trim() };
    setMissing(!said.code || !said.family);
    if (said.code && said.family) void attempt(() => prove(said));
  };
  return (
    <Frame
      school={undefined}
      step={1}
      name="code"
      foot={
        <a href="/sign-in" data-have-sign-in>
          {wi('haveSignIn')}
        </a>
      }
    >
      <section class="sheet pad way-in-sheet">
        <Heading first={first}>{wi('codeHead')}</Heading>
        {again && (
          <p class="note" role="status" data-again>
            <Icon name="info" />
            <span>{wi('again')}</span>
          </p>
        )}
        <form class="form" noValidate onSubmit={submit}>
          <Trouble problem={problem} />
          <div class={wrong ? 'field wrong' : 'field'}>
            <label for="code">{wi('code')}</label>
            <p class="hint" id="code-hint">
              {wi('codeHint')}
            </p>
            <Wrong words={wrong} id="code-wrong" />
            <input
              class="input way-in-code"
              id="code"
              name="code"
              maxLength={60}
              placeholder="XXXX-XXXX-XXXX"
              autocomplete="one-time-code"
              autocapitalize="characters"
              spellcheck={false}
              value={typed.code}
              aria-invalid={!!wrong}
              aria-describedby={wrong ? 'code-hint code-wrong' : 'code-hint'}
              onInput={event => {
                typed.code = event.currentTarget.value;
              }}
            />
          </div>
          <FamilyField typed={typed} wrong={undefined} />
          <button class="btn wide" data-prove>
            {wi('next')}
          </button>
        </form>
      </section>
    </Frame>
  );
}
