import { describe, expect, it } from 'vitest'
import { makeRendition, type RenditionPorts } from '../../../functions/domain/sound/index.ts'
import type { MediaFile, Rendition, RenditionPlace } from '../../../functions/model/index.ts'
import { clock, givenFile, givenRecording, tenantId } from '../given.ts'
import { givenMedia } from '../media/sources.ts'
import { storedOf } from './given.ts'

const gsm = givenMedia('gsm.wav')
const arrived = givenFile({
  container: 'wav',
  codec: 'gsm',
  versionId: 'v1',
  lengthBytes: gsm.length,
  state: 'available',
})
const placeOf = (kind: RenditionPlace['kind']): RenditionPlace => ({
  ...{ recordingId: arrived.recordingId, seq: arrived.seq, mediaId: arrived.id, kind },
})

type Options = { bytes?: Uint8Array; file?: MediaFile; found?: Rendition; isDeletedWhileMaking?: boolean }

/** One file and one rendition of it in memory, and what was done to the store. */
function given({ bytes = gsm, file = arrived, found, isDeletedWhileMaking = false }: Options = {}) {
  let stored = found
  let isThere = true
  const done: string[] = []
  const ports: RenditionPorts = {
    recordings: {
      find: async () => (isThere ? givenRecording({ id: file.recordingId }) : undefined),
      findMedia: async () => file,
      noteLeftovers: async () => void done.push('noted'),
    },
    renditions: {
      find: async () => stored,
      copies: async () => [],
      async write(_tenant, rendition) {
        if (!isThere || rendition.version !== (stored?.version ?? 0) + 1) return 'refused'
        stored = rendition
        return 'written'
      },
    },
    objects: {
      bytesOf: (_tenant, _file, signal) => {
        const whole = storedOf(bytes)
        return {
          ...whole,
          async *stream(from, to) {
            for await (const chunk of whole.stream(from, to)) {
              signal.throwIfAborted()
              yield chunk
            }
          },
        }
      },
      async put(_tenant, _place, _uploadId, content) {
        done.push(`put ${content.length > 28 ? 'an outline' : 'nothing'}`)
        isThere = !isDeletedWhileMaking
        return 'v2'
      },
      get: async () => new Uint8Array(),
      beginCopy: async () => ({
        put: async (number) => void done.push(`part ${number}`),
        async complete() {
          done.push('completed')
          isThere = !isDeletedWhileMaking
          return 'v3'
        },
        abort: async () => void done.push('aborted'),
      }),
      presignCopy: () => Promise.reject(new Error('not asked for here')),
      tagDeleted: async () => {},
    },
    clock,
  }
  const make = (kind: RenditionPlace['kind'], signal = new AbortController().signal) =>
    makeRendition(ports, tenantId, placeOf(kind), signal)
  return { make, done, state: () => stored }
}

const asked = (kind: RenditionPlace['kind'], facts: object = {}): Rendition => ({
  ...placeOf(kind),
  ...{ state: 'asked', progress: 0, uploadId: arrived.uploadId, updatedAt: clock.now(), version: 3, ...facts },
})

describe('a message for a rendition', () => {
  it.each(['peaks', 'copy'] as const)('makes the %s, whether it was noted as asked for or not', async (kind) => {
    for (const found of [undefined, asked(kind)]) {
      const world = given({ ...(found && { found }) })
      expect(await world.make(kind)).toBe('made')
      expect(world.state()).toMatchObject({ state: 'ready', versionId: kind === 'peaks' ? 'v2' : 'v3' })
      expect(world.done).toEqual(kind === 'peaks' ? ['put an outline'] : ['part 1', 'completed'])
    }
  })

  it('that comes twice makes nothing again', async () => {
    const world = given()
    await world.make('peaks')
    expect(await world.make('peaks')).toBe('ignored')
    expect(world.done).toEqual(['put an outline'])
  })

  it('of a copy that the store has thrown away makes another', async () => {
    const old = { ...asked('copy'), state: 'ready' as const, versionId: 'gone', lengthBytes: 5 }
    const world = given({ found: { ...old, updatedAt: '2026-10-01T00:00:00.000Z' } as Rendition })
    expect(await world.make('copy')).toBe('made')
    expect(world.state()).toMatchObject({ state: 'ready', versionId: 'v3', version: 4 })
  })

  it('of a file that has not arrived, or is gone, is passed over', async () => {
    expect(await given({ file: { ...arrived, versionId: null } }).make('peaks')).toBe('ignored')
  })

  it('of bytes that nothing decodes says why, and is not tried again', async () => {
    const world = given({ bytes: givenMedia('vorbis.ogg'), file: { ...arrived, container: 'ogg' } })
    expect(await world.make('copy')).toBe('impossible')
    expect(world.state()).toMatchObject({ state: 'impossible', reason: 'no_decoder' })
    expect(await world.make('copy')).toBe('ignored')
    expect(world.done).toEqual([])
  })

  it.each(['peaks', 'copy'] as const)('of a recording that is deleted meanwhile has the %s removed', async (kind) => {
    const world = given({ isDeletedWhileMaking: true })
    expect(await world.make(kind)).toBe('leftover')
    expect(world.done.at(-1)).toBe('noted')
    expect(world.state()).toBeUndefined()
  })

  it('that runs out of time leaves nothing begun, and comes again', async () => {
    const world = given()
    const reason = new DOMException('the time is over', 'TimeoutError')
    await expect(world.make('copy', AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(world.done).toEqual(['aborted'])
    expect(world.state()).toBeUndefined()
  })
})
