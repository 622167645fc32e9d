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
