// What went wrong with something that was asked before one is in.
import { useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../../core/api';
import { t } from '../../i18n';
import { wi } from '../../i18n/invitations/wayIn';
import { Icon } from '../../parts/icons';

/** The one answer of what does not open: a token that is cut off is no other. */
export const isClosed = (problem: unknown): boolean =>
  problem instanceof Problem && [400, 404, 422].includes(problem.status);
export const isOfPassword = (problem: unknown): boolean =>
  problem instanceof Problem && problem.code.startsWith('password');

const isOfFactor = (problem: Problem): boolean => problem.code.startsWith('second_factor');

/** Asks once at a time, and keeps what was refused until the next try. */
export function useTry() {
  const [problem, setProblem] = useState<Problem | NoAnswer>();
  const busy = useRef(false);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setProblem(undefined);
    try {
      await act();
    } catch (why) {
      if (!(why instanceof NoAnswer || why instanceof Problem)) throw why;
      setProblem(why);
    } finally {
      busy.current = false;
    }
  };
  return { problem, attempt };
}

/** What is said above the fields: too many attempts with the time to wait, no connection, what the server itself has words for. */
export function Trouble({ problem }: { problem: Problem | NoAnswer | undefined }) {
  if (!problem || isClosed(problem)) return null;
  const isTooMany = problem instanceof Problem && problem.status === 429;
  const [head, text] = isTooMany
    ? [t('tooMany', { n: Math.max(1, Math.ceil(problem.retryAfter / 60)) }), wi('tooMany')]
    : problem instanceof NoAnswer
      ? [t('noNetwork'), t('noNetworkHelp')]
      : [problem.status === 409 || isOfFactor(problem) ? problem.whole : t('wentWrong')];
  return (
    <div class={isTooMany ? 'note brass' : 'note bad'} role="alert" data-trouble>
      <Icon name={isTooMany ? 'clock' : 'alert'} />
      <div>
        <b>{head}</b>
        {text && <p>{text}</p>}
      </div>
    </div>
  );
}

export function Wrong({ words, id }: { words: string | undefined; id: string }) {
  return words ? (
    <p class="err" role="alert" id={id}>
      <Icon name="alert" />
      {words}
    </p>
  ) : null;
}
