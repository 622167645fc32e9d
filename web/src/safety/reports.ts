// What comes of reports, as far as a page is told of it while it is open.
import { onPublication } from '../core/connection';
import { myId } from '../core/session';
import { invalidated } from '../core/invalidated';
import { Value } from '../core/store';

/** A report of mine has been looked at, since this page was opened. */
export const lookedAt = new Value(false);

onPublication((channel, { data }) => {
  if (channel !== `person:${myId()}`) return;
  if (data.type === 'report') invalidated.set({ kind: 'report', id: data.report });
  if (data.type === 'report_looked_at') lookedAt.set(true);
});

export const reportPath = (id: string): string => '/reports/' + encodeURIComponent(id);
