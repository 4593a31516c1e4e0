import { join, resolve } from 'node:path'
import type { Defaults, NamedCall, Plan, PlannedCall, PlanProblem } from './calls.ts'
import { connectClient, type Fetch } from './client.ts'
import { type Environment, readConnection } from './connection.ts'
import {
  ConnectionError,
  type ExitCode,
  exitCodes,
  messageOf,
  RefusedError,
  UnreachableError,
  UsageError,
} from './errors.ts'
import { help } from './help.ts'
import { type Journal, openJournal } from './journal.ts'
import { readManifest } from './manifest.ts'
import { callsOfFiles, callsOfNames } from './named-files.ts'
import { filesOpenToWrite } from './open-files.ts'
import { type Options, readOptions } from './options.ts'
import { asAddition, planCalls } from './plan.ts'
import { type ProgressDisplay, showProgress, type Terminal } from './progress.ts'
import { notesOn, outcomeJson, outcomeLines, planJson, planLines } from './report.ts'
import { limitTo, type Patience, usualPatience } from './retry.ts'
import { type CallOutcome, isWhole, type SendingCalls, sendCall } from './send.ts'
import { filesBelow, folderToWatch, watchFolder } from './watch.ts'

/** How long it waits between two tries or looks. */
export type Pace = { patience: Patience; firstPollMs: number; lookMs: number; sideWaitMs: number; againMs: number }

export const usualPace: Pace = {
  patience: usualPatience,
  firstPollMs: 150,
  lookMs: 2_000,
  sideWaitMs: 30_000,
  againMs: 60_000,
}

/** What the command touches of the world around it. */
export type World = {
  env: Environment
  stdout: Terminal
  stderr: Terminal
  /** Aborts when the command is to stop, as by Ctrl-C. */
  signal: AbortSignal
  /** Where files are named from; the process's folder if it is not given. */
  folder?: string
  /** Where the state is if SOUNDKEEP_HOME does not say. */
  home?: string
  fetch?: Fetch
  pace?: Pace
}

/** Runs the command-line recorder; `argv` is what stands after its name. Never throws; says why it ends as it does. */
export async function runIngest(argv: readonly string[], world: World): Promise<ExitCode> {
  try {
    const options = readOptions(argv)
    if (options === undefined) {
      world.stdout.write(help)
      return exitCodes.done
    }
    return await run(options, world)
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ConnectionError) && !world.signal.aborted) {
      world.stderr.write(`The recorder met an error of its own: ${error instanceof Error ? error.stack : error}\n`)
      return exitCodes.someFailed
    }
    if (world.signal.aborted) return exitCodes.interrupted
    world.stderr.write(`${messageOf(error)}\n`)
    return error instanceof UsageError ? exitCodes.usage : exitCodes.noConnection
  }
}

async function run(options: Options, world: World): Promise<ExitCode> {
  const display = showProgress(world.stdout, world.stderr, options.isJson)
  const folder = world.folder ?? process.cwd()
  const plan = options.source.kind === 'watch' && !options.isDryRun ? emptyPlan : planOf(options, folder)
  for (const problem of plan.problems) warnOf(problem, display)
  for (const note of plan.calls.flatMap(notesOn)) display.warn(note)
  if (options.isDryRun) {
    for (const line of options.isJson ? planJson(plan) : planLines(plan)) display.say(line)
    return plan.problems.length > 0 ? exitCodes.someFailed : exitCodes.done
  }

  if (plan.calls.length === 0 && plan.problems.length > 0) return exitCodes.someFailed

  const home = resolve(world.env.SOUNDKEEP_HOME || world.home || join(process.cwd(), '.soundkeep'))
  const connection = readConnection(world.env, home, options.as)
  const pace = world.pace ?? usualPace
  const fetchIt = world.fetch ?? fetch
  const client = connectClient(connection, fetchIt, pace.patience, world.signal)
  await client.connect()
  const journal = openJournal(home, `${connection.url} ${connection.clientId}`)
  const sending: SendingCalls = {
    client,
    fetch: fetchIt,
    patience: pace.patience,
    signal: world.signal,
    journal,
    waits: options.waits,
    limited: limitTo(options.concurrency),
    limitedParts: limitTo(options.concurrency),
    firstPollMs: pace.firstPollMs,
    onBytes: display.addBytes,
    onFile: ({ name, lengthBytes }, wasThere) => display.addFile(name, lengthBytes, wasThere),
  }
  try {
    if (options.source.kind === 'watch') return await watch(options, options.source, { folder, pace, sending, display })
    const wentWell = await sendAll(plan.calls, options, sending, display)
    return wentWell && plan.problems.length === 0 ? exitCodes.done : exitCodes.someFailed
  } finally {
    display.stop()
    journal.close()
  }
}

const emptyPlan: Plan = { calls: [], problems: [] }

const warnOf = ({ source, message }: PlanProblem, display: ProgressDisplay) => display.warn(`${source}: ${message}`)

const defaultsOf = (options: Options, folder: string): Defaults => ({
  raw: options.raw,
  channels: options.channels,
  kind: options.kind,
  segment: options.segment,
  sipHeaders: options.sipHeaders,
  siprecPath: options.siprecPath === undefined ? undefined : resolve(folder, options.siprecPath),
})

function planOf(options: Options, folder: string): Plan {
  const { source, namePattern } = options
  const named = namedCalls()
  const plan = planCalls(named.calls, defaultsOf(options, folder), options.times)
  return { calls: plan.calls, problems: [...named.problems, ...plan.problems] }

  function namedCalls(): { calls: NamedCall[]; problems: PlanProblem[] } {
    switch (source.kind) {
      case 'manifest':
        return readManifest(resolve(folder, source.path), source)
      case 'files': {
        const paths = source.paths.map((path) => resolve(folder, path))
        return namePattern
          ? callsOfNames(paths, namePattern)
          : { calls: callsOfFiles(paths, source.each), problems: [] }
      }
      case 'watch': {
        const paths = filesBelow(folderToWatch(resolve(folder, source.folder))).map(({ path }) => path)
        return namePattern ? callsOfNames(paths, namePattern) : { calls: callsOfFiles(paths, true), problems: [] }
      }
    }
  }
}

/** Whether everything went in. */
async function sendAll(
  calls: readonly PlannedCall[],
  options: Options,
  sending: SendingCalls,
  display: ProgressDisplay,
): Promise<boolean> {
  const files = calls.flatMap((call) => call.files)
  display.expect(
    files.length,
    files.reduce((sum, file) => sum + file.lengthBytes, 0),
  )
  const limited = limitTo(options.concurrency)
  let inAll = 0
  let isCutOff = false
  const sendOne = async (call: PlannedCall): Promise<boolean> => {
    // Ten thousand rows must not each wait a minute for a server that is gone.
    if (isCutOff) return false
    sending.signal.throwIfAborted()
    const outcome = await sendCall(call, sending)
    if (isCutOff && outcome.status === 'failed') return false
    isCutOff ||= outcome.status === 'failed' && outcome.error instanceof UnreachableError
    tell(outcome, options, display)
    if (isWhole(outcome)) inAll++
    return isWhole(outcome)
  }
  const results = await Promise.allSettled(calls.map((call) => limited(() => sendOne(call))))
  const thrown = results.find((result) => result.status === 'rejected')
  if (isCutOff || (sending.signal.aborted && inAll < calls.length)) {
    display.stop()
    display.warn(`Stopped: ${inAll} of ${calls.length} recordings are in. The same command goes on where it stopped.`)
  }
  if (thrown) throw thrown.reason
  return inAll === calls.length
}

function tell(outcome: CallOutcome, { isJson }: Options, display: ProgressDisplay): void {
  if (isJson) {
    display.say(outcomeJson(outcome))
    return
  }
  for (const line of outcomeLines(outcome)) (outcome.status === 'in' ? display.say : display.warn)(line)
}

async function watch(
  options: Options,
  source: Extract<Options['source'], { kind: 'watch' }>,
  { folder, pace, sending, display }: { folder: string; pace: Pace; sending: SendingCalls; display: ProgressDisplay },
): Promise<ExitCode> {
  const { namePattern } = options
  const root = folderToWatch(resolve(folder, source.folder))
  const told = new Set<string>()
  display.warn(`Watching ${root}: Ctrl-C stops it.`)
  await watchFolder({
    folder: root,
    settleMs: source.settleMs,
    lookMs: pace.lookMs,
    sideWaitMs: pace.sideWaitMs,
    againMs: pace.againMs,
    signal: sending.signal,
    now: Date.now,
    filesOpenToWrite,
    isSent: (file) => isSent(file, sending.journal),
    plan: (paths) => {
      const named = namePattern ? callsOfNames(paths, namePattern) : { calls: callsOfFiles(paths, true), problems: [] }
      const plan = planCalls(named.calls, defaultsOf(options, folder), options.times)
      for (const problem of [...named.problems, ...plan.problems]) {
        if (!told.has(problem.source)) warnOf(problem, display)
        told.add(problem.source)
      }
      return plan.calls
    },
    isComplete: namePattern?.hasSide ? (call) => hasAllSides(call, sending.journal) : undefined,
    send: async (call) => {
      display.expect(
        call.files.length,
        call.files.reduce((sum, file) => sum + file.lengthBytes, 0),
      )
      const outcome = await sendCall(knownOrNew(call, sending.journal), sending)
      tell(outcome, options, display)
      return isWhole(outcome) || (outcome.status === 'failed' && outcome.error instanceof RefusedError)
    },
    warn: display.warn,
  })
  display.stop()
  display.warn('Stopped watching. The same command goes on where it stopped.')
  return exitCodes.done
}

/** Files of a watched folder come when they are done: a second segment, or a side that is late, adds to its call. */
function knownOrNew(call: PlannedCall, journal: Journal): PlannedCall {
  const { callKey, facts } = call
  const sessionId = facts.sessionId ?? (callKey === undefined ? undefined : journal.sessionIdOf(callKey))
  if (sessionId === undefined || !journal.knowsSession(sessionId)) return call
  return asAddition(call, (segment) => journal.segmentStart(sessionId, segment))
}

function isSent(file: { path: string; lengthBytes: number; modifiedMs: number }, journal: Journal): boolean {
  const progress = journal.find(file)?.progress
  return progress === 'sent' || progress === 'available' || progress === 'damaged'
}

function hasAllSides(call: PlannedCall, journal: Journal): boolean {
  const voices = new Set(call.files.flatMap(({ channels }) => channels))
  const isLate = call.callKey !== undefined && journal.sessionIdOf(call.callKey) !== undefined
  return voices.size > 1 || voices.has('mixed') || isLate
}
