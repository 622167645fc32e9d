// Where a teacher stands in the grid and what the keys do there.
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { newKey } from '../../core/api';
import { small } from '../../core/local';
import { say } from '../../core/liveRegion';
import { useValue } from '../../core/store';
import type { JournalLesson, JournalState, JournalStudent, Status } from '../../core/types';
import { t } from '../../i18n';
import { listed } from '../../i18n/format';
import type { JournalQueue } from './journalQueue';
import { asks, type Edit } from './edits';
import { firstCell, statusLetter, statusName, useCells } from './cells';
import { columnKind, isAway, type CellMark, type CellView } from './journal';
import { actionOf, type Action } from './keys';
import { reversed, type Done } from './undo';

export type SheetName = 'keys' | 'words' | 'withdraw' | 'late' | null;
export interface Grip {
  at: { r: number; c: number };
  lesson: JournalLesson;
  student: JournalStudent;
  kind: string;
  chosen: Record<string, string>;
  cell: CellView;
  cells: CellView[][];
  joining: boolean;
  warn: number | null;
  note: string;
  sheet: SheetName;
  focus: number;
  view: (student: string) => CellView;
  move: (r: number, c: number, focus?: boolean) => void;
  press: (what: Action) => void;
  onKey: (event: KeyboardEvent) => void;
  chooseKind: (kind: string) => void;
  everyone: () => void;
  show: (sheet: SheetName) => void;
  hide: () => void;
  comment: (mark: CellMark, words: string, weight: number) => void;
  withdraw: (reason: string) => void;
  late: (minutes: number | null) => void;
  firstFailed: () => void;
}
export function useGrid(desk: JournalQueue, state: JournalState): Grip {
  const edits = useValue(desk.edits);
  const cells = useCells(state, edits);
  const [at, setAt] = useState(() => firstCell(state));
  const [joining, setJoining] = useState(false);
  const [warn, setWarn] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const [sheet, show] = useState<SheetName>(null);
  const [focus, refocus] = useReducer((n: number) => n + 1, 0);
  const [kinds, setKinds] = useState<Record<string, string>>(() => small.read('kinds.' + desk.course) ?? {});
  const last = useRef<{ r: number; c: number } | null>(null);
  const undo = useRef<Done[]>([]);
  const lessonId = useRef(state.lessons[at.c]?.id);

  // Lessons to the left push the columns along: one stays in the lesson, not in the number.
  useEffect(() => {
    const column = state.lessons.findIndex(one => one.id === lessonId.current);
    if (column >= 0 && column !== at.c) setAt({ r: at.r, c: column });
  }, [state.lessons]);

  const rows = state.students.length;
  const columns = state.lessons.length;
  const r = Math.min(at.r, rows - 1);
  const c = Math.min(at.c, columns - 1);
  const lesson = state.lessons[c]!;
  const student = state.students[r]!;
  const cell = cells[r]![c]!;
  const kind = columnKind(state, lesson.id, kinds[lesson.id]);

  const move = (row: number, column: number, take = true) => {
    const next = { r: Math.max(0, Math.min(rows - 1, row)), c: Math.max(0, Math.min(columns - 1, column)) };
    lessonId.current = state.lessons[next.c]!.id;
    setAt(next);
    setNote('');
    if (take) refocus(0);
  };
  const remember = (act: Edit['act'], was?: CellMark, of = student, view = cell) => {
    undo.current.push({ student: of.id, lesson: lesson.id, act, was, status: view.status, minutes: view.minutes });
    if (undo.current.length > 200) undo.current.shift();
  };
  const base = (of = student) => ({ id: newKey(), student: of.id, lesson: lesson.id });
  const weightOf = (id: string) => state.kinds.find(one => one.id === id)?.weight ?? 1;
  const told = (of: JournalStudent, what: string | number) => say(t('marksOf', { name: listed(of.name), what }));

  /** The next row, past those who are away: nobody marks an empty chair. */
  const below = (row: number) => {
    let next = row + 1;
    while (next < rows - 1 && isAway(cells[next]![c]!.status)) next++;
    return Math.min(next, rows - 1);
  };
  const enter = (value: number, anyway = false) => {
    if (state.course.grade === 1) {
      setNote(t('yearOne'));
      say(t('yearOne'));
      return;
    }
    if (!kind) {
      setNote(t('noKinds'));
      return;
    }
    if (isAway(cell.status) && !anyway && !joining) {
      setWarn(value);
      say(t('standsAway', { letter: statusLetter(cell.status), value }));
      return;
    }
    const held = cell.marks.at(-1);
    if (held && !joining) {
      if (held.value !== value || cell.failed) {
        remember('change', held);
        desk.lay({
          ...base(),
          act: 'change',
          ref: held.ref,
          revision: held.mark?.revision ?? 0,
          value,
          kind: held.kind,
          weight: held.weight,
          comment: held.comment,
        });
      }
    } else {
      remember('post');
      desk.lay({
        ...base(),
        act: 'post',
        value,
        kind,
        weight: weightOf(kind),
        comment: '',
        second: joining,
        beside: cell.marks.map(mark => mark.ref),
        confirmed: anyway,
      });
    }
    told(student, joining ? [...cell.marks.map(mark => mark.value), value].join(t('and')) : value);
    last.current = { r, c };
    setJoining(false);
    setWarn(null);
    move(below(r), c);
  };
  /** The revision of the attendance that stands in a cell. */
  const seen = (of: string, where: string) =>
    state.attendance.find(entry => entry.student === of && entry.lesson === where)?.revision ?? 0;
  const attend = (status: Status, minutes: number | null = null, of = student, view = cell) => {
    remember('attend', undefined, of, view);
    desk.lay({ ...base(of), act: 'attend', status, minutes, revision: seen(of.id, lesson.id) });
  };

  const press = (what: Action) => {
    if (!state.keeps && !['move', 'enter', 'escape', 'keys'].includes(what.do)) return setNote(t('readOnly'));
    if (warn !== null) {
      if (what.do === 'enter') return enter(warn, true);
      setWarn(null);
      if (what.do === 'escape') return;
    }
    const asked = asks(cell.failed) ? cell.failed : undefined;
    if (asked && what.do === 'enter') return desk.overrule(asked.id);
    if (asked && what.do === 'escape') return desk.drop(asked.id);
    if (what.do !== 'mark' && what.do !== 'second') setJoining(false);
    switch (what.do) {
      case 'mark':
        return enter(what.value);
      case 'second':
        if (last.current && last.current.c === c && last.current.r !== r) move(last.current.r, c);
        return setJoining(true);
      case 'attend': {
        const same = cell.status === what.status;
        attend(same ? 'present' : what.status);
        last.current = null;
        told(student, same ? t('empty') : statusName(what.status));
        return move(r + 1, c);
      }
      case 'clear':
        return clear();
      case 'move':
        last.current = null;
        return move(r + what.rows, c + what.columns);
      case 'enter':
        last.current = null;
        return move(what.up ? r - 1 : r + 1, c);
      case 'comment':
        if (cell.marks.length) return show('words');
        if (cell.status === 'late') return show('late');
        return setNote(t('wordsNeedMark'));
      case 'undo':
        return takeBack();
      case 'send':
        desk.flush();
        return;
      case 'keys':
        return show('keys');
      case 'escape':
        return setNote('');
    }
  };
  const clear = () => {
    if (cell.failed && !cell.failed.key) {
      desk.drop(cell.failed.id);
      return;
    }
    const held = cell.marks.at(-1);
    if (held?.mark) return show('withdraw'); // the family has it: it goes with a reason
    if (held) {
      remember('withdraw', held);
      desk.lay({ ...base(), act: 'withdraw', ref: held.ref, revision: 0, reason: t('byMistake') });
      told(student, t('empty'));
    } else if (cell.status) {
      attend('present');
      told(student, t('empty'));
    }
  };
  const takeBack = () => {
    const step = undo.current.pop();
    if (!step) {
      setNote(t('nothingToUndo'));
      return;
    }
    const row = state.students.findIndex(one => one.id === step.student);
    const column = state.lessons.findIndex(one => one.id === step.lesson);
    const view = cells[row]?.[column];
    if (!view) return;
    const back = reversed(step, view, seen(step.student, step.lesson));
    if (back.drop) desk.drop(back.drop);
    if (back.lay) desk.lay(back.lay);
    move(row, column);
    say(t('undone', { what: listed(state.students[row]!.name) }));
  };

  return {
    at: { r, c },
    lesson,
    student,
    kind,
    chosen: kinds,
    cell,
    cells,
    joining,
    warn,
    note,
    sheet,
    focus,
    move,
    press,
    show,
    view: id => cells[state.students.findIndex(one => one.id === id)]![c]!,
    hide: () => {
      show(null);
      refocus(0);
    },
    onKey(event) {
      const what = actionOf(event);
      if (!what || event.isComposing) return;
      event.preventDefault();
      press(what);
    },
    chooseKind(next) {
      const all = { ...kinds, [lesson.id]: next };
      setKinds(all);
      small.write('kinds.' + desk.course, all);
      refocus(0);
    },
    everyone() {
      state.students.forEach((one, row) => {
        const view = cells[row]![c]!;
        if (!view.status && !state.attendance.some(entry => entry.student === one.id && entry.lesson === lesson.id))
          attend('present', null, one, view);
      });
      say(t('noted', { here: cells.filter(row => !row[c]!.status).length, all: rows }));
      refocus(0);
    },
    comment(mark, comment, weight) {
      remember('change', mark);
      desk.lay({
        ...base(),
        act: 'change',
        ref: mark.ref,
        revision: mark.mark?.revision ?? 0,
        value: mark.value,
        kind: mark.kind,
        weight,
        comment,
      });
    },
    withdraw(reason) {
      const held = cell.marks.at(-1);
      if (!held) return;
      remember('withdraw', held);
      desk.lay({ ...base(), act: 'withdraw', ref: held.ref, revision: held.mark?.revision ?? 0, reason });
    },
    late: minutes => attend('late', minutes),
    firstFailed() {
      const edit = edits.find(one => one.failed);
      if (edit)
        move(
          state.students.findIndex(one => one.id === edit.student),
          state.lessons.findIndex(one => one.id === edit.lesson),
        );
    },
  };
}
