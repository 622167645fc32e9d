// What changed on the server without a publication that says how: whoever shows it loads it again.
import { useEffect, useState } from 'preact/hooks';
import { Value } from './store';

type Kind = 'announcement' | 'event' | 'report' | 'ticket' | 'trust';
export const invalidated = new Value<{ kind: Kind; id: string } | null>(null);

/** Grows whenever something of this kind has changed on the server. */
export function useInvalidation(kind: Kind, id?: string): number {
  const [n, setN] = useState(0);
  useEffect(
    () =>
      invalidated.on(() => {
        const what = invalidated.value;
        if (what?.kind === kind && (id === undefined || what.id === id)) setN(held => held + 1);
      }),
    [kind, id],
  );
  return n;
}
