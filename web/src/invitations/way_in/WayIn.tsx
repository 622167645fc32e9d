// The first way in: by the link of a letter, or by the code of a slip; then a password of one's own.
import { useEffect, useRef, useState } from 'preact/hooks';
import { canUsePasskeys } from '../../account/canUsePasskeys';
import { keepPassword } from '../../account/keepPassword';
import { api, Problem } from '../../core/api';
import { place } from '../../core/router';
import { letIn, me } from '../../core/session';
import { useValue } from '../../core/store';
import { Ghost } from '../../parts/parts';
import { useResource } from '../../parts/useResource';
import { openPortals } from '../../portals/PortalButtons';
import { make } from '../../account/webauthn';
import { AskForLetter } from './AskForLetter';
import { ChooseWay } from './ChooseWay';
import { Closed, NoConnection, NotMe, Outdated, type Reason } from './Closed';
import { Frame } from './Frame';
import { FromPortal } from './FromPortal';
import { cameByLink, takeToken } from './link';
import { useSteps } from './useSteps';
import { Arrived, HasAccount, OwnPassword } from './OwnPassword';
import type { CredentialToMake, EnteredByInvitation, OpenInvitation, PortalAddress } from '../../core/shapes';
import { SignedInHere } from './SignedInHere';
import { isClosed, isOfPassword } from './trouble';
import { CodeForm, IsItYou, type Typed } from './WhoIsIt';

export function WayIn() {
  const [token, setToken] = useState(takeToken);
  useEffect(() => {
    const another = () => setToken(held => takeToken() ?? held); // another link, opened in the same tab
    addEventListener('hashchange', another);
    return () => removeEventListener('hashchange', another);
  }, []);
  const [, part] = useValue(place).path;
  if (part === 'portal') return <FromPortal />;
  return part === 'ask' ? <AskForLetter /> : <Way key={token} token={token} />;
}

/** What the server is asked with: one of the two, and the family name. */
interface Proof {
  token?: string | undefined;
  code?: string;
  family?: string;
}
type Step =
  | { at: 'opening' | 'code' | 'closed' | 'not_me' | 'no_connection' }
  | { at: 'who' | 'account' | 'way' | 'password'; of: OpenInvitation }
  | { at: 'outdated'; why: Reason; day: string | null }
  | { at: 'done'; of: OpenInvitation; login: string; byPasskey: boolean };

const OUTDATED: Partial<Record<string, Reason>> = {
  invitation_used: 'used',
  invitation_expired: 'expired',
  invitation_replaced: 'replaced',
};
/** What an owner is told in place of the next step. */
function endOf(problem: unknown): Step | undefined {
  if (!(problem instanceof Problem)) return undefined;
  const why = OUTDATED[problem.code];
  return why && { at: 'outdated', why, day: problem.day };
}

function Way({ token }: { token: string | undefined }) {
  const who = useValue(me);
  const [leaving, setLeaving] = useState(false);
  const [school, setSchool] = useState<string>();
  const [again] = useState(!token && cameByLink());
  const typed = useRef<Typed>({ code: '', family: '' });
  const proof = useRef<Proof>({});
  const { state: portals } = useResource(openPortals, 0);
  /** Where one says how one will sign in, if there is a choice. */
  const wayOf = (of: OpenInvitation): Step => ({
    at: canUsePasskeys() || portals?.length || !of.takes_password ? 'way' : 'password',
    of,
  });
  const { step, isFirst, next, show, end } = useSteps<Step>({ at: token ? 'opening' : 'code' });

  const ask = async (said: Proof): Promise<OpenInvitation> => {
    const of = await api.post<OpenInvitation>('/invitations/open', said);
    setSchool(of.school);
    return of;
  };
  const open = () => {
    show({ at: 'opening' });
    ask({ token }).then(
      of => show({ at: 'who', of }),
      (problem: unknown) => show({ at: isClosed(problem) ? 'closed' : 'no_connection' }),
    );
  };
  useEffect(() => {
    if (token) open();
  }, []);

  /** On to the next step, or to the state of what is one's own. What is refused is thrown. */
  const prove = async (said: Proof): Promise<void> => {
    try {
      const of = await ask(said);
      proof.current = said;
      next(of.has_account ? { at: 'account', of } : wayOf(of));
    } catch (problem) {
      const told = endOf(problem);
      if (!told) throw problem;
      next(told);
    }
  };
  /** Uses the invitation up, and says who is in; or what has become of the invitation. Other refusals are thrown. */
  const use = async (of: OpenInvitation, byPasskey: boolean, enter: () => Promise<string>): Promise<void> => {
    try {
      const login = await enter();
      await letIn();
      end({ at: 'done', of, login, byPasskey });
    } catch (problem) {
      const told: Step | undefined =
        endOf(problem) ?? (isClosed(problem) && !isOfPassword(problem) ? { at: 'closed' } : undefined);
      if (!told) throw problem;
      next(told);
    }
  };
  const enterByPassword = (of: OpenInvitation, password: string, shared: boolean, code: string | null): Promise<void> =>
    use(of, false, async () => {
      const asked = { ...proof.current, password, second_code: code, shared };
      const { login } = await api.post<EnteredByInvitation>('/invitations/use', asked);
      if (!shared) keepPassword(login, password);
      return login;
    });
  const enterByPasskey = (of: OpenInvitation, code: string | null): Promise<void> =>
    use(of, true, async () => {
      const options = await api.post<CredentialToMake>('/invitations/passkey/start', proof.current);
      const asked = { ...proof.current, credential: await make(options), second_code: code };
      return (await api.post<EnteredByInvitation>('/invitations/passkey', asked)).login;
    });
  const beginPortal = async (portal: string, code: string | null): Promise<string> =>
    (await api.post<PortalAddress>('/invitations/portal', { ...proof.current, portal, second_code: code })).address;
  const proveByLink = token ? (family: string) => prove({ token, family }) : undefined;

  if (who || leaving)
    return (
      <SignedInHere
        token={token}
        of={step.at === 'who' ? step.of : undefined}
        school={school}
        leave={() => setLeaving(true)}
      />
    );
  switch (step.at) {
    case 'opening':
      return (
        <Frame school={school} name={step.at}>
          <section class="sheet pad">
            <Ghost lines={4} />
          </section>
        </Frame>
      );
    case 'who':
      return (
        <IsItYou
          of={step.of}
          typed={typed.current}
          first={isFirst}
          prove={proveByLink!}
          notMe={() => next({ at: 'not_me' })}
        />
      );
    case 'code':
      return <CodeForm again={again} typed={typed.current} first={isFirst} prove={prove} />;
    case 'account':
      return <HasAccount of={step.of} goOn={() => next(wayOf(step.of))} />;
    case 'way':
      return (
        <ChooseWay
          of={step.of}
          enterByPasskey={code => enterByPasskey(step.of, code)}
          portals={portals ?? []}
          beginPortal={beginPortal}
          choosePassword={() => next({ at: 'password', of: step.of })}
        />
      );
    case 'password':
      return <OwnPassword of={step.of} use={(...said) => enterByPassword(step.of, ...said)} />;
    case 'done':
      return <Arrived of={step.of} login={step.login} byPasskey={step.byPasskey} />;
    case 'closed':
      return <Closed school={school} typed={typed.current} prove={proveByLink} />;
    case 'outdated':
      return <Outdated why={step.why} day={step.day} school={school} />;
    case 'not_me':
      return <NotMe school={school} />;
    case 'no_connection':
      return <NoConnection again={open} />;
  }
}
