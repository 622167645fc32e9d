// Withdrawing a consent: what follows, said before it is pressed.
import { api, newKey } from '../core/api';
import type { MyConsent, MyConsents } from '../core/shapes';
import { co } from '../i18n/account/consents';
import { whole } from '../i18n/format';
import { CloseButton, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { MINE, titleOf } from './consents';

interface Props {
  of: MyConsent;
  close: () => void;
  done: (now: MyConsents) => void;
}
export function WithdrawSheet({ of: one, close, done }: Props) {
  const { ask, error } = useAction();
  const withdraw = () =>
    void ask(async () => done(await api.post<MyConsents>(`${MINE}/${one.consent}/withdraw`, {}, newKey())));
  return (
    <Sheet label={co('withdrawHead')} class="detail roomy" onClose={close}>
      <div class="stack consent-sheet" data-withdraw-sheet>
        <header class="row">
          <h2>{co('withdrawHead')}</h2>
          <CloseButton onClose={close} />
        </header>
        <div>
          <b>{titleOf(one.title)}</b>
          {one.child && <p>{whole(one.child.name)}</p>}
        </div>
        <p>{co('withdrawText')}</p>
        <p class="meta">{co('withdrawStays')}</p>
        {error}
        <p class="row wrap">
          <button type="button" class="btn bad" data-withdraw-now onClick={withdraw}>
            {co('withdrawNow')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {co('keep')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
