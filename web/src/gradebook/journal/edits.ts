// What a teacher's keys ask for, before the server has it. Edits of one cell collapse while they are still here;
// once under way (`key`) they are left alone, and what follows waits for the mark's id.
import type { ActiveMark, Attendance, JournalState, Status } from '../../core/types';

/** The server asks whether it is meant: a mark of an absent student, an absence beside a mark. */
export const BOTH = 'absent_and_marked';

interface Base {
  id: string;
  student: string;
  lesson: string;
  /** The idempotency key of the request it travels in. */
  key?: string;
  failed?: { code: string; text: string; current?: ActiveMark | Attendance };
}
export interface Post extends Base {
  act: 'post';
  value: number;
  kind: string;
  weight: number;
  comment: string;
  second: boolean;
  beside: string[];
  confirmed?: boolean;
}
export interface Change extends Base {
  act: 'change';
  ref: string;
  revision: number;
  value: number;
  kind: string;
  weight: number;
  comment: string;
}
export interface Withdraw extends Base {
  act: 'withdraw';
  ref: string;
  revision: number;
  reason: string;
}
/** `revision` is that of the entry the teacher saw, 0: none. */
export interface Attend extends Base {
  act: 'attend';
  status: Status;
  minutes: number | null;
  revision: number;
  confirmed?: boolean;
}
export type Edit = Post | Change | Withdraw | Attend;

export interface Batch {
  method: 'POST' | 'PATCH';
  path: string;
  body: unknown;
  ids: string[];
}

const sameCell = (a: Pick<Base, 'student' | 'lesson'>, b: Pick<Base, 'student' | 'lesson'>) =>
  a.student === b.student && a.lesson === b.lesson;
const here = (edit: Edit) => !edit.key || !!edit.failed;
const fresh = <T extends Edit>(edit: T): T => ({ ...edit, key: undefined, failed: undefined });

/** Lays one more edit over those that wait. */
export function laid(edits: readonly Edit[], edit: Edit): Edit[] {
  if (edit.act === 'attend')
    return [...edits.filter(one => !(one.act === 'attend' && here(one) && sameCell(one, edit))), edit];
  if (edit.act === 'post')
    return [...edits.filter(one => !(one.failed && one.act === 'post' && sameCell(one, edit))), edit];
  const under = edits.find(one => here(one) && (one.id === edit.ref || (one.act === 'change' && one.ref === edit.ref)));
  if (under?.act === 'post') {
    if (edit.act === 'withdraw') return edits.filter(one => one !== under); // nobody ever hears of it
    const { value, kind, weight, comment } = edit;
    return edits.map(one => (one === under ? fresh({ ...under, value, kind, weight, comment }) : one));
  }
  if (under?.act === 'change') {
    const revision = under.failed?.current?.revision ?? under.revision;
    return edits.map(one => (one === under ? { ...edit, revision } : one));
  }
  return [...edits.filter(one => !(one.failed && 'ref' in one && one.ref === edit.ref)), edit];
}

/** The next request: all new marks in one, then all attendance in one, then corrections one by one. */
export function nextBatch(edits: readonly Edit[], course: string, kinds: JournalState['kinds']): Batch | null {
  const waiting = edits.filter(edit => !edit.key && !edit.failed);
  const weightOf = (kind: string) => kinds.find(one => one.id === kind)?.weight;
  const posts = waiting.filter((edit): edit is Post => edit.act === 'post').slice(0, 200);
  if (posts.length) {
    const marks = posts.map(({ student, lesson, value, kind, weight, comment, confirmed }) => ({
      student,
      lesson,
      value,
      kind,
      ...(weight === weightOf(kind) ? {} : { weight }),
      ...(comment ? { comment } : {}),
      ...(confirmed ? { confirmed } : {}),
    }));
    return { method: 'POST', path: `/courses/${course}/marks`, body: { marks }, ids: posts.map(edit => edit.id) };
  }
  const words = waiting.filter((edit): edit is Attend => edit.act === 'attend').slice(0, 200);
  if (words.length) {
    const attendance = words.map(({ student, lesson, status, minutes, revision, confirmed }) => ({
      student,
      lesson,
      status,
      ...(minutes ? { minutes } : {}),
      ...(revision ? { revision } : {}),
      ...(confirmed ? { confirmed } : {}),
    }));
    return {
      method: 'POST',
      path: `/courses/${course}/attendance`,
      body: { attendance },
      ids: words.map(edit => edit.id),
    };
  }
  const ids = new Set(edits.map(edit => edit.id));
  const one = waiting.find((edit): edit is Change | Withdraw => 'ref' in edit && !ids.has(edit.ref));
  if (!one) return null;
  if (one.act === 'withdraw')
    return {
      method: 'POST',
      path: `/marks/${one.ref}/withdraw`,
      body: { revision: one.revision, reason: one.reason },
      ids: [one.id],
    };
  const { revision, value, kind, weight, comment } = one;
  return {
    method: 'PATCH',
    path: `/marks/${one.ref}`,
    body: { revision, value, kind, weight, comment },
    ids: [one.id],
  };
}

/** Marks the edits of a request as under way. */
export const underway = (edits: readonly Edit[], ids: readonly string[], key: string): Edit[] =>
  edits.map(edit => (ids.includes(edit.id) ? { ...edit, key } : edit));

export interface Answer {
  marks?: ActiveMark[];
  mark?: ActiveMark;
  attendance?: Attendance[];
}

/** The request is answered: its edits go, and what waited for a mark's id or revision learns it. */
export function settled(edits: readonly Edit[], key: string, answer: Answer | null): Edit[] {
  const done = edits.filter(edit => edit.key === key);
  const known = new Map<string, ActiveMark>();
  const posts = done.filter(edit => edit.act === 'post');
  posts.forEach((post, index) => {
    const mark = answer?.marks?.[index];
    if (mark) known.set(post.id, mark);
  });
  if (answer?.mark) known.set(answer.mark.id, answer.mark);
  return edits
    .filter(edit => edit.key !== key)
    .map(edit => {
      const entry = edit.act === 'attend' ? answer?.attendance?.find(one => sameCell(one, edit)) : undefined;
      if (entry && edit.act === 'attend' && !edit.failed) return { ...edit, revision: entry.revision };
      const mark = 'ref' in edit ? known.get(edit.ref) : undefined;
      return mark && 'ref' in edit ? { ...edit, ref: mark.id, revision: mark.revision } : edit;
    });
}

/** The request is refused. Where the server names the entry at fault, only that one stays refused; the others go again. */
export function refused(
  edits: readonly Edit[],
  key: string,
  why: { code: string; text: string; current?: unknown; errors?: { field: string }[] },
): Edit[] {
  const done = edits.filter(edit => edit.key === key);
  const named = new Set(
    (why.errors ?? [])
      .map(error => /^(?:marks|attendance)\.(\d+)/.exec(error.field)?.[1])
      .filter(Boolean)
      .map(Number),
  );
  const current = why.current as ActiveMark | Attendance[] | undefined;
  return edits.map(edit => {
    const index = done.indexOf(edit);
    if (index < 0) return edit;
    const failed = {
      code: why.code,
      text: why.text,
      current: Array.isArray(current) ? current.find(one => sameCell(one, edit)) : current,
    };
    return named.size && !named.has(index) ? { ...edit, key: undefined } : { ...edit, key: undefined, failed };
  });
}

/** A mark that somebody else has set meanwhile where this one was to be the first: the teacher is asked. */
export function contested(edits: readonly Edit[], marks: readonly ActiveMark[]): Edit[] {
  return edits.map(edit => {
    if (edit.act !== 'post' || edit.second || edit.key || edit.failed) return edit;
    const other = marks.findLast(
      mark => mark.student === edit.student && mark.lesson === edit.lesson && !edit.beside.includes(mark.id),
    );
    return other ? { ...edit, failed: { code: 'stale', text: '', current: other } } : edit;
  });
}

/** What a refusal asks the teacher, who answers yes or no. */
export const asks = (edit: Edit | undefined): boolean =>
  !!edit?.failed && (!!edit.failed.current || edit.failed.code === BOTH);

/** "Yes": the refused edit again, on what stands there now. */
export function overruled(edits: readonly Edit[], id: string): Edit[] {
  return edits.map(edit => {
    const current = edit.failed?.current;
    if (edit.id !== id) return edit;
    if (edit.failed?.code === BOTH && (edit.act === 'post' || edit.act === 'attend'))
      return { ...fresh(edit), confirmed: true };
    if (edit.act === 'attend') return current ? { ...fresh(edit), revision: current.revision } : edit;
    if (!current || !('value' in current)) return edit;
    if (edit.act === 'withdraw') return { ...fresh(edit), ref: current.id, revision: current.revision };
    const { student, lesson, value, kind, weight, comment } = edit;
    return {
      id,
      student,
      lesson,
      act: 'change',
      ref: current.id,
      revision: current.revision,
      value,
      kind,
      weight,
      comment,
    };
  });
}
