// Portals on the page of the sign-in, and what has become of the last visit to one.
import { api } from '../core/api';
import { place } from '../core/router';
import type { PortalAddress } from '../core/shapes';
import { useResource } from '../parts/useResource';
import { openPortals, PortalButtons } from './PortalButtons';
import { PortalNote } from './PortalNote';

export function SignInPortals() {
  const { state } = useResource(openPortals, 0);
  const said = place.value.query.get('portal');
  const begin = async (portal: string, button: HTMLButtonElement): Promise<string> => {
    const shared = new FormData(button.form!).get('shared') !== null;
    const next = place.value.query.get('next') ?? '/';
    return (await api.post<PortalAddress>('/login/portal', { portal, next, shared })).address;
  };
  return (
    <>
      {said && <PortalNote said={said} />}
      {state && <PortalButtons portals={state} begin={begin} />}
    </>
  );
}
