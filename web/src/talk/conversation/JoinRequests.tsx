import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { hasDoor, useRequests } from '../groups/asking';

/** Somebody wants to come into the group: a line for those who look after it. */
export function JoinRequests({ chat, open }: { chat: Chat; open: () => void }) {
  const n = useRequests(chat).length;
  return hasDoor(chat) && n > 0 ? (
    <button type="button" class="knocking" aria-haspopup="dialog" data-knocking={n} onClick={open}>
      <Icon name="people" />
      <span>{t('knocking', { n })}</span>
      <b>{t('look')}</b>
    </button>
  ) : null;
}
