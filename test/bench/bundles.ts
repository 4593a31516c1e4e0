import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { parseSync } from 'oxc-parser'
import { bundleOptions, entryNames, entryPath } from '../../lib/bundles/index.ts'
import { median, say } from './figures.ts'

const root = join(import.meta.dirname, '../..')
const runs = 25
/** A dependency below this share is among the others. */
const leastBytes = 10_000

type Made = { path: string; gzippedBytes: number; inputs: Metafile['outputs'][string]['inputs'] }

async function bundle(outfile: string, what: { entryPoints: string[] }): Promise<Made> {
  const { metafile } = await build({ ...bundleOptions, ...what, absWorkingDir: root, outfile, metafile: true })
  const [output] = Object.values(metafile.outputs)
  const gzippedBytes = gzipSync(await readFile(outfile), { level: 9 }).length
  return { path: outfile, gzippedBytes, inputs: output?.inputs ?? {} }
}

/** `import { A, B } from '@aws-sdk/...'` of a module of ours, as what exports the same; empty for one without. */
function awsImports(path: string, source: string): string[] {
  return parseSync(path, source).module.staticImports.flatMap(({ moduleRequest, entries }) => {
    if (!moduleRequest.value.startsWith('@aws-sdk/')) return []
    const names = entries.filter(({ isType }) => !isType).flatMap(({ importName }) => importName.name ?? [])
    return names.map((name) => `${moduleRequest.value} ${name}`)
  })
}

/** A bundle that imports what the function does of the AWS SDK, and nothing else. */
async function bundleClientsAlone(folder: string, name: string, { inputs }: Made): Promise<Made> {
  const own = Object.keys(inputs).filter((path) => !path.includes('node_modules'))
  const sources = await Promise.all(own.map(async (path) => awsImports(path, await readFile(join(root, path), 'utf8'))))
  const exported = [...new Set(sources.flat())].map((each, index) => {
    const [from, what] = each.split(' ')
    return `export { ${what} as x${index} } from '${from}'`
  })
  if (exported.length === 0) throw new Error(`${name} imports nothing of the AWS SDK`)
  // Beside the product, whose dependencies it resolves.
  const entry = join(root, 'node_modules', `.soundkeep-bench-${name}.mjs`)
  await writeFile(entry, exported.join('\n'))
  try {
    return await bundle(join(folder, `${name}-clients.mjs`), { entryPoints: [entry] })
  } finally {
    await rm(entry)
  }
}

const environment = {
  ...{ PATH: process.env.PATH ?? '', AWS_REGION: 'us-east-1', TABLE_NAME: 'Soundkeep', BUCKET_NAME: 'recordings' },
  ...{ TENANT_ROLE_ARN: 'arn:aws:iam::000000000000:role/tenant', ISSUER: 'https://issuer.example' },
  ...{ DASHBOARD_CLIENT_ID: 'dashboard', USER_POOL_ID: 'us-east-1_pool' },
  ...{
    QUEUE_URL: 'https://sqs.example/work',
    DEAD_LETTERS_URL: 'https://sqs.example/failures',
    RENDITIONS_QUEUE_URL: 'https://sqs.example/renditions',
    ORIGIN_SECRETS: 'none',
  },
  CURSOR_KEYS: JSON.stringify({ current: 'a', keys: { a: randomBytes(32).toString('base64') } }),
}

/** Milliseconds that a fresh process takes to import it: by the clock, and of the processor alone, which others do not take. */
type ImportTime = { clock: number; processor: number }

function importTime({ path }: Made): ImportTime {
  const program = `
    const [start, before] = [performance.now(), process.cpuUsage()]
    await import(process.argv[1])
    const { user, system } = process.cpuUsage(before)
    console.log(JSON.stringify({ clock: performance.now() - start, processor: (user + system) / 1000 }))`
  const parameters = ['--input-type=module', '-e', program, path]
  return JSON.parse(execFileSync(process.execPath, parameters, { env: environment, encoding: 'utf8' }))
}

function medians(times: readonly ImportTime[]): ImportTime {
  return { clock: median(times.map(({ clock }) => clock)), processor: median(times.map(({ processor }) => processor)) }
}

function packageOf(path: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'own code'
}

/** AWS's and Smithy's packages are one. */
function dependencyOf(path: string): string {
  return packageOf(path).replace(/^@(aws-sdk|aws-crypto|aws|smithy)\/.*/, 'AWS SDK')
}

function weightsOf({ inputs }: Made): string {
  const bytes = new Map<string, number>()
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = dependencyOf(path)
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput)
  }
  const named = [...bytes].filter(([, each]) => each >= leastBytes).sort(([, one], [, other]) => other - one)
  return named.map(([name, each]) => `${name} ${(each / 1000).toFixed(0)}`).join(', ')
}

/** Each function's bundle: its size, what weighs in it, and how long it takes to import beside its AWS clients alone. */
export async function measureBundles(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  for (const name of entryNames) {
    const whole = await bundle(join(folder, `${name}.mjs`), { entryPoints: [entryPath(name)] })
    const clients = await bundleClientsAlone(folder, name, whole)
    const times: Record<'whole' | 'clients', ImportTime[]> = { whole: [], clients: [] }
    for (let run = 0; run < runs; run++) {
      times.whole.push(importTime(whole))
      times.clients.push(importTime(clients))
    }
    const [mine, theirs] = [medians(times.whole), medians(times.clients)]
    const ratio = `${(mine.processor / theirs.processor).toFixed(2)} x (${(mine.clock / theirs.clock).toFixed(2)} x by the clock)`
    const size = `${(whole.gzippedBytes / 1000).toFixed(0)} kB gzipped`
    say(name, `${size}, ${mine.processor.toFixed(0)} ms, clients ${theirs.processor.toFixed(0)} ms: ${ratio}`)
    console.log(`    kB before gzip: ${weightsOf(whole)}`)
  }
  await rm(folder, { recursive: true })
}
