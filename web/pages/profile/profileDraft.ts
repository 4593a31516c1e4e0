import type { Me, MyChanges } from '../../api/index.ts'

/** A person's profile as it stands in the form; an empty text means the browser's. */
export type ProfileDraft = { name: string; timeZone: string; locale: string }

export const profileDraftOf = ({ name, timeZone, locale }: Me): ProfileDraft => ({
  name,
  timeZone: timeZone ?? '',
  locale: locale ?? '',
})

/** What the draft changes; only that is sent. */
export function profileChangesOf(draft: ProfileDraft, base: ProfileDraft): MyChanges {
  const name = draft.name.trim()
  return {
    ...(name === base.name ? {} : { name }),
    ...(draft.timeZone === base.timeZone ? {} : { timeZone: draft.timeZone || null }),
    ...(draft.locale === base.locale ? {} : { locale: draft.locale || null }),
  }
}

/** What can be said before the server is asked, by field. */
export const profileProblems = ({ name }: ProfileDraft): Partial<Record<string, string>> =>
  name.trim() === '' ? { name: 'Write your name.' } : {}
