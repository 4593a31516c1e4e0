import { globSync } from 'node:fs'
import { projectRoot } from './checks.ts'

/** Which tests speak of a room, those in memory before those of the whole cloud; the first stage that fails is enough. */
const stages: readonly { from: string; tests: readonly (readonly string[])[] }[] = [
  {
    from: 'functions/domain/permissions',
    tests: [
      ['test/domain/permissions', 'test/domain/recordings', 'test/domain/people', 'test/domain/ingest'],
      ['test/api/checks', 'test/api/access', 'test/api/lists', 'test/api/recordings', 'test/api/route-permissions'],
    ],
  },
  {
    from: 'functions/domain/people',
    tests: [
      ['test/domain/people', 'test/domain/permissions/grant-sequences'],
      ['test/api/people', 'test/api/checks', 'test/api/access', 'test/api/revocation'],
    ],
  },
  {
    from: 'functions/domain/tenancy',
    tests: [['test/domain/tenancy'], ['test/api/access', 'test/api/people', 'test/api/checks', 'test/api/revocation']],
  },
  {
    from: 'functions/domain/administration',
    tests: [
      ['test/domain/administration'],
      ['test/api/routes', 'test/api/tenants', 'test/api/checks', 'test/api/people'],
    ],
  },
  {
    from: 'functions/domain/custom-data',
    tests: [['test/api/custom-fields', 'test/api/custom-data', 'test/api/checks']],
  },
  {
    from: 'functions/domain/recordings',
    tests: [
      ['test/domain/recordings', 'test/domain/permissions/narrowing'],
      ['test/api/recordings', 'test/api/lists', 'test/api/route-permissions', 'test/api/checks', 'test/api/reviews'],
    ],
  },
  { from: 'functions/domain/reviews', tests: [['test/domain/reviews'], ['test/api/reviews']] },
  {
    from: 'functions/domain/dtmf',
    tests: [['test/domain/dtmf'], ['test/api/dtmf', 'test/api/checks']],
  },
  {
    from: 'functions/domain/transcripts',
    tests: [['test/domain/transcripts'], ['test/api/transcripts', 'test/api/checks']],
  },
  {
    from: 'functions/domain/recorders',
    tests: [['test/domain/recorders'], ['test/api/recorders', 'test/api/checks']],
  },
  {
    from: 'functions/domain/ingest',
    tests: [['test/domain/ingest'], ['test/api/dtmf', 'test/api/ingest', 'test/api/uploads', 'test/api/recorders']],
  },
  { from: 'functions/domain/audit', tests: [['test/domain/audit'], ['test/api/audit', 'test/api/checks']] },
  { from: 'functions/http', tests: [['test/http'], ['test/api/access', 'test/api/checks']] },
  { from: 'functions/adapters', tests: [['test/adapters/dynamodb'], ['test/api/access', 'test/api/people']] },
]

/** Test files for a source, stage by stage. */
export function testsFor(path: string): string[][] {
  const found = stages.find(({ from }) => path.startsWith(from))
  if (!found) throw new Error(`No tests are known for ${path}: name them in test/mutation/related.ts`)
  return found.tests.map((stage) =>
    stage.flatMap((start) => globSync([`${start}.test.ts`, `${start}/**/*.test.ts`], { cwd: projectRoot })).sort(),
  )
}
