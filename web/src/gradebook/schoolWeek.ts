// What changes for a whole school or class at once: periods of means, times of lessons, the timetable.
import { onPublication } from '../core/connection';
import { refreshOpen } from '../core/live';

const SPREAD = 2000; // ms: a whole school hears it, and not all load in the same moment
const CHANGES: string[] = ['school_year_changed', 'bells_changed', 'timetable_changed', 'lessons_changed'];

/** Loads again, whenever periods, bells or lessons have changed, what is open of the keys that begin so. */
export function followSchoolWeek(beginning: string): void {
  onPublication((_, { data }) => {
    if (CHANGES.includes(data.type))
      setTimeout(() => refreshOpen(key => key.startsWith(beginning)), Math.random() * SPREAD);
  });
}
