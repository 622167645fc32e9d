// How one will sign in: by a portal, with a passkey, which also a small child can use, or with a password of one's own.
import { useState } from 'preact/hooks';
import { canUsePasskeys } from '../../account/canUsePasskeys';
import { CodeField } from '../../account/fields/CodeField';
import { NoCredential } from '../../account/webauthn';
import type { OpenInvitation, OpenPortal } from '../../core/shapes';
import { sf } from '../../i18n/account/secondFactor';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';
import { PortalButtons } from '../../portals/PortalButtons';
import { Frame, Heading } from './Frame';
import { Whose } from './OwnPassword';
import { Trouble, useTry, Wrong } from './trouble';

interface Props {
  of: OpenInvitation;
  /** Raises NoCredential, and what the server says. */
  enterByPasskey: (code: string | null) => Promise<void>;
  portals: readonly OpenPortal[];
  beginPortal: (portal: string, code: string | null) => Promise<string>;
  choosePassword: () => void;
}
export function ChooseWay({ of, enterByPasskey, portals, beginPortal, choosePassword }: Props) {
  const { problem, attempt } = useTry();
  const [isStopped, setStopped] = useState(false);
  const [code, setCode] = useState('');
  const begin = async () => {
    setStopped(false);
    try {
      await enterByPasskey(code.trim() || null);
    } catch (why) {
      if (!(why instanceof NoCredential)) throw why;
      setStopped(true);
    }
  };
  return (
    <Frame school={of.school} step={2} name="way">
      <section class="sheet pad way-in-sheet">
        <Heading>{wi('chooseWay')}</Heading>
        <Whose of={of} />
        {of.has_account && (
          <p class="note brass">
            <Icon name="alert" />
            <span>{wi('allAgain')}</span>
          </p>
        )}
        <Trouble problem={problem} />
        {of.second_factor && <CodeField id="second-code" label={sf('codeToo')} isDigits={false} onType={setCode} />}
        <Wrong words={isStopped ? wi('passkeyStopped') : undefined} id="passkey-stopped" />
        {portals.length > 0 && (
          <>
            <PortalButtons portals={portals} begin={portal => beginPortal(portal, code.trim() || null)} />
            <p class="meta">{wi('portalHint')}</p>
          </>
        )}
        {canUsePasskeys() && (
          <>
            <button type="button" class="btn two wide" data-use-passkey onClick={() => void attempt(begin)}>
              <Icon name="key" />
              {wi('passkeyHere')}
            </button>
            <p class="meta">{wi('passkeyHint')}</p>
          </>
        )}
        {of.takes_password ? (
          <>
            <button type="button" class="btn two wide" data-use-password onClick={choosePassword}>
              <Icon name="keys" />
              {wi('ownPassword')}
            </button>
            <p class="meta">{wi('passwordHint')}</p>
          </>
        ) : (
          !canUsePasskeys() &&
          portals.length === 0 && (
            <p class="note brass" data-no-way>
              <Icon name="info" />
              <span>{wi('noWayHere')}</span>
            </p>
          )
        )}
      </section>
    </Frame>
  );
}
