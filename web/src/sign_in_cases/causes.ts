// The one cause in words, with the one step and what follows it.
import type { CaseAnswer } from '../core/shapes';
import { dayMonth } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';

type Of = Pick<CaseAnswer, 'cause' | 'field' | 'day'> & Partial<Pick<CaseAnswer, 'step' | 'portal'>>;

export function headOf({ cause, field, day, step, portal }: Of): string {
  if (cause === 'fine' && step === 'invite') return ca('fine_password');
  if (cause === 'contact')
    return ca(field === 'phone' ? 'contact_phone' : field === 'email' ? 'contact' : 'contact_none');
  if (cause === 'missing' && portal)
    return ca(field === 'phone' ? 'unsaid_phone' : field === 'email' ? 'unsaid_email' : 'unsaid');
  if (cause === 'missing') return ca(field === 'phone' ? 'missing_phone' : 'missing');
  if (cause === 'ended') return day ? ca('ended', { day: dayMonth(day) }) : ca('endedSome');
  return ca(cause);
}

/** What the button says, if there is one. */
export function actOf({ cause, step, portal, address }: CaseAnswer): string | undefined {
  if (step === 'call') return undefined;
  if (step === 'invite' && !address) return ca('doInviteThere');
  if (step === 'invite') return ca(cause === 'used' || cause === 'fine' ? 'doPassword' : 'doInvite');
  if (step === 'sign_in') return ca(cause === 'second' ? 'doSignInThere' : 'doSignIn');
  if (step === 'again') return ca(portal ? 'doPortalAgain' : 'doAgain');
  if (step === 'open') return ca('doOpen');
  if (cause === 'patronymic') return ca('doAdd');
  if (cause === 'waiting') return ca('doConfirm');
  if (cause === 'ended') return ca('doExtend');
  if (cause === 'shared') return ca('doPaper');
  return ca(cause === 'fine' ? 'doShow' : 'doCorrect');
}

export function nextOf({ cause, step, field, address, case: number, who, portal }: CaseAnswer): string[] {
  if (portal && cause === 'stranger') return [ca('strangerPortal'), ca('strangerPortalNext', { n: number })];
  if (portal && cause === 'missing') return [ca('nextUnsaid')];
  if (step === 'invite' && !address) return [ca('nextInviteThere')];
  if (step === 'ask_school' && !address) return [ca('nextPortal')];
  const to = { to: address ?? '', n: number };
  switch (cause) {
    case 'stranger':
      return [ca(who === 'guardian' || who === 'trusted' ? 'strangerText' : 'strangerStaff'), ca('strangerNext', to)];
    case 'restricted':
      return [ca('restrictedNext', to)];
    case 'letter':
      return [ca('nextLetter'), ca('nextSchool', to)];
    case 'latin':
      return [step === 'invite' ? ca('nextLatinInvite', to) : ca('nextLatin', to)];
    case 'second':
      return [ca('nextSecond'), ca('nextSecondGone', to), ca('nextSecondJoin')];
    case 'ended':
      return [ca(who === 'trusted' ? 'nextEndedTrust' : 'nextEnded', to)];
    case 'waiting':
      return [ca('nextWaiting', to)];
    case 'used':
      return [ca('nextUsed', to)];
    case 'old_link':
      return [ca('nextOld', to)];
    case 'uninvited':
      return [ca('nextInvite', to)];
    case 'missing':
      return [ca(field === 'phone' ? 'nextMissing_phone' : 'nextMissing')];
    case 'shared':
      return [ca('nextShared', to)];
    case 'network':
      return [ca('nextNetwork')];
    case 'fine':
      return step === 'invite' ? [ca('nextPassword', to)] : [ca('nextFine'), ca('nextSchool', to)];
    default:
      return [ca('nextSchool', to)];
  }
}
