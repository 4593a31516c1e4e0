import { createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../domain/problems/index.ts'
import { addressPattern, type HttpEvent, looseHeaderOf } from './event.ts'
import { headerOf } from './request.ts'

/** CloudFront sends the secret that it shares with the API in this header, whatever a viewer sent in it. */
export const originSecretHeader = 'soundkeep-origin-secret'

/** CloudFront's function sets the viewer's address in this header, whatever a viewer sent in it. */
export const viewerAddressHeader = 'soundkeep-viewer-address'

/**
 * What stands before the API. `secrets`: CloudFront, which proves itself by one of them; whoever goes round it is refused.
 * `none`: nothing, as on one machine.
 */
export type FrontDoor = { readonly secrets: readonly [string, ...string[]] } | 'none'

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Before anything else of the event is looked at, which may be anything.
 * @throws Refusal forbidden for a request that did not come by the front door
 */
export function requireFrontDoor(frontDoor: FrontDoor, event: unknown): void {
  if (frontDoor === 'none') return
  const sent = looseHeaderOf(event, originSecretHeader)
  // Digests have one length, and every one is compared: the time taken tells nothing.
  const matches = frontDoor.secrets.filter((secret) => timingSafeEqual(digest(secret), digest(sent ?? '')))
  if (matches.length === 0) throw new Refusal('forbidden', 'Ask at the address of the dashboard, under /api/v1.')
}

/** The address that the request comes from: what the front door says, and where there is none, the connection's. */
export function viewerAddressOf(frontDoor: FrontDoor, event: HttpEvent): string | null {
  if (frontDoor === 'none') return event.requestContext?.http?.sourceIp ?? null
  const told = headerOf(event, viewerAddressHeader)
  return told !== undefined && addressPattern.test(told) ? told : null
}
