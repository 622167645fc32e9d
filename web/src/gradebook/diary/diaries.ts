// The weeks of diaries that screens show, each held live once for the whole app.
import { api } from '../../core/api';
import { Live } from '../../core/live';
import { zone } from '../../core/session';
import type { DiaryState } from '../../core/types';
import { dayIn, weekOf } from '../../core/dates';
import { followSchoolWeek } from '../schoolWeek';
import { foldDiary } from './diary';

const diaries = new Map<string, Live<DiaryState>>();
export function diaryOf(student: string, week: string): Live<DiaryState> {
  const key = `diary.${student}.${week}`;
  let live = diaries.get(key);
  if (!live) {
    live = new Live<DiaryState>(key, {
      load: () => api.get(`/students/${encodeURIComponent(student)}/diary?week=${week}`),
      position: (state, channel) => (state.position.channel === channel ? state.position : undefined),
      fold: (state, _channel, publication) => foldDiary(state, publication),
    });
    diaries.set(key, live);
    // Weeks that were leafed through are let go; the present ones stay, they are what the counts are made of.
    const old = [...diaries.keys()].filter(other => other !== key && !other.endsWith(thisWeek()));
    for (const other of old.slice(0, -6)) {
      diaries.get(other)?.close();
      diaries.delete(other);
    }
  }
  void live.open();
  return live;
}
followSchoolWeek('diary.');
export const thisWeek = (): string => weekOf(dayIn(zone()));
