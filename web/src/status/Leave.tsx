import { me } from '../core/session';
import { useValue } from '../core/store';
import { t } from '../i18n';

/** The way on from a page for everybody: to one's own pages, or to sign in. */
export function Leave() {
  const who = useValue(me);
  return (
    <a class="btn two" href={who ? '/' : '/sign-in'} data-leave>
      {t(who ? 'toStart' : 'signIn')}
    </a>
  );
}
