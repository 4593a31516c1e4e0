import { readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { authorizationUrl, browser, givenFolder, givenOidc, refresh, tokensOf } from './given.ts'

describe('a restart', () => {
  it('keeps the key, the refresh token and the session', async () => {
    await using folder = await givenFolder()
    const at = browser()
    const first = await givenOidc({ stateFolder: folder.path })
    const before = await tokensOf(first, 'uma', at)
    await first.close()

    await using second = await givenOidc({ stateFolder: folder.path, port: first.port })
    const { status, body: after } = await refresh(second, before.refresh_token)
    expect(status).toBe(200)
    expect(decodeProtectedHeader(after.access_token ?? '')).toEqual(decodeProtectedHeader(before.access_token ?? ''))
    expect((await at.go(authorizationUrl(second, { prompt: 'none' }))).url.searchParams.has('code')).toBe(true)
  })

  it('leaves a key that only its owner can read, and the same for two that start at once', async () => {
    await using folder = await givenFolder()
    const state = join(folder.path, 'new', 'folder')
    await using one = await givenOidc({ stateFolder: state })
    await using other = await givenOidc({ stateFolder: state })
    const kids = await Promise.all(
      [one, other].map(async (oidc) => decodeProtectedHeader(await oidc.mintAccessToken('uma')).kid),
    )
    expect(kids[0]).toBe(kids[1])
    expect((await stat(join(state, 'keys.json'))).mode & 0o777).toBe(0o600)
    expect((await readdir(state)).filter((name) => name.startsWith('keys.json'))).toEqual(['keys.json'])
  })
})

describe('a start that cannot be', () => {
  it('says which file is damaged and what to do', async () => {
    await using folder = await givenFolder()
    await (await givenOidc({ stateFolder: folder.path })).close()
    await writeFile(join(folder.path, 'sign-in.sqlite'), 'no database at all, '.repeat(100))
    await expect(givenOidc({ stateFolder: folder.path })).rejects.toThrow(
      /sign-in\.sqlite cannot be opened; delete the file/,
    )
    await truncate(join(folder.path, 'keys.json'), 20)
    await expect(givenOidc({ stateFolder: folder.path })).rejects.toThrow(/keys\.json cannot be read; delete the file/)
    await writeFile(join(folder.path, 'keys.json'), '{"signingJwk":{},"cookieKey":"x"}')
    await expect(givenOidc({ stateFolder: folder.path })).rejects.toThrow(/keys\.json cannot be read; delete the file/)
  })

  it('rejects a taken port with the listen error', async () => {
    await using oidc = await givenOidc()
    await using folder = await givenFolder()
    const again = givenOidc({ port: oidc.port, stateFolder: folder.path })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
