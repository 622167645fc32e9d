// Time zones that a school may have, the one of this device first.
export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
export const allZones = (): string[] => [...new Set([hereZone(), ...Intl.supportedValuesOf('timeZone')])];
export const zoneWords = (zone: string): string => zone.replaceAll('_', ' ');
