import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runBootstrap } from '../../../bin/bootstrap/index.ts'
import { directory, personStore, recorderStore } from '../../../functions/adapters/dynamodb/index.ts'
import { handOver } from '../../../local/hand-over.ts'
import { loadSecrets } from '../../../local/state/index.ts'
import { type GivenTable, givenTable } from '../../adapters/dynamodb/given.ts'
import { type GivenCognito, givenCognito, UserPoolId } from '../../local/cognito/given.ts'

let table: GivenTable
let cognito: GivenCognito & AsyncDisposable
let home: string
const noQueue = { queueUrl: null, failuresUrl: 'http://127.0.0.1:1/none' }
let said: string[]
let complained: string[]

/** A state folder as a started cloud leaves it, with an empty table and an empty user pool behind it. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'soundkeep-bootstrap-'))
  const secrets = await loadSecrets(home, [])
  table = await givenTable()
  cognito = await givenCognito({ operatorKey: secrets.operatorKey })
  await handOver(home, secrets, {
    ...{ url: 'http://127.0.0.1:8787', issuer: cognito.oidc.issuer, s3Url: 'http://127.0.0.1:1' },
    ...{ dynamodbUrl: table.url, region: 'us-east-1', tableName: table.tableName, bucketName: 'none' },
    userPoolId: UserPoolId,
    queues: { arrivals: noQueue, reaper: noQueue, renditions: noQueue, sealer: noQueue },
  })
  said = []
  complained = []
})
afterEach(async () => {
  await cognito[Symbol.asyncDispose]()
  await table.dispose()
  await rm(home, { recursive: true })
})

const bootstrap = (...args: string[]) =>
  runBootstrap(args, {
    ...{ env: { SOUNDKEEP_HOME: home }, root: home, home: '/nowhere' },
    ...{ say: (line) => said.push(line), complain: (line) => complained.push(line) },
  })

const administrators = () => personStore(table.clientsFor, table.tableName, table.clock).administrators()
const tenants = () => directory(table.clientsFor, table.tableName).tenants()

describe('npm run bootstrap', () => {
  it('makes the first Super User, invited by mail, a tenant, and a recorder that signs in', async () => {
    expect(await bootstrap('Vera@Example.com', '--name', 'Vera Vane', '--tenant', 'Acme', '--recorder', 'PBX')).toBe(0)
    expect(await administrators()).toMatchObject([
      { name: 'Vera Vane', email: 'vera@example.com', administrator: { role: 'superUser' }, isEnabled: true },
    ])
    expect(cognito.pool.mails.sent().map(({ to }) => to)).toEqual(['vera@example.com'])
    expect(cognito.pool.users.all().map(({ subject }) => subject)).toEqual(
      (await administrators()).map(({ subject }) => subject),
    )
    const [acme, ...others] = await tenants()
    expect(acme?.name).toBe('Acme')
    expect(others).toEqual([])
    const text = said.join('\n')
    const [, clientId = ''] = /client id +(\S+)/.exec(text) ?? []
    const [, secret = ''] = /client secret +(\S+)/.exec(text) ?? []
    const answer = await fetch(`${cognito.oidc.issuer}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'soundkeep/ingest' }),
    })
    expect(answer.status).toBe(200)
    const recorders = acme && (await recorderStore(table.clientsFor, table.tableName, table.clock).recorders(acme.id))
    expect(recorders).toMatchObject([{ name: 'PBX', clientId }])
  })

  it('makes nothing twice, and tells no secret again', async () => {
    await bootstrap('vera@example.com')
    said = []
    expect(await bootstrap('vera@example.com')).toBe(0)
    expect(said.filter((line) => line.includes('there already'))).toHaveLength(3)
    expect(said.join('\n')).not.toContain('secret  ')
    expect(await administrators()).toHaveLength(1)
    expect(await tenants()).toHaveLength(1)
    expect(cognito.pool.clients.all()).toHaveLength(1)
  })

  it('makes no second Super User', async () => {
    await bootstrap('vera@example.com')
    expect(await bootstrap('mallory@example.com')).toBe(1)
    expect(complained).toEqual(['There is a Super User already: ask them to make you one in the dashboard.'])
    expect(cognito.pool.users.all()).toHaveLength(1)
  })

  it('makes one of two that are asked for at the same moment', async () => {
    const codes = await Promise.all([bootstrap('vera@example.com'), bootstrap('mallory@example.com')])
    expect(codes.sort()).toEqual([0, 1])
    expect(await administrators()).toHaveLength(1)
    expect(cognito.pool.users.all()).toHaveLength(1)
  })

  it.each([
    [[], 'Name one e-mail address.'],
    [['a@example.com', 'b@example.com'], 'Name one e-mail address.'],
    [['vera'], 'vera is no e-mail address.'],
    [['vera@example.com', '--tenant', ''], 'Names are of 1 to 128 characters.'],
    [['vera@example.com', '--tenat', 'Acme'], "Unknown option '--tenat'"],
  ])('asked with %j says what it takes', async (args, reason) => {
    expect(await bootstrap(...args)).toBe(2)
    expect(complained[0]).toContain(reason)
    expect(complained[0]).toContain('npm run bootstrap -- <e-mail address>')
    expect(await administrators()).toEqual([])
  })

  it('says where it cannot look', async () => {
    expect(await bootstrap('vera@example.com', '--stage', 'dev')).toBe(1)
    await mkdir(join(home, 'cdk.out'))
    await writeFile(join(home, 'cdk.out/outputs.dev.json'), '{"soundkeep-dev-data":{"TableName":"t"}}')
    expect(await bootstrap('vera@example.com', '--stage', 'dev')).toBe(1)
    expect(await bootstrap('vera@example.com', '--stage', 'staging')).toBe(1)
    expect(complained).toEqual([
      'The stage dev was not deployed from this folder: run "npm run deploy -- --stage dev" first.',
      'The stage dev was not deployed from this folder: run "npm run deploy -- --stage dev" first.',
      'There is no stage staging: choose one of dev, prod.',
    ])
  })
})
