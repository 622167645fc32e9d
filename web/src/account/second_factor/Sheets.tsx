// Sheets of the second factor: setting an app up, new recovery codes, turning it off.
import { useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import type { FactorToSetUp, MySecondFactor, RecoveryCodes } from '../../core/shapes';
import { t } from '../../i18n';
import { sf } from '../../i18n/account/secondFactor';
import { si } from '../../i18n/account/signIns';
import { Sheet } from '../../parts/parts';
import { useAction } from '../../parts/useAction';
import { PasswordField } from '../fields/PasswordField';
import { codeIn } from '../fields/code';
import { CodeField } from '../fields/CodeField';
import { RecoveryCodesList } from './RecoveryCodesList';

export const FACTOR = '/me/second-factor';
const inFours = (key: string): string => key.match(/.{1,4}/g)?.join(' ') ?? key;

interface Props {
  of: MySecondFactor;
  onClose: () => void;
  /** Called when something has changed, and the sheet is done. */
  done: () => void;
}
interface ProofProps {
  of: MySecondFactor;
  head: string;
  text: string;
  word: string;
  isBad?: boolean;
  /** What is done with the proof. Raises what the server says. */
  act: (proof: { password: string | null; code: string | null }) => Promise<void>;
  onClose: () => void;
}
/** The password, and a code where a second factor is set up already. */
function Proof({ of, head, text, word, isBad, act, onClose }: ProofProps) {
  const { ask, error } = useAction();
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const password = of.has_password ? String(new FormData(form).get('password')) : null;
    void ask(() => act({ password, code: of.set_at ? codeIn(form) : null }));
  };
  return (
    <form class="stack" onSubmit={submit} data-factor-proof>
      <h2>{head}</h2>
      <p class="soft">{text}</p>
      {of.has_password && (
        <PasswordField id="factor-password" name="password" label={si('present')} kind="current-password" />
      )}
      {of.set_at && <CodeField id="factor-code" label={sf('codeToo')} isDigits={false} />}
      {error}
      <p class="row">
        <button type="submit" class={isBad ? 'btn bad' : 'btn'} data-prove>
          {word}
        </button>
        <button type="button" class="btn two" onClick={onClose}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}

function AppToSetUp({ app, set }: { app: FactorToSetUp; set: (codes: readonly string[]) => void }) {
  const { ask, error } = useAction();
  const check = (event: Event) => {
    event.preventDefault();
    const code = codeIn(event.currentTarget as HTMLFormElement);
    void ask(async () => set((await api.post<RecoveryCodes>(FACTOR, { code }, newKey())).codes));
  };
  return (
    <form class="stack" onSubmit={check} data-factor-app>
      <h2>{sf('appHead')}</h2>
      <p class="soft">{sf('appText')}</p>
      <div class="factor-qr">
        <svg
          viewBox={`-4 -4 ${app.qr_size + 8} ${app.qr_size + 8}`}
          role="img"
          aria-label={sf('qr')}
          shape-rendering="crispEdges"
        >
          <path d={app.qr} fill="currentColor" />
        </svg>
      </div>
      <a class="btn two wide phone-only" href={app.uri}>
        {sf('openApp')}
      </a>
      <p>
        <span class="meta">{sf('typed')}</span>
        <br />
        <b class="factor-key" data-factor-key>
          {inFours(app.key)}
        </b>
      </p>
      <CodeField id="factor-first" label={sf('firstCode')} isDigits />
      {error}
      <button type="submit" class="btn wide" data-check>
        {sf('check')}
      </button>
    </form>
  );
}

export function SetUpSheet({ of, onClose, done }: Props) {
  const [app, setApp] = useState<FactorToSetUp>();
  const [codes, setCodes] = useState<readonly string[]>();
  const end = codes ? done : onClose;
  return (
    <Sheet label={sf('head')} onClose={end}>
      {codes ? (
        <RecoveryCodesList codes={codes} done={done} />
      ) : app ? (
        <AppToSetUp app={app} set={setCodes} />
      ) : (
        <Proof
          of={of}
          head={sf('proofHead')}
          text={sf('proofText')}
          word={sf('goOn')}
          onClose={onClose}
          act={async proof => setApp(await api.post<FactorToSetUp>(`${FACTOR}/start`, proof, newKey()))}
        />
      )}
    </Sheet>
  );
}

export function NewCodesSheet({ of, onClose, done }: Props) {
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Sheet label={sf('anewHead')} onClose={codes ? done : onClose}>
      {codes ? (
        <RecoveryCodesList codes={codes} done={done} />
      ) : (
        <Proof
          of={of}
          head={sf('anewHead')}
          text={sf('anewText')}
          word={sf('goOn')}
          onClose={onClose}
          act={async proof => setCodes((await api.post<RecoveryCodes>(`${FACTOR}/codes`, proof, newKey())).codes)}
        />
      )}
    </Sheet>
  );
}

export function TurnOffSheet({ of, onClose, done }: Props) {
  return (
    <Sheet label={sf('offHead')} onClose={onClose}>
      <Proof
        of={of}
        head={sf('offHead')}
        text={sf('offText')}
        word={sf('turnOff')}
        isBad
        onClose={onClose}
        act={async proof => {
          await api.post(`${FACTOR}/end`, proof, newKey());
          done();
        }}
      />
    </Sheet>
  );
}
