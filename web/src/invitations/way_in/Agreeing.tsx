// What the school asks for, before the pages of who has just come in by an invitation.
import { AskedTexts } from '../../consents/AskedTexts';
import { MINE, sorted } from '../../consents/consents';
import { api } from '../../core/api';
import type { MyConsent, MyConsents } from '../../core/shapes';
import { co } from '../../i18n/account/consents';
import { Frame, Heading } from './Frame';

/** Texts that the school asks for and that are not answered; none where that cannot be known now. */
export const dueConsents = (): Promise<MyConsent[]> =>
  api.get<MyConsents>(MINE).then(
    ({ consents }) => sorted(consents).due,
    () => [],
  );

interface Props {
  school: string | undefined;
  due: MyConsent[];
  goOn: () => void;
}
export function Agreeing({ school, due, goOn }: Props) {
  return (
    <Frame school={school} step={3} name="consents">
      <div class="stack">
        <div>
          <Heading>{co('stepHead')}</Heading>
          <p class="soft">{co('stepText')}</p>
        </div>
        <AskedTexts due={due} goOn={goOn} />
      </div>
    </Frame>
  );
}
