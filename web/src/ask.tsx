// Asking the server for something that was pressed.
import { useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from './api';
import { t } from './i18n';
import { Icon } from './icons';

/** Runs what was pressed; what is refused says why, where it happened. */
export function useAsk() {
  const [wrong, setWrong] = useState(''),
    busy = useRef(false);
  const ask = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setWrong('');
    try {
      await act();
      return true;
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setWrong(problem instanceof Problem ? problem.whole : t('noNetwork'));
      return false;
    } finally {
      busy.current = false;
    }
  };
  return {
    wrong,
    ask,
    error: wrong ? (
      <p class="err" role="alert">
        <Icon name="alert" />
        {wrong}
      </p>
    ) : null,
  };
}
