import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type Gateway, startGateway } from '../../../local/gateway/index.ts'

const mail = {
  to: 'vera@acme.example',
  subject: 'You are invited <b>now</b>',
  text: 'Hello Vera,\n\nyou can sign in.',
  link: 'http://127.0.0.1:8787/?login_hint=vera%40acme.example',
  sentAt: new Date('2026-11-26T14:15:44.123Z'),
}

let gateway: Gateway
const start = async (outbox?: () => (typeof mail)[]) => {
  gateway = await startGateway({
    ...{ host: '127.0.0.1', port: 0, pagesFolder: undefined, config: () => ({}) },
    ...{ invoke: async () => ({}), reach: () => ({ signIn: [], storage: '' }), ...(outbox && { outbox }) },
  })
  return gateway
}
afterEach(() => gateway.close())

/** What comes back to a request for another name of this machine, or by another method. */
function statusOf(headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: gateway.port, path: '/outbox', method, headers })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
}

describe('the outbox', () => {
  it('shows the mails in their order, with whom they are to, when, and a link that can be followed', async () => {
    const { url } = await start(() => [mail, { ...mail, subject: 'An older one' }])
    const answer = await fetch(`${url}/outbox`)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(text).toContain('<h2>You are invited &lt;b&gt;now&lt;/b&gt;</h2>')
    expect(text).toContain(
      'To vera@acme.example · <time datetime="2026-11-26T14:15:44.123Z">2026-11-26 14:15:44 UTC</time>',
    )
    expect(text).toContain('<p>Hello Vera,</p><p>you can sign in.</p>')
    expect(text).toContain(`<a href="${mail.link}">`)
    expect(text.indexOf('You are invited')).toBeLessThan(text.indexOf('An older one'))
    expect(text).not.toContain('<script')
  })

  it('says so while there is none', async () => {
    const { url } = await start(() => [])
    expect(await (await fetch(`${url}/outbox`)).text()).toContain('There is none yet')
  })

  it('answers under its own names alone, and to reading alone', async () => {
    const { port } = await start(() => [mail])
    expect(await statusOf({ host: `localhost:${port}` })).toBe(200)
    expect(await statusOf({ host: `evil.example:${port}` })).toBe(421)
    expect(await statusOf({ host: `127.0.0.1:${port}` }, 'POST')).toBe(405)
  })

  it('is not there unless it is given', async () => {
    const { url } = await start()
    expect((await fetch(`${url}/outbox`)).status).toBe(404)
  })
})
