import { small } from '../core/local';
import { sendQueue } from '../core/sending';
import type { Edit } from '../gradebook/journal/edits';

/** How much would be lost by signing out now. */
export const unsent = (): number =>
  sendQueue.items.value.filter(item => item.answer === undefined).length +
  small.keys('edits.').reduce((sum, key) => sum + (small.read<Edit[]>(key)?.filter(edit => !edit.key).length ?? 0), 0);
