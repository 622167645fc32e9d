// The schools whose set-up one keeps, where it stands on the server, and that it has changed there.
import { useEffect, useState } from 'preact/hooks';
import { onPublication } from '../core/connection';
import { place } from '../core/router';
import { me, timetablesKept } from '../core/session';

export interface KeptSchool {
  id: string;
  zone: string;
  many: boolean; // one keeps several schools: the address says which
}
export const keptSchools = () => (me.value?.schools ?? []).filter(({ id }) => timetablesKept().includes(id));
export function keptSchoolHere(): KeptSchool | undefined {
  const all = keptSchools();
  const school = all.find(({ id }) => id === place.value.query.get('school')) ?? all[0];
  return school && { id: school.id, zone: school.zone, many: all.length > 1 };
}
/** An address of the set-up: with the school in it, where there are several. */
export function setUpAddress({ id, many }: KeptSchool, path: string, query: Record<string, string> = {}): string {
  const said = new URLSearchParams({ ...query, ...(many ? { school: id } : {}) }).toString();
  return path + (said ? `?${said}` : '');
}
export const apiPath = (school: string, of: string): string => `/schools/${encodeURIComponent(school)}/${of}`;

/** Grows whenever bells or periods of the school have changed on the server. */
export function useCalendarChanges(school: string): number {
  const [n, setN] = useState(0);
  useEffect(
    () =>
      onPublication((channel, { data }) => {
        if (channel !== `school:${school}`) return;
        if (data.type === 'bells_changed' || data.type === 'school_year_changed') setN(held => held + 1);
      }),
    [school],
  );
  return n;
}
