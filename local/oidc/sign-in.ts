import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { Page, Pages } from './pages.ts'
import { findByLogin, type PeopleLookup } from './people.ts'
import { SIGN_IN_PATH } from './provider.ts'
import type { CodeRounds } from './second-factor.ts'

const MAX_FORM_BYTES = 8 * 1024

const WRONG_CODE = 'That is not the code. Type the one that the app shows now.'
const TOO_MANY_CODES = 'None of the codes was right, so this sign-in has ended. Go back to Soundkeep and begin again.'

type Parts = {
  readonly provider: Provider
  readonly people: PeopleLookup
  readonly pages: Pages
  readonly codes: CodeRounds
  readonly onSignIn: (subject: string) => void
}

/** Shows the sign-in page of one interaction (GET) and takes its answer (POST); never rejects. */
export async function answerSignIn(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const page = await signIn(parts, request, response)
    if (page !== undefined) send(response, page)
  } catch (error) {
    if (request.errored !== null) return
    if (error instanceof errors.SessionNotFound) {
      const text = 'It was open for too long, or was begun in another browser. Go back to Soundkeep and sign in again.'
      send(response, parts.pages.notice(400, 'This sign-in has run out', text))
    } else {
      console.error('The local sign-in failed to answer a request:', error)
      send(response, parts.pages.notice(500, 'The sign-in failed', 'See the log of Soundkeep, then sign in again.'))
    }
  }
}

/** Gives a page, or answers by itself with a redirect back to the dashboard. */
async function signIn(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<Page | undefined> {
  const { provider, people, pages, codes } = parts
  const interaction = await provider.interactionDetails(request, response)
  const { uid, params, prompt } = interaction
  const action = `${SIGN_IN_PATH}${uid}`

  if (prompt.name !== 'login') {
    // Nobody is asked for consent: what the dashboard asks for was granted already.
    await provider.interactionFinished(request, response, { [prompt.name]: {} })
    return undefined
  }
  const enabled = (await people()).filter((person) => person.enabled)
  const askWho = (typed: string, problem?: string) =>
    pages.signIn({ action, people: enabled.filter((person) => person.isListed), typed, ...(problem && { problem }) })
  const awaited = enabled.find((person) => person.subject === codes.awaited(uid))
  const hint = typeof params.login_hint === 'string' ? params.login_hint : ''

  if (request.method === 'GET' || request.method === 'HEAD') {
    return awaited ? pages.code({ action, person: awaited }) : askWho(hint)
  }
  if (request.method !== 'POST')
    return pages.notice(405, 'Nothing to do here', 'Go back to Soundkeep and sign in again.')

  const form = await readForm(request)
  if (form === undefined) return pages.notice(413, 'That was too much', 'Go back to Soundkeep and sign in again.')
  if (form.has('cancel')) {
    codes.forget(uid)
    const denied = { error: 'access_denied', error_description: 'The sign-in was cancelled' }
    await provider.interactionFinished(request, response, denied, { mergeWithLastSubmission: false })
    return undefined
  }
  if (form.has('restart')) {
    codes.waitFor(uid, undefined)
    return askWho('')
  }
  if (form.has('code')) {
    // Also after a restart of the issuer, which has forgotten whose code it waited for.
    if (awaited === undefined) return askWho(hint)
    const verdict = codes.judge(uid, (form.get('code') ?? '').replaceAll(' ', ''))
    if (verdict === 'right') return finish(parts, interaction, awaited.subject, request, response)
    if (verdict === 'wrong') return pages.code({ action, person: awaited, problem: WRONG_CODE })
    codes.forget(uid)
    await interaction.destroy()
    return pages.notice(403, 'Too many wrong codes', TOO_MANY_CODES)
  }

  const typed = form.get('login')?.trim() ?? ''
  const person = await findByLogin(people, typed)
  if (person === undefined) {
    return askWho(
      typed,
      typed === ''
        ? 'Type a login or an e-mail address, or choose somebody above.'
        : `Nobody here has the login or e-mail “${typed.slice(0, 254)}”. Check the spelling, or choose somebody above.`,
    )
  }
  if (codes.isNeededOf(person.subject)) {
    codes.waitFor(uid, person.subject)
    return pages.code({ action, person })
  }
  return finish(parts, interaction, person.subject, request, response)
}

/** Signs the person in and leads back to the dashboard. */
async function finish(
  { provider, codes, onSignIn }: Parts,
  interaction: Interaction,
  subject: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<undefined> {
  codes.forget(interaction.uid)
  await leaveOtherSession(provider, interaction, subject)
  onSignIn(subject)
  const result = { login: { accountId: subject, remember: true } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/**
 * Ends the browser's session when it is somebody else's. Left to oidc-provider, this would take a blank page that needs a
 * script, and would sign the other person out of their tab.
 */
async function leaveOtherSession(provider: Provider, interaction: Interaction, subject: string): Promise<void> {
  const { session } = interaction
  if (session?.accountId === undefined || session.accountId === subject) return
  await (await provider.Session.findByUid(session.uid))?.destroy()
  interaction.session = undefined
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes <= MAX_FORM_BYTES) chunks.push(chunk)
  }
  return sizeBytes > MAX_FORM_BYTES ? undefined : new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

export function send(response: ServerResponse, { status, headers, body }: Page): void {
  response.writeHead(status, headers)
  response.end(body)
}
