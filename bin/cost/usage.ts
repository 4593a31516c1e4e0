import { assumptions, standing } from './assumptions.ts'
import type { AllCounts, Counts, Operation } from './counts.ts'
import type { Plan } from './options.ts'
import type { PriceName } from './prices.ts'
import { archiveClasses, type Kept, keptIn } from './storage.ts'

/** How much of each price is used in a month, in its unit. */
export type Usage = Record<PriceName, number>

const gigabyte = 1024 ** 3
/** Tenants that the sweeps were measured over; the sealer has the platform besides. */
const measuredTenants = 2

/** How often each operation is done in the month. */
function timesOf(plan: Plan, { deletedObjects }: Kept): Record<Operation, number> {
  const { recordings, minutes, listenings, downloads, people, pages, tenants } = plan
  const { filesOfCall, workDays, heardEverySeconds, urlSeconds } = assumptions
  const listened = recordings * listenings
  const renewals = filesOfCall * Math.floor((minutes * 60) / urlSeconds)
  const times = {
    ...{ announce: recordings, arrival: recordings, deletion: deletedObjects / filesOfCall },
    ...{ profile: people * workDays, listPage: people * workDays * pages },
    ...{
      details: listened,
      waveform: listened * filesOfCall,
      play: listened,
      playMore: listened * (filesOfCall - 1 + renewals),
    },
    heard: listened * Math.ceil((minutes * 60) / heardEverySeconds),
    download: recordings * downloads,
    arrivalsAtRest: assumptions.sweepsAMonth * (tenants / measuredTenants),
    reaperAtRest: assumptions.sweepsAMonth * (tenants / measuredTenants),
    sealerAtRest: assumptions.sealerRunsAMonth * ((tenants + 1) / (measuredTenants + 1)),
    sealerAtWork: 0,
  }
  const minutesSealed = minutesWithEntries(entriesIn(times), tenants)
  // Each run at work stands for a run at rest.
  return { ...times, sealerAtWork: minutesSealed, sealerAtRest: Math.max(0, times.sealerAtRest - minutesSealed) }
}

/** Entries of the audit, for each of which the sealer keeps a hash. */
const entriesIn = (times: Omit<Record<Operation, number>, 'sealerAtWork' | 'sealerAtRest'>) =>
  times.announce +
  times.listPage +
  times.details +
  times.waveform +
  times.play +
  times.heard +
  times.download +
  times.deletion

/** Over all tenants; entries come as they like within the minutes in which people work. */
function minutesWithEntries(entries: number, tenants: number): number {
  const minutes = assumptions.workDays * assumptions.workMinutesOfDay
  return tenants * minutes * (1 - Math.exp(-entries / tenants / minutes))
}

type Measured = keyof Counts

/**
 * @param month counted from 1, the first with that load
 */
export function usageIn(month: number, plan: Plan, counts: AllCounts): Usage & { kept: Kept } {
  const { filesOfCall, piecesOfFile, kmsShare } = assumptions
  const callBytes = plan.minutes * plan.bytesAMinute
  const kept = keptIn(month, {
    ...{ objectsAMonth: plan.recordings * filesOfCall, objectBytes: callBytes / filesOfCall },
    ...{ retentionMonths: plan.retentionMonths, moves: plan.moves },
  })
  const times = timesOf(plan, kept)
  const names = Object.keys(times) as Operation[] // the keys are the operations
  const sumOf = (what: Measured, of: readonly Operation[] = names) =>
    of.reduce((sum, name) => sum + times[name] * counts[name][what], 0)

  const listened = plan.recordings * plan.listenings
  const downloaded = plan.recordings * plan.downloads
  const apiRequests = sumOf('apiRequests')
  const pageRequests = times.profile * assumptions.pageRequests
  const invocations =
    apiRequests +
    // Looked at, and outlined.
    2 * plan.recordings * filesOfCall +
    times.deletion +
    2 * assumptions.sweepsAMonth +
    assumptions.sealerRunsAMonth
  const s3Writes = sumOf('s3Writes')
  const s3Reads = sumOf('s3Reads') + filesOfCall * listened * piecesOfFile + downloaded
  const logGb = (invocations * assumptions.logBytesOfInvocation) / gigabyte
  const tableGb = storedBytes(month, times, counts, kept) / gigabyte
  const { keys, secrets, webLists, webRules, alarms, dashboards, metrics } = standing[plan.stage]

  return {
    kept,
    apiRequests,
    lambdaRequests: invocations,
    lambdaGbSeconds: gbSecondsOf(times, counts, invocations),
    writeUnits: sumOf('writeUnits'),
    readUnits: sumOf('readUnits'),
    ...{ tableGb, tableBackupGb: tableGb },
    ...{ s3Writes, s3Reads },
    ...archived(plan, kept, callBytes / filesOfCall),
    standardGb: (kept.standardBytes + sealedBytes(month, times)) / gigabyte,
    transferredGb: (callBytes * listened + (callBytes / filesOfCall) * downloaded) / gigabyte,
    kmsKeys: keys,
    kmsRequests: (s3Writes + s3Reads) * kmsShare,
    edgeRequests: apiRequests + pageRequests,
    edgeGb: (sumOf('apiAnswerBytes') + times.profile * assumptions.pageBytes) / gigabyte,
    edgeFunctions: apiRequests + pageRequests,
    ...{ wafLists: webLists, wafRules: webRules, wafRequests: apiRequests + pageRequests },
    cognitoLite: plan.tier === 'lite' ? plan.people : 0,
    cognitoEssentials: plan.tier === 'essentials' ? plan.people : 0,
    cognitoPlus: plan.tier === 'plus' ? plan.people : 0,
    ...{ machineClients: plan.recorders, machineTokens: plan.recorders * assumptions.tokensOfRecorder },
    // Created; tagged and deleted, each file at a time; blocks of the audit.
    events: plan.recordings * filesOfCall + 2 * kept.deletedObjects + times.sealerAtWork,
    // Sent, received and deleted, each file, to be looked at and to be outlined; what fails comes by queues too, which nothing here counts on.
    queueRequests: 6 * plan.recordings * filesOfCall + assumptions.workQueues * assumptions.pollsOfQueue,
    ...{ logGb, keptLogGb: logGb * Math.min(month, assumptions.logMonths) },
    ...{ alarms, dashboards, metrics, traces: invocations * assumptions.tracedShare, secrets },
  }
}

/** Recordings until they are deleted; the audit since the beginning. */
function storedBytes(month: number, times: Record<Operation, number>, counts: AllCounts, kept: Kept): number {
  const ofRecording = counts.announce.recordingBytes + counts.arrival.recordingBytes
  const names = Object.keys(times) as Operation[] // as above
  const auditBytes = names.reduce((sum, name) => sum + times[name] * counts[name].auditBytes, 0)
  return (kept.keptObjects / assumptions.filesOfCall) * ofRecording + auditBytes * (month - 0.5)
}

/** Blocks stay for seven years, which is longer than anything here is reckoned. */
function sealedBytes(month: number, times: Record<Operation, number>): number {
  const { blockBytes, blockEntryBytes } = assumptions
  return (times.sealerAtWork * blockBytes + entriesIn(times) * blockEntryBytes) * (month - 0.5)
}

function gbSecondsOf(times: Record<Operation, number>, counts: AllCounts, invocations: number): number {
  const { ownMs, dynamodbCallMs, s3CallMs, roomGb, arrivalsGb, decodingMs } = assumptions
  const names = Object.keys(times) as Operation[] // as above
  const ofCalls = names.reduce((sum, name) => {
    const { dynamodbCalls, s3Writes, s3Reads } = counts[name]
    const memoryGb = name === 'arrival' || name === 'arrivalsAtRest' ? arrivalsGb : roomGb
    return sum + times[name] * memoryGb * (dynamodbCalls * dynamodbCallMs + (s3Writes + s3Reads) * s3CallMs)
  }, 0)
  return (ofCalls + times.arrival * decodingMs * arrivalsGb + invocations * roomGb * ownMs) / 1000
}

type Archived = Pick<
  Usage,
  {
    [Name in PriceName]: Name extends `${'standardIa' | 'glacierInstant' | 'glacierFlexible' | 'deepArchive'}${string}`
      ? Name
      : never
  }[PriceName]
>

function archived({ restores }: Plan, { moved }: Kept, objectBytes: number): Archived {
  const used: Archived = {
    ...{ standardIaGb: 0, standardIaMoves: 0, standardIaFetchedGb: 0 },
    ...{ glacierInstantGb: 0, glacierInstantMoves: 0, glacierInstantFetchedGb: 0 },
    ...{ glacierFlexibleGb: 0, glacierFlexibleMoves: 0, glacierFlexibleFetchedGb: 0, glacierFlexibleRestores: 0 },
    ...{ deepArchiveGb: 0, deepArchiveMoves: 0, deepArchiveFetchedGb: 0, deepArchiveRestores: 0 },
  }
  for (const { to, keptObjects, paidBytes, movedObjects } of moved) {
    const { gb, moves, fetchedGb, restores: requests } = archiveClasses[to]
    const fetched = keptObjects * restores
    used[gb] += paidBytes / gigabyte
    used[moves] += movedObjects
    used[fetchedGb] += (fetched * objectBytes) / gigabyte
    if (requests) used[requests] += fetched
  }
  return used
}
