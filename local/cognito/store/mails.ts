import type { DatabaseSync } from 'node:sqlite'

/** A mail that Cognito would send. */
export type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Where the mail leads. */
  readonly link: string
  readonly sentAt: Date
}

export type Mails = {
  send(mail: Omit<Mail, 'sentAt'>): void
  /** Newest first; at most 200. */
  sent(): Mail[]
}

const MAX_KEPT = 200

export function mailsIn(database: DatabaseSync, now: () => Date): Mails {
  const insert = database.prepare('INSERT INTO mail (recipient, subject, text, link, sent_at) VALUES (?, ?, ?, ?, ?)')
  const forget = database.prepare(
    `DELETE FROM mail WHERE id <= (SELECT id FROM mail ORDER BY id DESC LIMIT 1 OFFSET ${MAX_KEPT})`,
  )
  const all = database.prepare(`SELECT * FROM mail ORDER BY id DESC LIMIT ${MAX_KEPT}`)
  return {
    send({ to, subject, text, link }) {
      insert.run(to, subject, text, link, now().getTime())
      forget.run()
    },
    sent: () =>
      all.all().map((row) => ({
        to: String(row.recipient),
        subject: String(row.subject),
        text: String(row.text),
        link: String(row.link),
        sentAt: new Date(Number(row.sent_at)),
      })),
  }
}
