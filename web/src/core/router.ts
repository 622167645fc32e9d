import { Value } from './store';

export interface Place {
  path: string[];
  query: URLSearchParams;
}
const read = (): Place => ({
  path: location.pathname.split('/').filter(Boolean).map(decodeURIComponent),
  query: new URLSearchParams(location.search),
});
export const place = new Value<Place>(read());

/** Every state worth sending or reloading is in the address, so Back always works. */
export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](replace ? history.state : { inside: true }, '', to);
  place.set(read());
}
/** One step back inside the app, or to `otherwise` when it was opened at this address. */
export function back(otherwise: string): void {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back();
  else go(otherwise, true);
}

addEventListener('popstate', () => place.set(read()));
addEventListener('click', event => {
  const link = (event.target as Element | null)?.closest?.('a');
  if (
    !link ||
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  if (link.origin !== location.origin || link.target || link.hasAttribute('download') || link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
