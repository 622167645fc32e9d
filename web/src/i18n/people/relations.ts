// What an adult is to a child, in words.
import { ps } from './person';

export const RELATIONS = ['mother', 'father', 'guardian', 'trusted', 'other'] as const;
export const knownRelation = (relation: string): (typeof RELATIONS)[number] =>
  RELATIONS.find(one => one === relation) ?? 'other';
export const relationWords = (relation: string): string => ps(knownRelation(relation));
