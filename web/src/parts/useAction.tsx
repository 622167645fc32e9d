// Asking the server for something that was pressed.
import { useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../core/api';
import { t } from '../i18n';
import { Icon } from './icons';

/** Runs what was pressed; what is refused says why, where it happened.
 *
 * `ask` is for what would be made twice: while it is under way, further presses count for nothing.
 * `askEach` is for what is set, where the last press is what somebody wants: every press counts, one after the other.
 */
export function useAction() {
  const [wrong, setWrong] = useState('');
  const underWay = useRef<Promise<boolean> | undefined>(undefined);
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setWrong('');
    try {
      await act();
      return true;
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setWrong(problem instanceof Problem ? problem.whole : t('noNetwork'));
      return false;
    }
  };
  const askEach = (act: () => Promise<unknown>): Promise<boolean> => {
    const before = underWay.current;
    const next = () => run(act);
    const mine = before ? before.then(next, next) : next();
    underWay.current = mine;
    const done = () => {
      if (underWay.current === mine) underWay.current = undefined;
    };
    mine.then(done, done);
    return mine;
  };
  const ask = async (act: () => Promise<unknown>): Promise<boolean> => !underWay.current && askEach(act);
  return {
    wrong,
    ask,
    askEach,
    error: wrong ? (
      <p class="err" role="alert">
        <Icon name="alert" />
        {wrong}
      </p>
    ) : null,
  };
}

/** Shows at once what a press asks for, whatever comes meanwhile. After the last answer it shows what the server has
 * stored, or what stands if that was refused.
 *
 * `stored` is the state as it is now, `show` puts another in its place, `state` is what to show.
 */
export function useOptimistic<T extends object>(stored: T, show: (state: T) => void) {
  const { ask, askEach, error } = useAction();
  const [wanted, setWanted] = useState<T | undefined>();
  const answered = useRef<T | undefined>(undefined);
  const waiting = useRef(0);
  const press = (next: T, act: () => Promise<T>) => {
    waiting.current += 1;
    setWanted(next);
    void askEach(async () => {
      try {
        answered.current = await act();
      } finally {
        waiting.current -= 1;
        if (!waiting.current) {
          if (answered.current !== undefined) show(answered.current);
          answered.current = undefined;
          setWanted(undefined);
        }
      }
    });
  };
  return { state: wanted ?? stored, ask, press, error };
}
