import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import type { Module } from './modules.ts'

/** What a module does that it must not, in words that name the other side; empty for one that keeps the rule. */
export type Rule = (module: Module) => string[]

/** The layers of the project, by the beginning of their paths. */
const layers = {
  contract: 'functions/contract/',
  model: 'functions/model/',
  ports: 'functions/ports/',
  domain: 'functions/domain/',
  http: 'functions/http/',
  adapters: 'functions/adapters/',
  entry: 'functions/entry/',
  local: 'local/',
  lib: 'lib/',
  bin: 'bin/',
  web: 'web/',
  test: 'test/',
} as const
type Layer = keyof typeof layers

/** Which layers a layer may import from, itself included. The web's way to the contract is a rule of its own. */
const below: Record<Layer, readonly Layer[]> = {
  contract: ['contract'],
  model: ['contract', 'model'],
  ports: ['contract', 'model', 'ports'],
  domain: ['contract', 'model', 'ports', 'domain'],
  http: ['contract', 'model', 'ports', 'domain', 'http'],
  adapters: ['contract', 'model', 'ports', 'adapters'],
  entry: ['contract', 'model', 'ports', 'domain', 'http', 'adapters', 'entry'],
  local: ['contract', 'model', 'ports', 'domain', 'http', 'adapters', 'entry', 'local'],
  lib: ['contract', 'model', 'ports', 'domain', 'http', 'adapters', 'entry', 'lib'],
  bin: ['contract', 'model', 'ports', 'domain', 'http', 'adapters', 'entry', 'local', 'lib', 'bin'],
  web: ['contract', 'web'],
  test: Object.keys(layers) as Layer[], // the keys of `layers` are the layers
}

export function layerOf(path: string): Layer | undefined {
  return (Object.keys(layers) as Layer[]).find((layer) => path.startsWith(layers[layer])) // as above
}

export const layersImportOneWay: Rule = ({ path, imports }) => {
  const layer = layerOf(path)
  if (!layer) return [`${path} lies in no layer`]
  return imports.flatMap(({ target }) => {
    const other = target === undefined ? undefined : layerOf(target)
    return other && !below[layer].includes(other) ? [`${path} (${layer}) imports ${target} (${other})`] : []
  })
}

/** What stays pure: no AWS, no pipeline, nothing of Node's. */
const pureLayers: readonly (Layer | undefined)[] = ['contract', 'model', 'ports', 'domain']
const impurePackages = /^(@aws-sdk|@smithy|@middy|@types)\/|^(aws-|@aws)/

export const pureLayersImportNoPlatform: Rule = ({ path, imports }) =>
  pureLayers.includes(layerOf(path))
    ? imports
        .filter(({ specifier }) => isBuiltin(specifier) || impurePackages.test(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`)
    : []

/** Clocks, randomness and Node's globals come in through ports. */
const impureReaches = [
  ...['Date.now', 'new Date()', 'Date()', 'performance.now', 'Math.random', 'Temporal.Now'],
  ...['crypto', 'process', 'Buffer', 'setTimeout', 'setInterval'],
]

export const pureLayersHaveNoClockOrRandomness: Rule = ({ path, reaches }) =>
  pureLayers.includes(layerOf(path))
    ? impureReaches.filter((reached) => reaches.has(reached)).map((reached) => `${path} uses ${reached}`)
    : []

export const webTakesTypesOfTheContractAlone: Rule = ({ path, imports }) =>
  layerOf(path) === 'web'
    ? imports
        .filter(({ target }) => target !== undefined && layerOf(target) !== 'web')
        .filter(({ target, isType }) => !isType || target !== 'functions/contract/index.ts')
        .map(({ target, isType }) => `${path} imports ${isType ? 'types' : 'values'} of ${target}`)
    : []

/** Modules that have a door of their own beside their room's index. */
const sideDoors: Readonly<Record<string, string>> = {
  'functions/domain/media/riff.ts': 'the index would bring readers of all containers into the function that decodes',
  'functions/contract/openapi.ts': 'the index would bring the description of the API into every function',
}

/**
 * A folder with an index is a room, and whoever is not in it enters by the index. Tests look into the rooms that they mirror.
 * @param indexes paths of all `index.ts`
 */
export function roomsMeetThroughTheirIndex(indexes: ReadonlySet<string>): Rule {
  return ({ path, imports }) => {
    if (layerOf(path) === 'test') return []
    return imports.flatMap(({ target }) => {
      if (target === undefined || target in sideDoors) return []
      const room = foldersOf(target).find(
        (folder) => indexes.has(`${folder}/index.ts`) && !path.startsWith(`${folder}/`),
      )
      return room && target !== `${room}/index.ts` ? [`${path} imports ${target} past ${room}/index.ts`] : []
    })
  }
}

/** Outermost first. */
function foldersOf(path: string): string[] {
  const folders: string[] = []
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.unshift(folder)
  return folders
}

/** Folders whose children are rooms; `functions/entry` has no index, since nothing imports it by name. */
const roomParents = /^(functions\/(domain|adapters)|local|lib)\/[^/]+\/|^functions\/(contract|model|ports|http)\//

/** A room that lost its index would be open to everybody without a word. */
export function roomsHaveAnIndex(indexes: ReadonlySet<string>): Rule {
  return ({ path }) => {
    const room = roomParents.exec(path)?.[0]
    return room && !indexes.has(`${room}index.ts`) ? [`${path} lies in ${room}, which has no index.ts`] : []
  }
}

/** Where a program is started and reads its settings; local/functions sets those of the entries, as Lambda does. */
const settingsReaders = [
  /^functions\/entry\/[^/]+\.ts$/,
  /^(bin|local)\/[^/]+\.ts$/,
  /^local\/functions\/index\.ts$/,
  /^web\/vite\.config\.ts$/,
  /^test\//,
]

export const settingsAreReadAtTheDoor: Rule = ({ path, reaches }) =>
  reaches.has('process.env') && !settingsReaders.some((door) => door.test(path)) ? [`${path} uses process.env`] : []
