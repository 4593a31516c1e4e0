import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { basePath, contract, problems, type Room } from '../../functions/contract/index.ts'
import { openApiDocument } from '../../functions/contract/openapi.ts'

const document = openApiDocument()
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, ...operation }) as unknown as Operation),
)
// What every operation of ours has; the tests below hold the document to it.
type Parameter = { name: string; in: string; required: boolean; schema: object }
type Operation = {
  path: string
  method: string
  operationId: string
  parameters: Parameter[]
  requestBody?: object
  security?: object[]
  responses: Record<string, object>
}

/** Every object within the document, itself included. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Record<string, unknown> // objects alone get here
  for (const inner of Object.values(value)) yield* objectsIn(inner)
}

function resolve(pointer: string): unknown {
  let found: unknown = document
  for (const step of pointer.replace(/^#\//, '').split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    found =
      typeof found === 'object' && found !== null ? Object.entries(found).find(([key]) => key === name)?.[1] : undefined
  }
  return found
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
const operation = (id: string) => operations.find(({ operationId }) => operationId === id)
const parametersOf = (id: string) => operation(id)?.parameters.map((each) => `${each.in} ${each.name}`)

describe('the OpenAPI document', () => {
  it('in the repository is the one that the contract gives: `npm run openapi` writes it', async () => {
    const committed = await readFile(join(import.meta.dirname, '..', '..', 'openapi.json'), 'utf8')
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('has every endpoint, and no other, under the API’s path', () => {
    const endpoints = Object.values<Room>(contract).flatMap((room) =>
      Object.entries(room).map(([name, { method, path }]) => `${name} ${method.toLowerCase()} ${path}`),
    )
    expect(operations.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort()).toEqual(
      endpoints.sort(),
    )
    expect(document.servers).toEqual([{ url: basePath }])
  })

  it('gives each operation an id of its own', () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  })

  it('refers to nothing that is not there', () => {
    const references = [...objectsIn(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
    expect(references.length).toBeGreaterThan(50)
    expect(references.filter((pointer) => resolve(pointer) === undefined)).toEqual([])
  })

  it('declares each parameter of a path, required, and no other', () => {
    for (const { path, parameters } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name).sort()).toEqual(named.sort())
      expect(declared.every(({ required }) => required)).toBe(true)
    }
  })

  it('names no parameter of an operation twice', () => {
    for (const { parameters } of operations) {
      const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('describes every response, with the success that the contract declares', () => {
    const endpoints = new Map(Object.values<Room>(contract).flatMap((room) => Object.entries(room)))
    for (const { operationId, responses } of operations) {
      const success = Object.keys(responses).filter((status) => status.startsWith('2'))
      expect(success).toEqual(Object.keys(endpoints.get(operationId)?.responses ?? {}))
      for (const response of Object.values(responses)) {
        const described = '$ref' in response ? resolve(String(response.$ref)) : response
        expect(described).toMatchObject({ description: expect.stringMatching(/./) })
      }
    }
  })

  it('lists the problems of every endpoint beside those of its own', () => {
    const statuses = (id: string) => Object.keys(operation(id)?.responses ?? {}).map(Number)
    expect(statuses('getMe')).toEqual([200, 400, 401, 403, 404, 500, 503])
    expect(statuses('deleteRecording')).toEqual([204, 400, 401, 403, 404, 409, 412, 428, 500, 503])
    expect(statuses('ingestRecording')).toEqual([200, 201, 400, 401, 403, 404, 409, 413, 415, 422, 500, 503])
    const text = JSON.stringify(operation('playMedia'))
    expect(text).toContain('media_not_playable')
    expect(text).not.toContain('media_accepted')
  })

  it('lists what a tenant may ask of who acts in it, and support access where recordings are opened', () => {
    const codes = (id: string) => JSON.stringify(operation(id)?.responses[403])
    expect(codes('listRecordings')).toContain('second_factor_required')
    expect(codes('listRecordings')).toContain('support_access_required')
    expect(codes('listUsers')).toContain('second_factor_required')
    expect(codes('listUsers')).not.toContain('support_access_required')
    expect(codes('getMe')).not.toContain('second_factor_required')
  })

  it('calls by name what comes more than once', () => {
    const schemaOf = (id: string, status: number) =>
      /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(operation(id)?.responses[status]))?.[1]
    const bodyOf = (id: string) => /schemas\/(\w+)"/.exec(JSON.stringify(operation(id)?.requestBody))?.[1]
    for (const [thing, room] of [
      ['User', 'users'],
      ['Group', 'groups'],
      ['Policy', 'policies'],
      ['Recorder', 'recorders'],
    ] as const) {
      const { items } = (document.components.schemas[`List${capitalized(room)}Result`]?.properties ?? {}) as {
        items?: { items?: object }
      } // a list by the contract
      expect(items?.items).toEqual({ $ref: `#/components/schemas/Listed${thing}` })
      expect(schemaOf(`get${thing}`, 200)).toBe(thing)
      expect(schemaOf(`change${thing}`, 200)).toBe(thing)
      expect(bodyOf(`create${thing}`)).toBe(`New${thing}`)
      expect(bodyOf(`change${thing}`)).toBe(`${thing}Changes`)
    }
    expect(schemaOf('explainPermission', 200)).toBe('Explanation')
    expect(schemaOf('getMe', 200)).toBe('Me')
    const inlined = [...objectsIn(document)].filter(
      (each) => Array.isArray(each.enum) && each.enum.includes('self:Edit'),
    )
    expect(inlined).toEqual([document.components.schemas.Permission])
  })

  it('knows no code but those of the problem table', () => {
    const codes = [...objectsIn(document.paths)].flatMap((each) => (Array.isArray(each.enum) ? each.enum : []))
    const shared = Object.keys((document.components.responses ?? {}) as object)
    expect([...codes, ...shared].filter((code) => code.includes('_') && !(code in problems))).toEqual([])
    expect(shared).toContain('unauthenticated')
  })

  it('asks for a bearer token, the tenant, If-Match and Idempotency-Key where the contract does', () => {
    expect(document.security).toEqual([{ bearer: [] }])
    expect(parametersOf('getMe')).toEqual([])
    expect(parametersOf('deleteRecording')).toEqual(['path recordingId', 'header Soundkeep-Tenant', 'header If-Match'])
    expect(parametersOf('ingestRecording')).toEqual(['header Soundkeep-Tenant', 'header Idempotency-Key'])
    expect(parametersOf('listRecordings')).toContain('query startedFrom')
    const ifMatch = operation('correctRecording')?.parameters.find(({ name }) => name === 'If-Match')
    expect(ifMatch?.required).toBe(true)
  })

  it('says what a request may leave out and what an answer always has', () => {
    const { AnnouncedMedia, MediaFile } = document.components.schemas
    expect(AnnouncedMedia).toMatchObject({
      required: ['lengthBytes', 'sha256', 'contentType'],
      additionalProperties: false,
    })
    expect(MediaFile?.required).toContain('startOffsetMs')
    // Clients must bear fields that come later.
    expect(MediaFile).not.toHaveProperty('additionalProperties')
  })
})
