import { UsageError } from './errors.ts'
import type { Voice } from './wire.ts'

/** `caller,agent` as voices, in channel order. */
export function readVoices(text: string): Voice[] {
  return text.split(',').map((part) => {
    const voice = part.trim()
    const known = /^(caller|agent|mixed|unknown|participant:.{1,128})$/i.test(voice)
    if (!known) {
      throw new UsageError(`"${voice}" is no voice: a channel is caller, agent, mixed, unknown or participant:<id>.`)
    }
    return voice.startsWith('participant:') ? voice : voice.toLowerCase()
  })
}

/** How recorders call the sides of a call in their files' names. `in` is what the caller's line sent. */
const usualSides: Readonly<Record<string, Voice>> = {
  caller: 'caller',
  customer: 'caller',
  a: 'caller',
  in: 'caller',
  rx: 'caller',
  read: 'caller',
  agent: 'agent',
  b: 'agent',
  out: 'agent',
  tx: 'agent',
  write: 'agent',
  mixed: 'mixed',
  mix: 'mixed',
}

export type Sides = ReadonlyMap<string, Voice>

/** Words of `{side}` and the voice each stands for: the usual ones, or those of `--sides A=caller,B=agent` alone. */
export function readSides(text: string | undefined): Sides {
  if (text === undefined) return new Map(Object.entries(usualSides))
  const pairs = text.split(',').map((pair): [string, Voice] => {
    const [word = '', voice = ''] = pair.split('=').map((part) => part.trim())
    const [read] = readVoices(voice)
    if (word === '' || read === undefined) throw new UsageError(`Write --sides as A=caller,B=agent, not "${text}".`)
    return [word.toLowerCase(), read]
  })
  return new Map(pairs)
}
