import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { databaseIn, engineBinary } from './binary.ts'
import { releaseFolder, takeFolder } from './ownership.ts'
import { tendStreamRecords } from './stream-records.ts'

export type DynamoDbOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Where the data stay; made when it is not there. */
  readonly folder: string
  /** A DynamoDB that runs already (DYNAMODB_URL), used instead of the engine. */
  readonly url?: string | undefined
  /** The engine ended though nobody closed it. */
  readonly onExit?: (error: Error) => void
}

export type LocalDynamoDb = {
  readonly url: string
  readonly port: number
  /** Waits until the engine has written everything and ended. */
  close(): Promise<void>
}

const STOP_WITHIN_MS = 10_000

/**
 * Starts the DynamoDB engine on this machine, its data in one file of the folder. Credentials are not looked at. What it
 * does other than DynamoDB: docs/local-dynamodb.md.
 *
 * @throws {Error} one sentence that says what to do: no engine for this platform, taken port, folder in use or broken,
 *   nothing answering at `url`
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<LocalDynamoDb> {
  if (options.url !== undefined) return joinDynamoDb(options.url)
  const binary = engineBinary()
  await mkdir(options.folder, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new Error(`The folder ${options.folder} cannot be used (${error.message}): choose another one.`)
  })
  const database = databaseIn(options.folder)
  await takeFolder(options.folder, database)
  for (let attempt = 1; ; attempt++) {
    const port = options.port === 0 ? await freePort(options.host) : options.port
    const child = spawn(binary, ['serve', '--host', options.host, '--port', String(port), '--db-path', database], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C goes to all processes of a terminal's group, and requests under way still need the engine.
      detached: true,
    })
    const failure = await whyItDidNotStart(child)
    if (failure === undefined) return runningEngine(options, child, port, database)
    // Somebody took the free port between asking for it and listening on it.
    if (options.port === 0 && attempt < 5 && failure.includes('already in use')) continue
    await releaseFolder(options.folder)
    throw new Error(sentenceFor(failure, options, port, database))
  }
}

async function runningEngine(
  options: DynamoDbOptions,
  child: ChildProcess,
  port: number,
  database: string,
): Promise<LocalDynamoDb> {
  const url = `http://${options.host}:${port}`
  const killWithUs = () => child.kill()
  process.once('exit', killWithUs)
  let isClosing = false
  const ended = once(child, 'exit').then(async () => {
    process.off('exit', killWithUs)
    await releaseFolder(options.folder)
  })
  child.once('exit', (code, signal) => {
    if (isClosing) return
    options.onExit?.(new Error(`The DynamoDB engine ended by itself (${signal ?? `exit code ${code}`}): start again.`))
  })
  const close = async () => {
    isClosing = true
    child.kill()
    // Its journal makes even a kill harmless; a stuck engine must not keep everything else from ending.
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await ended
    clearTimeout(impatience)
  }
  try {
    if (child.pid !== undefined) await takeFolder(options.folder, database, child.pid)
    await ask(url)
    tendStreamRecords(database)
  } catch (error) {
    await close()
    throw error
  }
  return { url, port, close }
}

async function joinDynamoDb(url: string): Promise<LocalDynamoDb> {
  if (!URL.canParse(url)) throw new Error(`DYNAMODB_URL is not a URL: ${url}. Give one such as http://127.0.0.1:8000.`)
  await ask(url).catch(() => {
    throw new Error(
      `No DynamoDB answers at ${url}: start it, or unset DYNAMODB_URL to use the engine that comes along.`,
    )
  })
  const { protocol, port } = new URL(url)
  return { url, port: Number(port) || (protocol === 'https:' ? 443 : 80), close: async () => {} }
}

async function ask(url: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })
  try {
    await client.send(new ListTablesCommand({ Limit: 1 }))
  } finally {
    client.destroy()
  }
}

/** @returns what the engine said before it ended, undefined once it listens */
async function whyItDidNotStart(child: ChildProcess): Promise<string | undefined> {
  const said: string[] = []
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(said.join(' ')))
    if (!child.stderr) return
    createInterface(child.stderr).on('line', (line) => {
      if (said.length < 20) said.push(line)
      if (line.includes('listening on')) resolve(undefined)
    })
  })
}

function sentenceFor(said: string, { host, port: asked, folder }: DynamoDbOptions, port: number, database: string) {
  if (said.includes('already in use')) {
    return `Port ${asked || port} of ${host} is taken, and DynamoDB needs it: stop what listens there or choose another port.`
  }
  if (/not a valid SQLite|malformed|unable to open|readonly|corrupt/i.test(said)) {
    return `The data in ${database} cannot be read: restore the file from a backup, or move ${folder} away to start anew.`
  }
  const reason = said.replace(/^error: /, '').trim()
  return `The DynamoDB engine did not start (${reason || 'it said nothing'}): set DYNAMODB_URL to use another DynamoDB.`
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A listening server has no port')
  return address.port
}
