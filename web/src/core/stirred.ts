// What changed on the server without a publication that says how: whoever shows it loads it again.
import { useEffect, useState } from 'preact/hooks';
import { Value } from './store';

export const stirred = new Value<{ kind: 'announcement' | 'event' | 'report'; id: string } | null>(null);

/** Grows whenever something of this kind has changed on the server. */
export function useStirred(kind: 'announcement' | 'event' | 'report', id?: string): number {
  const [n, setN] = useState(0);
  useEffect(
    () =>
      stirred.on(() => {
        const what = stirred.value;
        if (what?.kind === kind && (id === undefined || what.id === id)) setN(held => held + 1);
      }),
    [kind, id],
  );
  return n;
}
