// What changes for a whole school at once: periods of means, times of lessons.
import { onPublication } from '../core/connection';
import { refreshOpen } from '../core/live';

const SPREAD = 2000; // ms: a whole school hears it, and not all load in the same moment

/** Loads again, whenever periods or bells have changed, what is open of the keys that begin so. */
export function followSchoolWeek(beginning: string): void {
  onPublication((_, { data }) => {
    if (data.type === 'school_year_changed' || data.type === 'bells_changed')
      setTimeout(() => refreshOpen(key => key.startsWith(beginning)), Math.random() * SPREAD);
  });
}
