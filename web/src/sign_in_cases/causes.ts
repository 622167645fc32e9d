// The one cause in words, with the one step and what follows it.
import type { CaseAnswer } from '../core/shapes';
import { dayMonth } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';

type Of = Pick<CaseAnswer, 'cause' | 'field' | 'day'>;

export function headOf({ cause, field, day }: Of): string {
  if (cause === 'contact')
    return ca(field === 'phone' ? 'contact_phone' : field === 'email' ? 'contact' : 'contact_none');
  if (cause === 'missing') return ca(field === 'phone' ? 'missing_phone' : 'missing');
  if (cause === 'ended') return day ? ca('ended', { day: dayMonth(day) }) : ca('endedSome');
  return ca(cause);
}

/** What the button says, if there is one. */
export function actOf({ cause, step }: CaseAnswer): string | undefined {
  if (step === 'call') return undefined;
  if (step === 'invite') return ca(cause === 'used' || cause === 'fine' ? 'doPassword' : 'doInvite');
  if (step === 'sign_in') return ca(cause === 'second' ? 'doSignInThere' : 'doSignIn');
  if (step === 'again') return ca('doAgain');
  if (step === 'open') return ca('doOpen');
  if (cause === 'patronymic') return ca('doAdd');
  if (cause === 'waiting') return ca('doConfirm');
  if (cause === 'ended') return ca('doExtend');
  if (cause === 'shared') return ca('doPaper');
  return ca(cause === 'fine' ? 'doShow' : 'doCorrect');
}

export function nextOf({ cause, step, address, case: number, who }: CaseAnswer): string[] {
  const school = ca('nextSchool', { to: address });
  switch (cause) {
    case 'stranger':
      return [
        ca(who === 'guardian' || who === 'trusted' ? 'strangerText' : 'strangerStaff'),
        ca('strangerNext', { n: number }),
      ];
    case 'restricted':
      return [ca('restrictedNext', { n: number })];
    case 'letter':
      return [ca('nextLetter'), school];
    case 'latin':
      return [ca('nextLatin')];
    case 'second':
      return [ca('nextSecond')];
    case 'ended':
      return [ca('nextEnded')];
    case 'used':
      return [ca('nextUsed')];
    case 'old_link':
    case 'uninvited':
      return [ca('nextInvite')];
    case 'missing':
      return [ca('nextMissing')];
    case 'shared':
      return [ca('nextShared')];
    case 'network':
      return [ca('nextNetwork')];
    case 'fine':
      return [ca('nextFine'), ...(step === 'invite' ? [] : [school])];
    default:
      return [school];
  }
}
