// What this device can reach of the server, found out by trying.
import { api, NoAnswer, Problem } from '../core/api';
import type { InstallationStatus } from '../core/shapes';

const SECONDS = 8; // without an answer for so long a way is closed
const RIGHT = 60; // seconds by which a clock may be wrong without anybody noticing

export type Server = { at: 'works' | 'database_away'; status: InstallationStatus } | { at: 'no_answer' | 'refused' };
export type Live = 'websocket' | 'stream' | 'closed';
export interface Found {
  server: Server;
  /** How news come to an open page. */
  live: Live;
  /** Minutes by which the device's clock is ahead; 0 if it is right; unknown without the server. */
  clock: number | undefined;
}

/** Minutes that a clock is ahead of the server's; the answer is taken to have taken as long to come as the question to go. */
export function minutesAhead(asked: number, answered: number, server: string): number {
  const seconds = ((asked + answered) / 2 - Date.parse(server)) / 1000;
  return Math.abs(seconds) <= RIGHT ? 0 : Math.sign(seconds) * Math.max(1, Math.round(Math.abs(seconds) / 60));
}

/** What the client is written in. Those who read this page have a browser that can start it: styles are what old ones lack. */
export const NEEDED = ['selector(:has(*))', 'color: color-mix(in srgb, red, blue)', 'height: 1dvh'];
/** Whether a browser is new enough, by what it says of conditions of styles. */
export const isNewEnough = (supports: (condition: string) => boolean): boolean =>
  NEEDED.every(one => supports(one.startsWith('selector') ? one : `(${one})`));

export async function check(): Promise<Found> {
  const [asked, live] = await Promise.all([askServer(), findLive()]);
  return { ...asked, live };
}

async function askServer(): Promise<Pick<Found, 'server' | 'clock'>> {
  const asked = Date.now();
  try {
    const status = await api.send<InstallationStatus>('GET', '/status', undefined, undefined, SECONDS);
    const at = status.works ? 'works' : 'database_away';
    return { server: { at, status }, clock: minutesAhead(asked, Date.now(), status.now) };
  } catch (problem) {
    if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
    return { server: { at: problem instanceof NoAnswer ? 'no_answer' : 'refused' }, clock: undefined };
  }
}

/** The first of the ways that an open page would take. */
async function findLive(): Promise<Live> {
  if (await opensWebSocket()) return 'websocket';
  return (await opensStream()) ? 'stream' : 'closed';
}

function opensWebSocket(): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/connection/websocket`,
    );
    const end = (opened: boolean) => {
      clearTimeout(late);
      socket.onopen = socket.onerror = socket.onclose = null;
      socket.close();
      resolve(opened);
    };
    const late = setTimeout(end, SECONDS * 1000, false);
    socket.onopen = () => end(true);
    socket.onerror = socket.onclose = () => end(false);
  });
}

/** A stranger is soon sent away: what counts is that words come through an answer that is not over. */
async function opensStream(): Promise<boolean> {
  try {
    const answer = await fetch('/connection/http_stream', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout?.(SECONDS * 1000) ?? null,
      body: '{"id":1,"connect":{}}',
    });
    const reader = answer.ok ? answer.body?.getReader() : undefined;
    const first = await reader?.read();
    await reader?.cancel();
    return !!first?.value?.length;
  } catch {
    return false;
  }
}
