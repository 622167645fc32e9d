// The voice of the grid: whose cell it is, what stands in it, whether it has left, and what is asked.
import { reachable } from '../../core/api';
import { useValue } from '../../core/store';
import type { JournalState } from '../../core/types';
import { t } from '../../i18n';
import { whole } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import type { JournalQueue } from './journalQueue';
import { asks } from './edits';
import { cellName, statusLetter, statusName } from './cells';
import type { Grip } from './grid';

export function Foot({ state, grip, desk }: { state: JournalState; grip: Grip; desk: JournalQueue }) {
  return (
    <footer class="jr-foot">
      <div class="jr-who" data-foot>
        <Who state={state} grip={grip} desk={desk} />
      </div>
      <button type="button" class="btn plain desk-only" onClick={() => grip.press({ do: 'comment' })}>
        <Icon name="pen" />
        {t('comment')} <kbd>F2</kbd>
      </button>
      <Send desk={desk} grip={grip} />
    </footer>
  );
}

function Who({ state, grip, desk }: { state: JournalState; grip: Grip; desk: JournalQueue }) {
  const { cell, warn, student, note, joining, lesson } = grip;
  if (warn !== null) {
    const params = { letter: statusLetter(cell.status), value: warn };
    return (
      <Ask
        head={`${whole(student.name)}: ${statusName(cell.status)}`}
        text={t(lesson.day === state.today ? 'todayAway' : 'standsAway', params)}
        yes={() => grip.press({ do: 'enter', up: false })}
        no={() => grip.press({ do: 'escape' })}
      />
    );
  }
  const failed = cell.failed?.failed;
  if (failed && cell.failed && asks(cell.failed)) {
    const { id } = cell.failed;
    const { current } = failed;
    const text = !current
      ? t('bothStand')
      : 'status' in current
        ? t('otherStands', { value: statusName(current.status) || t('lPresent') })
        : current.state === 'active'
          ? t('otherStands', { value: current.value })
          : t('otherGone');
    const can = !current || 'status' in current || current.state === 'active';
    return (
      <Ask
        head={whole(student.name)}
        text={text}
        yes={can ? () => desk.overrule(id) : undefined}
        no={() => desk.drop(id)}
      />
    );
  }
  if (failed)
    return (
      <>
        <b class="cut jr-warn">{whole(student.name)}</b>
        <span class="meta" role="alert">
          {t('notSavedWhy', { why: failed.text || failed.code })}
        </span>
      </>
    );
  return (
    <>
      <b class="cut">{whole(student.name)}</b>
      <span class={`meta${note ? ' jr-warn' : ''}`}>
        {note || cellName(cell) + (joining ? ` · ${t('secondMark')}` : '')}
      </span>
    </>
  );
}
function Ask({ head, text, yes, no }: { head: string; text: string; yes: (() => void) | undefined; no: () => void }) {
  return (
    <div class="jr-ask" role="alert">
      <b class="cut jr-warn">{head}</b>
      <span class="meta">
        {text}{' '}
        {yes && (
          <button type="button" onClick={yes}>
            <kbd>Enter</kbd> {t('yes')}
          </button>
        )}{' '}
        <button type="button" onClick={no}>
          <kbd>Esc</kbd> {t('no')}
        </button>
      </span>
    </div>
  );
}

function Send({ desk, grip }: { desk: JournalQueue; grip: Grip }) {
  const edits = useValue(desk.edits);
  const answered = useValue(reachable);
  const failed = edits.filter(edit => edit.failed).length;
  const n = edits.length - failed;
  const asked = edits.some(asks);
  if (failed)
    return (
      <div class="jr-send" data-send="failed">
        <button
          type="button"
          class="btn two"
          onClick={() => {
            grip.firstFailed();
            desk.again();
          }}
        >
          <Icon name="alert" />
          {t(asked ? 'question' : 'notSaved')}
        </button>
      </div>
    );
  if (!n)
    return (
      <div class="jr-send idle" data-send="sent">
        <Icon name="check" />
        {t('allSent')}
      </div>
    );
  const off = !answered || !navigator.onLine;
  return (
    <div class="jr-send" data-send={off ? 'waiting' : 'sending'}>
      <span class="num desk-only">{off ? t('waitsNetwork', { n }) : t('entryWillGo', { n })}</span>
      <button type="button" class="btn" onClick={() => desk.flush()}>
        {t('sendNow')}
        <span class="phone-list"> {n}</span>
      </button>
    </div>
  );
}
