/** What no test measures. Each is rather too much than too little. */
export const assumptions = {
  /** Of a call's sides, each a file. */
  filesOfCall: 2,
  /** On which people work, a month. */
  workDays: 21,
  /** In which calls come and people work. */
  workMinutesOfDay: 600,
  /** The player tells what was heard every 30 seconds (web/player/useListening.ts). */
  heardEverySeconds: 30,
  /** A URL lives five minutes, and is renewed while its file plays. */
  urlSeconds: 300,
  /** A browser asks for a file in so many pieces. */
  piecesOfFile: 3,
  /** Opening the dashboard, of which the browser keeps the larger part. */
  pageRequests: 10,
  pageBytes: 200 * 1024,
  /** A function's own work, and each call to a service as if they came one after the other. */
  ownMs: 20,
  dynamodbCallMs: 6,
  s3CallMs: 40,
  /** As lib/ makes the functions. */
  roomGb: 0.5,
  arrivalsGb: 1,
  /** Of a call's files, at a thousand times real time for five minutes each, and the memory being larger. */
  decodingMs: 2 * 300 * 2,
  /** Start, end, report and a line of ours. */
  logBytesOfInvocation: 1_200,
  logMonths: 3,
  /** One in 20 requests. */
  tracedShare: 0.05,
  /** With bucket keys KMS is asked for one in a hundred objects: "up to 99 percent" less, AWS says. */
  kmsShare: 0.01,
  /** A recorder asks for a token every hour, day and night. */
  tokensOfRecorder: 730,
  /** A block of one entry, and each entry more (docs/audit.md). */
  blockBytes: 400,
  blockEntryBytes: 110,
  /** The sweeps and the sealer run by schedules. */
  sealerRunsAMonth: 43_830,
  sweepsAMonth: 8_766,
  /** Lambda asks each queue of work five times at once, for 20 seconds each, whether anything comes or not. */
  workQueues: 3,
  pollsOfQueue: 657_450,
} as const

/** What stands there whether it is used or not. */
export const standing = {
  dev: { keys: 2, secrets: 2, webLists: 1, webRules: 4, alarms: 54, dashboards: 1, metrics: 7 },
  prod: { keys: 2, secrets: 2, webLists: 1, webRules: 4, alarms: 54, dashboards: 1, metrics: 7 },
} as const satisfies Record<string, Record<string, number>>

export type StageName = keyof typeof standing
