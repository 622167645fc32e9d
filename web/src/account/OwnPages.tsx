// Pages of one's own besides Me: of what one is told, whom one trusts, what one has agreed to.
import { MyConsentsPage } from '../consents/MyConsentsPage';
import { Notices } from '../notices/Notices';
import { NoSuchPage } from '../parts/parts';
import { Trusted } from '../trust/Trusted';

export function OwnPages({ path }: { path: string[] }) {
  if (path[1] === 'notices') return <Notices />;
  if (path[1] === 'trusted') return <Trusted path={path} />;
  return path[1] === 'consents' && !path[2] ? <MyConsentsPage /> : <NoSuchPage />;
}
