// "Sent. Take back": for ten seconds, over a place that is kept free for it.
import { useEffect, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../../core/api';
import { useValue } from '../../core/store';
import type { Message } from '../../core/types';
import { t } from '../../i18n';
import { withdraw } from '../messageRequests';
import { justSent } from '../data';

const SOON = 10_000;

export function UndoSend({ chat, back }: { chat: string; back: (message: Message) => void }) {
  const sent = useValue(justSent);
  return sent?.chat === chat ? <Toast key={sent.id} message={sent} back={back} /> : null;
}
function Toast({ message, back }: { message: Message; back: (message: Message) => void }) {
  const [state, setState] = useState<'sent' | 'busy' | 'failed'>('sent');
  useEffect(() => {
    const gone = setTimeout(() => {
      if (justSent.value === message) justSent.set(null);
    }, SOON);
    return () => clearTimeout(gone);
  }, []);
  const press = async () => {
    if (state === 'busy') return;
    setState('busy');
    try {
      await withdraw(message, true);
      if (justSent.value === message) justSent.set(null);
      back(message);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setState('failed');
    }
  };
  return (
    <div class="toast on" role="status" data-toast>
      <span>{t(state === 'failed' ? 'wentWrong' : 'sentToast')}</span>
      <button type="button" data-take-back aria-disabled={state === 'busy'} onClick={() => void press()}>
        {t('takeBack')}
      </button>
    </div>
  );
}
