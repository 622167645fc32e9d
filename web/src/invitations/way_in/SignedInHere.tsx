// Somebody is signed in on this device: an invitation of another person opens after they have left.
import { useState } from 'preact/hooks';
import { unsent } from '../../account/unsent';
import { NoAnswer } from '../../core/api';
import { me, signOut } from '../../core/session';
import type { Name } from '../../core/types';
import { t } from '../../i18n';
import { initials, listed } from '../../i18n/format';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';
import { Frame, Heading, WhoCard } from './Frame';
import { openAfresh } from './link';
import type { OpenInvitation } from '../../core/shapes';

const letters = (text: string): string => text.replaceAll(/[.\s]/g, '').toUpperCase();
const couldBe = ({ initials: said }: OpenInvitation, { given, family }: Name): boolean =>
  letters(said) === letters(given.charAt(0) + family.charAt(0));

export function SignedInHere({
  token,
  of,
  school,
  leave,
}: {
  token: string | undefined;
  of: OpenInvitation | undefined;
  school: string | undefined;
  leave: () => void;
}) {
  const [who] = useState(() => me.value!.person);
  const [failed, setFailed] = useState(false);
  const n = unsent();
  const isOther = !!of && !couldBe(of, who.name);
  const go = async () => {
    leave(); // the page stays as it is until the fresh one is there
    setFailed(false);
    try {
      await signOut(() => openAfresh(token));
    } catch (problem) {
      if (!(problem instanceof NoAnswer)) throw problem;
      setFailed(true);
    }
  };
  const first = isOther ? 'btn wide' : 'btn two wide';
  const out = (
    <button type="button" class={first} data-leave onClick={() => void go()}>
      <Icon name="leave" />
      {wi('leave')}
    </button>
  );
  return (
    <Frame school={school} name={isOther ? 'other' : 'same'}>
      <section class="sheet pad way-in-sheet">
        <Heading first>{wi(isOther ? 'other' : 'same')}</Heading>
        <WhoCard sign={initials(who.name)} who={listed(who.name)} more={wi('signedInHere')} />
        <p>{isOther ? wi('otherText', { who: of.initials }) : wi('sameText')}</p>
        {n > 0 && (
          <p class="note brass">
            <Icon name="alert" />
            <span>{t('signOutUnsent', { n })}</span>
          </p>
        )}
        {failed && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {t('signOutOffline')}
          </p>
        )}
        {isOther && out}
        <a class={isOther ? 'btn plain wide' : 'btn wide'} href="/" data-stay>
          {isOther ? wi('stay', { name: listed(who.name) }) : wi('toPages')}
        </a>
        {!isOther && out}
      </section>
    </Frame>
  );
}
