import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deliverTo } from '../../../local/events/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-events-'))
})
afterEach(() => rm(folder, { recursive: true }))

const deadLetters = () => readFile(join(folder, 'dead-letters.jsonl'), 'utf8').catch(() => '')
const { signal } = new AbortController()

describe('an event', () => {
  it('is delivered again until it is taken', async () => {
    const seen: string[] = []
    const deliver = await deliverTo<string>(
      folder,
      async (event) => {
        seen.push(event)
        if (seen.length < 3) throw new Error('not yet')
      },
      signal,
      [1, 1, 1],
    )
    await deliver('arrived')
    expect(seen).toEqual(['arrived', 'arrived', 'arrived'])
    expect(await deadLetters()).toBe('')
  })

  it('that nobody can take is kept as a dead letter, and the next one is delivered', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const taken: string[] = []
    const deliver = await deliverTo<{ name: string }>(
      folder,
      async ({ name }) => {
        if (name === 'poison') throw new TypeError('secret words')
        taken.push(name)
      },
      signal,
      [1],
    )
    await deliver({ name: 'poison' })
    await deliver({ name: 'good' })
    expect(taken).toEqual(['good'])
    expect(JSON.parse(await deadLetters())).toMatchObject({ reason: 'TypeError', event: { name: 'poison' } })
    expect(complaint.mock.calls.flat().join()).not.toContain('secret words')
    complaint.mockRestore()
  })

  it('that is still tried when the cloud closes stays with its sender', async () => {
    const closing = new AbortController()
    const deliver = await deliverTo<string>(
      folder,
      async () => {
        closing.abort()
        throw new Error('not now')
      },
      closing.signal,
      [60_000],
    )
    await expect(deliver('arrived')).rejects.toThrow()
    expect(await deadLetters()).toBe('')
  })
})
