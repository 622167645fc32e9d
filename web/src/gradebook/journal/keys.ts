// The keys of the journal. Letters count by what they are and by where they lie, so that either layout works.
import type { Status } from '../../core/types';

export type Action =
  | { do: 'mark'; value: number }
  | { do: 'second' }
  | { do: 'attend'; status: Status }
  | { do: 'clear' }
  | { do: 'move'; rows: number; columns: number; far?: 'row' | 'corner' }
  | { do: 'enter'; up: boolean }
  | { do: 'comment' }
  | { do: 'undo' }
  | { do: 'send' }
  | { do: 'keys' }
  | { do: 'escape' };
export interface Pressed {
  key: string;
  code: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

const letters: Record<string, Status> = {
  н: 'absent',
  a: 'absent',
  б: 'ill',
  i: 'ill',
  о: 'late',
  l: 'late',
  у: 'excused',
  e: 'excused',
};
// н lies on Y, б on the comma, о on J, у on E (which is English "excused" as well).
const places: Record<string, Status> = {
  KeyY: 'absent',
  KeyA: 'absent',
  Comma: 'ill',
  KeyI: 'ill',
  KeyJ: 'late',
  KeyL: 'late',
  KeyE: 'excused',
};
const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};
const FAR = 1000;

/** What a key press asks for; null: not ours (Tab leaves the table, everything else is the browser's). */
export function action({ key, code, ctrl, shift, alt }: Pressed): Action | null {
  if (alt) return null;
  const move = moves[key];
  if (move && !ctrl) return { do: 'move', rows: move[0], columns: move[1] };
  if (key === 'Home') return { do: 'move', rows: ctrl ? -FAR : 0, columns: -FAR };
  if (key === 'End') return { do: 'move', rows: ctrl ? FAR : 0, columns: FAR };
  if (key === 'Enter') return ctrl ? { do: 'send' } : { do: 'enter', up: shift };
  if (ctrl) return code === 'KeyZ' && !shift ? { do: 'undo' } : null;
  if (key === 'Escape') return { do: 'escape' };
  if (key === 'F2') return { do: 'comment' };
  if (key === 'Delete' || key === 'Backspace') return { do: 'clear' };
  if (/^[1-5]$/.test(key)) return { do: 'mark', value: Number(key) };
  if (key === '?' || (code === 'Slash' && shift)) return { do: 'keys' };
  if (key === '/' || code === 'NumpadDivide' || code === 'Slash') return { do: 'second' };
  if (key.length > 1) return null;
  const status = letters[key.toLowerCase()] ?? places[code];
  return status ? { do: 'attend', status } : null;
}

/** Returns what a key event asks for, if anything. */
export const actionOf = (event: KeyboardEvent): Action | null =>
  action({
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey,
  });
