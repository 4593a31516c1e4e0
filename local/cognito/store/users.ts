import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { stepOfCode } from '../totp.ts'

/** Cognito's own words. FORCE_CHANGE_PASSWORD: invited, has not signed in yet. */
export type UserStatus = 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED' | 'RESET_REQUIRED'

export type User = {
  readonly subject: string
  readonly email: string
  readonly name: string
  readonly status: UserStatus
  /** Whether an authenticator app was proved to have the secret. */
  readonly hasSecondFactor: boolean
  /** Whether signing in asks for its code. */
  readonly isSecondFactorOn: boolean
  /** Access tokens issued up to this second are revoked. */
  readonly signedOutAtSeconds: number
  readonly createdAt: Date
  readonly changedAt: Date
}

export type Users = {
  all(): User[]
  /** By e-mail address, in whatever case, or subject. */
  find(username: string): User | undefined
  /** Undefined where the address is taken. */
  create(user: { email: string; name: string; subject?: string; status: UserStatus }): User | undefined
  setStatus(subject: string, status: UserStatus): void
  noteSignedOut(subject: string): void
  /** Keeps the secret beside the one in use, until a code proves that an app has it. */
  startSecondFactor(subject: string, secret: Uint8Array): void
  /** Takes a code of the secret begun, or else of the one in use; false for a wrong one. */
  confirmSecondFactor(subject: string, code: string): boolean
  setSecondFactor(subject: string, isOn: boolean): void
  /** Takes a code at sign-in, each once; false for a wrong one. */
  takeCode(subject: string, code: string): boolean
  remove(subject: string): void
}

const fold = (email: string) => email.trim().toLowerCase()

type Row = Record<string, unknown>

function userOf(row: Row): User {
  return {
    subject: String(row.subject),
    email: String(row.email),
    name: String(row.name),
    // Only setStatus() and create() write it.
    status: String(row.status) as UserStatus,
    hasSecondFactor: row.totp_secret !== null,
    isSecondFactorOn: row.is_totp_on === 1,
    signedOutAtSeconds: Number(row.signed_out_at),
    createdAt: new Date(Number(row.created_at)),
    changedAt: new Date(Number(row.changed_at)),
  }
}

export function usersIn(database: DatabaseSync, now: () => Date): Users {
  const all = database.prepare('SELECT * FROM user ORDER BY email_folded')
  const find = database.prepare('SELECT * FROM user WHERE subject = ? OR email_folded = ?')
  const insert = database.prepare(
    `INSERT INTO user (subject, email, email_folded, name, status, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const setStatus = database.prepare('UPDATE user SET status = ?, changed_at = ? WHERE subject = ? AND status <> ?')
  const noteSignedOut = database.prepare('UPDATE user SET signed_out_at = ? WHERE subject = ?')
  const begin = database.prepare('UPDATE user SET totp_pending = ? WHERE subject = ?')
  const confirm = database.prepare(
    'UPDATE user SET totp_secret = ?, totp_pending = NULL, totp_used_step = ?, changed_at = ? WHERE subject = ?',
  )
  const setSecondFactor = database.prepare('UPDATE user SET is_totp_on = ?, changed_at = ? WHERE subject = ?')
  const spend = database.prepare('UPDATE user SET totp_used_step = ? WHERE subject = ? AND totp_used_step < ?')
  const remove = database.prepare('DELETE FROM user WHERE subject = ?')

  const rowOf = (username: string): Row | undefined => find.get(username, fold(username))

  return {
    all: () => all.all().map(userOf),
    find(username) {
      const row = rowOf(username)
      return row && userOf(row)
    },
    create({ email, name, subject = randomUUID(), status }) {
      const at = now().getTime()
      const { changes } = insert.run(subject, email.trim(), fold(email), name, status, at, at)
      const row = changes === 0 ? undefined : rowOf(subject)
      return row && userOf(row)
    },
    setStatus: (subject, status) => void setStatus.run(status, now().getTime(), subject, status),
    noteSignedOut: (subject) => void noteSignedOut.run(Math.floor(now().getTime() / 1000), subject),
    startSecondFactor: (subject, secret) => void begin.run(secret, subject),
    confirmSecondFactor(subject, code) {
      const row = rowOf(subject)
      const secret = row?.totp_pending ?? row?.totp_secret
      if (!(secret instanceof Uint8Array)) return false
      // Codes of a secret just begun were never used, whatever those of the one before it.
      const usedStep = row?.totp_pending ? 0 : Number(row?.totp_used_step)
      const step = stepOfCode(secret, code, now(), usedStep)
      if (step === undefined) return false
      confirm.run(secret, step, now().getTime(), subject)
      return true
    },
    setSecondFactor: (subject, isOn) => void setSecondFactor.run(Number(isOn), now().getTime(), subject),
    takeCode(subject, code) {
      const row = rowOf(subject)
      if (!(row?.totp_secret instanceof Uint8Array)) return false
      const step = stepOfCode(row.totp_secret, code, now(), Number(row.totp_used_step))
      return step !== undefined && spend.run(step, subject, step).changes === 1
    },
    remove: (subject) => void remove.run(subject),
  }
}
