import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Html, html, page, pageHeaders } from '../pages/index.ts'

/** A mail as it was sent. */
export type SentMail = {
  readonly to: string
  readonly subject: string
  /** Paragraphs, with an empty line between them. */
  readonly text: string
  readonly link: string
  readonly sentAt: Date
}

export type Outbox = () => readonly SentMail[]

const names = ['127.0.0.1', 'localhost']

/** Shows the mails that this machine did not send, newest first. */
export function answerOutbox(outbox: Outbox, request: IncomingMessage, response: ServerResponse): void {
  // Nobody is asked who they are here, so a web page that makes its own name point at this machine must get nowhere.
  const { localPort } = request.socket
  if (!names.some((name) => request.headers.host === `${name}:${localPort}`)) {
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('Wrong address.\n')
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  response.writeHead(200, pageHeaders([])).end(page('Outbox', mainOf(outbox())))
}

function mainOf(mails: readonly SentMail[]): Html {
  const intro = html`<h1>Outbox</h1>
<p>On this machine no mail leaves: here are those that people would have got, newest first.</p>`
  if (mails.length === 0) {
    return html`${intro}<p class="quiet">There is none yet. Invite somebody in the dashboard, and the invitation is here.</p>`
  }
  return html`${intro}${mails.map(mailOf)}`
}

function mailOf({ to, subject, text, link, sentAt }: SentMail): Html {
  const time = sentAt.toISOString()
  return html`<article class="mail">
<h2>${subject}</h2>
<p class="quiet">To ${to} · <time datetime="${time}">${time.slice(0, 19).replace('T', ' ')} UTC</time></p>
${text.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<p><a href="${link}">${link}</a></p>
</article>
`
}
