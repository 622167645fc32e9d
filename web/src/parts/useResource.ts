import { useEffect, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../core/api';

/** What a page of the server has, and whether it could not be loaded; loaded again when `again` changes. */
export function useResource<T>(
  load: () => Promise<T>,
  again: unknown,
): { state: T | undefined; problem: Problem | NoAnswer | undefined; set: (state: T) => void } {
  const [{ state, problem }, show] = useState<{ state?: T; problem?: Problem | NoAnswer }>({});
  useEffect(() => {
    let gone = false;
    load().then(
      loaded => {
        if (!gone) show({ state: loaded });
      },
      (why: unknown) => {
        if (!(why instanceof NoAnswer || why instanceof Problem)) throw why;
        if (!gone) show(held => ({ ...held, problem: why }));
      },
    );
    return () => {
      gone = true;
    };
  }, [again]);
  return { state, problem, set: next => show({ state: next }) };
}
