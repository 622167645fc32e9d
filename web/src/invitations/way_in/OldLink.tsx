// An address that is no page's any more: of a letter or a slip of an earlier year, mostly.
import { api } from '../../core/api';
import type { InstallationStatus } from '../../core/shapes';
import { wi } from '../../i18n/invitations/wayIn';
import { useResource } from '../../parts/useResource';
import { HowWithoutLink, Told, ToSignIn } from './Closed';

export function OldLink() {
  const { state } = useResource(() => api.get<InstallationStatus>('/status'), 'status');
  return (
    <Told name="old_link" school={state?.school ?? undefined} head={wi('oldLink')} text={wi('oldLinkText')}>
      <HowWithoutLink />
      <ToSignIn second />
    </Told>
  );
}
