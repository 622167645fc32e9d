// A teacher's desk for one course: the journal as the server has it, the edits laid over it, and their way out.
import { api, newKey, reachable } from '../../core/api';
import { link } from '../../core/connection';
import { Live } from '../../core/live';
import { small } from '../../core/local';
import { sendQueue } from '../../core/sending';
import { followSchoolWeek } from '../schoolWeek';
import { me } from '../../core/session';
import { Value } from '../../core/store';
import type { JournalState } from '../../core/types';
import { recorded } from '../diary/diary';
import {
  asks,
  contested,
  laid,
  nextBatch,
  overruled,
  refused,
  settled,
  underway,
  type Answer,
  type Edit,
} from './edits';
import { foldJournal, upserted } from './journal';

const IDLE = 400; // a row of keys becomes one request
const desks = new Map<string, JournalQueue>();

followSchoolWeek('journal.');

export class JournalQueue {
  readonly live: Live<JournalState>;
  readonly edits: Value<Edit[]>;
  readonly gone = new Set<string>(); // ids withdrawn here: a late answer must not bring them back
  #timer: ReturnType<typeof setTimeout> | undefined;
  #from: string | undefined;
  #apart = false;

  constructor(readonly course: string) {
    this.edits = new Value(small.read<Edit[]>('edits.' + course) ?? []);
    this.live = new Live<JournalState>('journal.' + course, {
      load: () => api.get(`/courses/${encodeURIComponent(course)}/journal${this.#from ? `?from=${this.#from}` : ''}`),
      position: (state, channel) => (state.position.channel === channel ? state.position : undefined),
      fold: (state, _channel, publication) => foldJournal(state, publication),
    });
    this.#apart = this.edits.value.length > 0;
    void this.live.open();
    const lane = this.lane;
    // Edits whose request has ended while nobody was here have nothing to wait for.
    const keys = new Set(sendQueue.items.value.filter(item => item.lane === lane).map(item => item.key));
    this.#keep(this.edits.value.filter(edit => !edit.key || keys.has(edit.key)));
    sendQueue.attach(lane, {
      sent: (item, answer) => this.#sent(item.key, answer as Answer | null),
      failed: item => {
        sendQueue.drop(item.key);
        this.#keep(refused(this.edits.value, item.key, item.failed!));
        this.#soon(0);
      },
    });
    this.#soon(IDLE);
  }
  get lane(): string {
    return `journal:${this.course}`;
  }

  /** More lessons to the left. */
  reach(from: string): void {
    this.#from = from;
    void this.live.refresh();
  }

  lay(edit: Edit): void {
    this.#keep(laid(this.edits.value, edit));
    this.#soon(IDLE);
  }
  drop(id: string): void {
    this.#keep(this.edits.value.filter(edit => edit.id !== id));
    this.#soon(0);
  }
  overrule(id: string): void {
    this.#keep(overruled(this.edits.value, id));
    this.#soon(0);
  }
  again(): void {
    this.#keep(this.edits.value.map(edit => (edit.failed && !asks(edit) ? { ...edit, failed: undefined } : edit)));
    this.flush();
  }
  /** Now, not after the pause. */
  flush(): void {
    this.#soon(0);
    sendQueue.wake();
  }

  #soon(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#pump(), delay);
  }
  async #pump(): Promise<void> {
    const who = me.value;
    // While nobody answers, edits stay here, where a second thought still costs nothing.
    if (!who || sendQueue.waiting(this.lane)) return;
    if (!this.edits.value.some(edit => !edit.key && !edit.failed)) return;
    if (!navigator.onLine) {
      this.#apart = true;
      return;
    }
    // After a time apart another teacher may have been here: look first, or the cell would get two marks unasked.
    if (this.#apart || !reachable.value || link.value !== 'live') {
      await this.live.refresh();
      if (this.live.shown.value.problem) {
        this.#apart = true;
        this.#soon(5000);
        return;
      }
      this.#apart = false;
      if (sendQueue.waiting(this.lane)) return;
    }
    const { state } = this.live;
    if (!state) {
      this.#soon(1000);
      return;
    }
    this.#keep(contested(this.edits.value, state.marks));
    const batch = nextBatch(this.edits.value, this.course, state.kinds);
    if (!batch) return;
    const key = newKey();
    this.#keep(underway(this.edits.value, batch.ids, key));
    sendQueue.put({
      key,
      lane: this.lane,
      owner: who.person.id,
      method: batch.method,
      path: batch.path,
      body: batch.body,
    });
  }
  #sent(key: string, answer: Answer | null): void {
    const before = this.edits.value;
    for (const edit of before) if (edit.key === key && edit.act === 'withdraw') this.gone.add(edit.ref);
    this.live.change(state => {
      const given = [...(answer?.marks ?? []), ...(answer?.mark ? [answer.mark] : [])].filter(
        mark => mark.state === 'active' && !this.gone.has(mark.id),
      );
      const shown = given.filter(mark => state.lessons.some(lesson => lesson.id === mark.lesson));
      const kept = state.marks.filter(mark => !this.gone.has(mark.id));
      return {
        ...state,
        marks: upserted(kept, shown),
        attendance: recorded(state.attendance, answer?.attendance ?? []),
      };
    });
    this.#keep(settled(this.edits.value, key, answer));
    this.#soon(0);
  }
  #keep(edits: Edit[]): void {
    this.edits.set(edits);
    small.write('edits.' + this.course, edits.length ? edits : undefined);
  }
  wake(): void {
    this.#soon(0);
  }
}
export function deskOf(course: string): JournalQueue {
  let desk = desks.get(course);
  if (!desk) desks.set(course, (desk = new JournalQueue(course)));
  return desk;
}
export function resume(): void {
  for (const key of small.keys('edits.')) deskOf(key.slice('edits.'.length));
}
reachable.on(() => {
  if (reachable.value) for (const desk of desks.values()) desk.wake();
});
addEventListener('online', () => {
  for (const desk of desks.values()) desk.wake();
});
