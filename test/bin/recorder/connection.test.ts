import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readConnection } from '../../../bin/recorder/connection.ts'

const deployed = {
  SOUNDKEEP_URL: 'https://calls.example.com/',
  SOUNDKEEP_TOKEN_URL: 'https://sign-in.example.com/oauth2/token',
  SOUNDKEEP_CLIENT_ID: 'rec-1',
  SOUNDKEEP_CLIENT_SECRET: 's3cret',
}

const read = (env: Record<string, string | undefined>, as?: string) => readConnection(env, tmpdir(), as)

describe('a Soundkeep elsewhere', () => {
  it('is named by the environment', () => {
    expect(read(deployed)).toMatchObject({
      url: 'https://calls.example.com',
      tokenUrl: 'https://sign-in.example.com/oauth2/token',
      clientId: 'rec-1',
      scope: 'soundkeep/ingest',
    })
  })

  it('needs all four', () => {
    const { SOUNDKEEP_URL } = deployed
    expect(() => read({ SOUNDKEEP_URL })).toThrow(
      /SOUNDKEEP_TOKEN_URL, SOUNDKEEP_CLIENT_ID, SOUNDKEEP_CLIENT_SECRET must/,
    )
  })

  it('is not some other recorder’s', () => {
    expect(() => read(deployed, 'rec-2')).toThrow('leave out one of them')
    expect(read(deployed, 'rec-1').clientId).toBe('rec-1')
  })

  it('gets no secret over an open line, unless the line ends on this machine', () => {
    expect(() => read({ ...deployed, SOUNDKEEP_URL: 'http://calls.example.com' })).toThrow('is not encrypted')
    expect(() => read({ ...deployed, SOUNDKEEP_TOKEN_URL: 'http://127.0.0.1.example.com/token' })).toThrow(
      'is not encrypted',
    )
    expect(() => read({ ...deployed, SOUNDKEEP_URL: 'http://127.0.0.1:8787' })).not.toThrow()
    expect(() => read({ ...deployed, SOUNDKEEP_URL: 'calls.example.com' })).toThrow('is not a URL')
  })
})
