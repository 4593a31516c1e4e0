import { describe, expect, it } from 'vitest'
import { type Module, modulesIn, readModule } from './modules.ts'
import {
  layersImportOneWay,
  pureLayersHaveNoClockOrRandomness,
  pureLayersImportNoPlatform,
  type Rule,
  roomsHaveAnIndex,
  roomsMeetThroughTheirIndex,
  settingsAreReadAtTheDoor,
  webTakesTypesOfTheContractAlone,
} from './rules.ts'

const modules = modulesIn('bin', 'lib', 'functions', 'local', 'web', 'test')
const indexes = new Set(modules.map(({ path }) => path).filter((path) => path.endsWith('/index.ts')))

type Planted = readonly [path: string, source: string]
type Case = { name: string; rule: Rule; broken: readonly Planted[]; kept: readonly Planted[] }

const cases: readonly Case[] = [
  {
    name: 'layers import one way',
    rule: layersImportOneWay,
    broken: [
      ['functions/contract/a.ts', `import type { Recording } from '../model/index.ts'`],
      ['functions/model/a.ts', `export type { Clock } from '../ports/index.ts'`],
      ['functions/ports/a.ts', `import { x } from '../domain/media/index.ts'`],
      ['functions/domain/media/a.ts', `const store = await import('../../adapters/s3/index.ts')`],
      ['functions/domain/media/a.ts', `type Store = import('../../adapters/s3/index.ts').Store`],
      ['functions/http/a.ts', `export * from '../adapters/s3/index.ts'`],
      ['functions/adapters/s3/a.ts', `import { x } from '../../domain/media/index.ts'`],
      ['functions/entry/a.lambda.ts', `import '../../local/cloud.ts'`],
      ['lib/stacks/a.ts', `import { x } from '../../local/cloud.ts'`],
      ['local/s3/a.ts', `import { x } from '../../test/given/wav.ts'`],
      ['local/s3/a.ts', `import { x } from '../../bin/recorder/index.ts'`],
    ],
    kept: [
      ['functions/entry/a.lambda.ts', `import { x } from '../adapters/s3/index.ts'`],
      ['functions/adapters/s3/a.ts', `import type { Clock } from '../../ports/index.ts'`],
      ['test/domain/a.test.ts', `import { x } from '../../local/cloud.ts'`],
    ],
  },
  {
    name: 'contract, model, ports and domain import nothing of AWS, middy or Node',
    rule: pureLayersImportNoPlatform,
    broken: [
      ['functions/domain/media/a.ts', `import { S3Client } from '@aws-sdk/client-s3'`],
      ['functions/domain/media/a.ts', `import type { S3Event } from 'aws-lambda'`],
      ['functions/domain/media/a.ts', `import middy from '@middy/core'`],
      ['functions/domain/media/a.ts', `import { join } from 'node:path'`],
      ['functions/domain/media/a.ts', `import { join } from 'path'`],
      ['functions/ports/a.ts', `export type { Buffer } from 'node:buffer'`],
    ],
    kept: [
      ['functions/domain/media/a.ts', `import * as z from 'zod'`],
      ['functions/adapters/s3/a.ts', `import { S3Client } from '@aws-sdk/client-s3'`],
    ],
  },
  {
    name: 'contract, model, ports and domain have no clock or randomness of their own',
    rule: pureLayersHaveNoClockOrRandomness,
    broken: [
      ['functions/domain/media/a.ts', 'export const now = Date.now()'],
      ['functions/domain/media/a.ts', 'export const now = () => new Date().toISOString()'],
      ['functions/domain/media/a.ts', 'export const chance = () => Math.random()'],
      ['functions/domain/media/a.ts', 'export const id = () => crypto.randomUUID()'],
      ['functions/domain/media/a.ts', 'export const id = () => globalThis.crypto.randomUUID()'],
      ['functions/domain/media/a.ts', 'export const bytes = Buffer.alloc(1)'],
      ['functions/contract/a.ts', 'export const home = process.cwd()'],
    ],
    kept: [
      ['functions/domain/media/a.ts', 'export const at = (text: string) => new Date(text).getTime()'],
      ['functions/adapters/system/a.ts', 'export const now = Date.now()'],
    ],
  },
  {
    name: 'the web takes types alone, and of the contract’s index alone',
    rule: webTakesTypesOfTheContractAlone,
    broken: [
      ['web/api/a.ts', `import { contract } from '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `import { type Room, contract } from '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `import '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `export * from '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `import type { Role } from '../../functions/contract/values.ts'`],
      ['web/api/a.tsx', `import type { Recording } from '../../functions/model/index.ts'`],
      ['web/api/a.ts', `import { x } from '../../local/cloud.ts'`],
    ],
    kept: [
      ['web/api/a.ts', `import type { Room } from '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `import { type Room } from '../../functions/contract/index.ts'`],
      ['web/api/a.ts', `import { useSession } from '../session/index.ts'`],
    ],
  },
  {
    name: 'rooms meet through their index',
    rule: roomsMeetThroughTheirIndex(indexes),
    broken: [
      ['functions/domain/recordings/a.ts', `import { x } from '../ingest/merge.ts'`],
      ['functions/adapters/dynamodb/a.ts', `import { x } from '../../contract/values.ts'`],
      ['functions/http/a.ts', `import type { x } from '../domain/media/facts.ts'`],
      ['local/a.ts', `import { x } from './s3/store/versions.ts'`],
      ['lib/a.ts', `import { x } from './constructs/media-bucket.ts'`],
      ['web/pages/a.tsx', `import { x } from '../player/engine/clock.ts'`],
    ],
    kept: [
      ['functions/domain/recordings/a.ts', `import { x } from './find.ts'`],
      ['local/s3/http/a.ts', `import { x } from '../store/versions.ts'`],
      ['bin/a.ts', `import { x } from '../functions/contract/openapi.ts'`],
      ['test/domain/a.test.ts', `import { x } from '../../functions/domain/ingest/merge.ts'`],
    ],
  },
  {
    name: 'rooms have an index',
    rule: roomsHaveAnIndex(indexes),
    broken: [
      ['functions/domain/nowhere/a.ts', ''],
      ['functions/adapters/nowhere/a.ts', ''],
      ['local/nowhere/deep/a.ts', ''],
    ],
    kept: [
      ['functions/domain/media/a.ts', ''],
      ['functions/entry/a.lambda.ts', ''],
      ['local/a.ts', ''],
    ],
  },
  {
    name: 'settings are read where a program starts',
    rule: settingsAreReadAtTheDoor,
    broken: [
      ['functions/adapters/s3/a.ts', 'export const bucket = process.env.BUCKET_NAME'],
      ['functions/http/a.ts', 'export const { env } = { env: process.env }'],
      ['local/s3/a.ts', 'export const port = Number(process.env.PORT)'],
      ['bin/recorder/a.ts', 'export const home = process.env.HOME'],
      ['lib/stages.ts', `export const stage = process.env['STAGE']`],
    ],
    kept: [
      ['functions/entry/a.lambda.ts', 'export const bucket = process.env.BUCKET_NAME'],
      ['local/start.ts', 'export const port = Number(process.env.PORT)'],
      ['functions/adapters/s3/a.ts', '// process.env is not read here'],
    ],
  },
]

const breaches = (rule: Rule, judged: readonly Module[]) => judged.flatMap(rule)

describe('the architecture', () => {
  it('was read: every layer, and more than a few modules', () => {
    expect(modules.length).toBeGreaterThan(200)
    for (const part of ['bin', 'lib', 'local', 'web', 'functions/domain', 'functions/adapters', 'functions/entry']) {
      expect(modules.filter(({ path }) => path.startsWith(`${part}/`)).length, part).toBeGreaterThan(1)
    }
    expect(
      modules.flatMap(({ imports }) => imports).filter(({ target }) => target !== undefined).length,
    ).toBeGreaterThan(500)
  })

  it.each(cases)('$name', ({ rule }) => {
    expect(breaches(rule, modules)).toEqual([])
  })

  const planted = cases.flatMap(({ name, rule, broken }) =>
    broken.map(([path, source]) => ({ name, rule, path, source })),
  )
  it.each(planted)('$name: finds `$source` in $path', ({ rule, path, source }) => {
    expect(breaches(rule, [readModule(path, source)])).toHaveLength(1)
  })

  const harmless = cases.flatMap(({ name, rule, kept }) => kept.map(([path, source]) => ({ name, rule, path, source })))
  it.each(harmless)('$name: passes `$source` in $path', ({ rule, path, source }) => {
    expect(breaches(rule, [readModule(path, source)])).toEqual([])
  })

  it('does not pass over a module that it cannot read', () => {
    expect(() => readModule('lib/a.ts', 'import {')).toThrow(/does not parse/)
  })
})
