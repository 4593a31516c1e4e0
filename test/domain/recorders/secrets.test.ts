import { describe, expect, it } from 'vitest'
import { addSecret, removeSecret } from '../../../functions/domain/recorders/index.ts'
import { givenAdministrator, givenRecorder, givenWorld, sales } from './given.ts'

const tara = givenAdministrator()
const given = () => {
  const recorder = givenRecorder()
  const world = givenWorld([recorder])
  const ids = () => world.clients.get(recorder.clientId)?.map(({ id }) => id)
  return { ...world, recorder, ids }
}

describe('the secrets of a recorder', () => {
  it('are changed without a pause: another one, and then the first goes', async () => {
    const { ports, recorder, ids, audited } = given()
    const added = await addSecret(ports, tara, recorder.id)
    expect(added).toMatchObject({ id: 'secret-2', value: 'value of secret-2' })
    expect(ids()).toEqual(['secret-1', 'secret-2'])
    await removeSecret(ports, tara, recorder.id, 'secret-1')
    expect(ids()).toEqual(['secret-2'])
    const told = (action: string, secretId: string) => ({ action, objects: { recorderId: recorder.id, secretId } })
    expect(audited).toMatchObject([told('addSecret', 'secret-2'), told('removeSecret', 'secret-1')])
    expect(JSON.stringify(audited)).not.toContain('value of')
  })

  it('are at most two, and never none', async () => {
    const { ports, recorder, ids } = given()
    await expect(removeSecret(ports, tara, recorder.id, 'secret-1')).rejects.toMatchObject({ code: 'last_secret' })
    await addSecret(ports, tara, recorder.id)
    await expect(addSecret(ports, tara, recorder.id)).rejects.toMatchObject({ code: 'too_many_secrets' })
    await expect(removeSecret(ports, tara, recorder.id, 'secret-9')).rejects.toMatchObject({ code: 'not_found' })
    expect(ids()).toHaveLength(2)
  })

  it('change only when the audit is told of it', async () => {
    const { ports, recorder, ids, fault } = given()
    await addSecret(ports, tara, recorder.id)
    fault.at = ['audit']
    await expect(removeSecret(ports, tara, recorder.id, 'secret-1')).rejects.toThrow('the network is down')
    expect(ids()).toEqual(['secret-1', 'secret-2'])
    fault.at = []
    await removeSecret(ports, tara, recorder.id, 'secret-1')
    fault.at = ['audit']
    await expect(addSecret(ports, tara, recorder.id)).rejects.toThrow('the network is down')
    expect(ids()).toEqual(['secret-2'])
  })

  it('are not those of an administrator of other routes', async () => {
    const { ports, recorder, ids } = given()
    const limited = givenAdministrator([sales])
    await expect(addSecret(ports, limited, recorder.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeSecret(ports, limited, recorder.id, 'secret-1')).rejects.toMatchObject({ code: 'not_found' })
    expect(ids()).toHaveLength(1)
  })
})
