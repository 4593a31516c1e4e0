/** Whoever keeps the second factors of people. */
export type SecondFactors = {
  /** Whether signing in asks this person for a code. */
  isOn(subject: string): boolean
  /** Takes a code, each once; false for a wrong one. */
  takeCode(subject: string, code: string): boolean
}

/** Sign-ins that wait for a code. */
export type CodeRounds = {
  isNeededOf(subject: string): boolean
  /** From now on this sign-in waits for a code of the person; undefined: of nobody. */
  waitFor(signInId: string, subject: string | undefined): void
  /** For whose code this sign-in waits. */
  awaited(signInId: string): string | undefined
  /** `tooMany`: the sign-in is over. */
  judge(signInId: string, code: string): 'right' | 'wrong' | 'tooMany'
  forget(signInId: string): void
}

/** Of a million codes three are good at a time, so that five guesses find one in 67,000 sign-ins. */
const MAX_WRONG = 5

/** The ones that began first are forgotten first: nobody can fill the memory by beginning ever more. */
const MAX_WAITING = 1_000

/** They live in memory: after a restart the page asks anew who signs in. */
export function codeRounds(secondFactors: SecondFactors = { isOn: () => false, takeCode: () => false }): CodeRounds {
  const rounds = new Map<string, { readonly subject: string | undefined; wrong: number }>()
  return {
    isNeededOf: secondFactors.isOn,
    waitFor(signInId, subject) {
      // Wrong codes go on counting, or choosing the person again would give five more.
      const wrong = rounds.get(signInId)?.wrong ?? 0
      rounds.set(signInId, { subject, wrong })
      const [oldest] = rounds.keys()
      if (rounds.size > MAX_WAITING && oldest !== undefined) rounds.delete(oldest)
    },
    awaited: (signInId) => rounds.get(signInId)?.subject,
    judge(signInId, code) {
      const round = rounds.get(signInId)
      if (round?.subject === undefined) return 'tooMany'
      if (secondFactors.takeCode(round.subject, code)) return 'right'
      round.wrong += 1
      return round.wrong < MAX_WRONG ? 'wrong' : 'tooMany'
    },
    forget: (signInId) => void rounds.delete(signInId),
  }
}
