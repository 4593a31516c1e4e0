import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type FailureName, failureNames } from '../../functions/adapters/sqs/index.ts'
import { type Connection, connect } from './connection.ts'
import { discard, type Letter, putBack, retry, takeLetters } from './letters.ts'

export type World = {
  env: Readonly<Record<string, string | undefined>>
  /** Of the project, where deployments note their outputs. */
  root: string
  /** The state folder where SOUNDKEEP_HOME names none. */
  home: string
  say: (line: string) => void
  complain: (line: string) => void
}

/** 0: done, or there are none; 1: there are dead letters, or some could not be sent again; 2: it could not be carried out. */
export type ExitCode = 0 | 1 | 2

const help = `npm run dead-letters -- list [--json]
npm run dead-letters -- retry <id>... | --all
npm run dead-letters -- discard <id>... | --all

What functions gave up, each with the reason: files that arrived and could not be looked at (arrivals), deletions that could
not be carried out (reaper), outlines and copies that could not be made (renditions), audits that could not be sealed (sealer). --function takes one of them. retry sends it to its
function again; discard forgets it. docs/dead-letters.md says what the reasons mean.

--stage <stage> looks into one that was deployed from this folder, with the AWS credentials of the environment; without it,
into the Soundkeep that runs on this machine (SOUNDKEEP_HOME).`

/** As many as one run looks at in a queue. */
const mostLetters = 1_000

const verbs = ['list', 'retry', 'discard'] as const
type Wish = {
  verb: (typeof verbs)[number]
  ids: readonly string[]
  isAll: boolean
  isJson: boolean
  functions: FailureName[]
  stage: string | undefined
}

export async function runDeadLetters(args: readonly string[], world: World): Promise<ExitCode> {
  let wish: Wish | undefined
  try {
    wish = readWish(args)
  } catch (error) {
    world.complain(`${error instanceof Error ? error.message : error}\n\n${help}`)
    return 2
  }
  if (wish === undefined) {
    world.say(help)
    return 0
  }
  try {
    using connection = await connect(wish.stage, world.root, resolve(world.env.SOUNDKEEP_HOME ?? world.home))
    return await carryOut(wish, connection, world)
  } catch (error) {
    world.complain(error instanceof Error ? inWords(error) : String(error))
    return 2
  }
}

/** @returns undefined where help was asked for; @throws Error in one sentence */
function readWish(args: readonly string[]): Wish | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      function: { type: 'string' },
      stage: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const [word = 'list', ...ids] = positionals
  const verb = verbs.find((candidate) => candidate === word)
  if (!verb) throw new Error(`There is no ${word}: say list, retry or discard.`)
  const functions = failureNames.filter((name) => values.function === undefined || values.function === name)
  if (functions.length === 0) {
    throw new Error(`There is no function ${values.function}: there are ${failureNames.join(', ')}.`)
  }
  const isAll = values.all === true
  if (verb === 'list' && (isAll || ids.length > 0)) throw new Error('list shows all of them: name no id.')
  if (verb !== 'list' && isAll === ids.length > 0) throw new Error(`Say which ones: ${verb} <id>..., or ${verb} --all.`)
  return { verb, ids, isAll, isJson: values.json === true, functions, stage: values.stage }
}

async function carryOut(wish: Wish, { sqs, urls: all }: Connection, world: World): Promise<ExitCode> {
  let [shown, done, left] = [0, 0, 0]
  for (const name of wish.functions) {
    const urls = all[name]
    for (const letter of await takeLetters(sqs, name, urls, mostLetters)) {
      const isMeant = wish.isAll || wish.ids.includes(letter.id)
      if (wish.verb === 'list') {
        world.say(wish.isJson ? jsonOf(letter) : lineOf(letter))
        shown += 1
      } else if (isMeant && wish.verb === 'discard') {
        await discard(sqs, urls, letter)
        done += 1
        continue
      } else if (isMeant && (await retry(sqs, urls, letter))) {
        done += 1
        continue
      } else if (isMeant) {
        world.complain(`${letter.id} holds no message to send again: the next sweep does what it tells of. Discard it.`)
        left += 1
      }
      await putBack(sqs, urls, letter)
    }
  }
  if (wish.verb === 'list') {
    if (!wish.isJson) world.say(shown === 0 ? 'There are no dead letters.' : `Dead letters: ${shown}.`)
    return shown === 0 ? 0 : 1
  }
  const unknown = wish.isAll ? 0 : wish.ids.length - done - left
  world.say(
    `${wish.verb === 'retry' ? 'Sent again' : 'Discarded'}: ${done}.${unknown > 0 ? ` Not found: ${unknown}.` : ''}`,
  )
  return left + unknown > 0 ? 1 : 0
}

const jsonOf = ({ receipt: _receipt, ...letter }: Letter) => JSON.stringify(letter)

function lineOf({ id, function: name, at, reason, receives, about }: Letter): string {
  const ids = Object.entries(about).map(([what, value]) => `${what} ${value}`)
  const times = receives === null ? [] : [`${receives} times`]
  return [at, name, reason, ...times, ...ids, `(${id})`].join('  ')
}

function inWords(error: Error): string {
  const isSilent = 'code' in error && error.code === 'ECONNREFUSED'
  return isSilent
    ? 'Nothing answers there: run "npm start" first, or name its folder in SOUNDKEEP_HOME.'
    : error.message
}
