import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Expression, parseSync, Visitor } from 'oxc-parser'

export const projectRoot = join(import.meta.dirname, '..', '..')

export type Import = {
  /** As it is written. */
  readonly specifier: string
  /** Path of a file of ours from the project's root; undefined for a package or a module of Node's. */
  readonly target: string | undefined
  /** Gone when the program runs: `import type`, or nothing but `type` names. */
  readonly isType: boolean
}

export type Module = {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly imports: readonly Import[]
  /** What it reaches for beyond its imports, such as `process.env`, `Date.now` or `new Date()`. */
  readonly reaches: ReadonlySet<string>
}

/** Every TypeScript module below these folders. */
export function modulesIn(...folders: string[]): Module[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: projectRoot, exclude: ['**/dist/**'] }))
    .map((path) => readModule(path.replaceAll('\\', '/'), readFileSync(join(projectRoot, path), 'utf8')))
}

/** @throws Error for a source that does not parse: what was not read cannot be judged */
export function readModule(path: string, source: string): Module {
  const { program, module, errors } = parseSync(path, source)
  const [error] = errors
  if (error) throw new Error(`${path} does not parse: ${error.message}`)

  const imports: Import[] = []
  const add = (specifier: string, isType: boolean) =>
    void imports.push({ specifier, target: targetOf(path, specifier), isType })
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType))
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest) add(moduleRequest.value, isType)
  }
  const reaches = new Set<string>()
  new Visitor({
    ImportExpression: ({ source: specifier }) => {
      if (specifier.type === 'Literal') add(String(specifier.value), false)
    },
    TSImportType: ({ source: specifier }) => add(specifier.value, true),
    Identifier: ({ name }) => void reaches.add(name),
    MemberExpression: ({ object, property }) => {
      if (object.type === 'Identifier' && property.type === 'Identifier') reaches.add(`${object.name}.${property.name}`)
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (isNamed(callee, 'Date') && given.length === 0) reaches.add('new Date()')
    },
    CallExpression: ({ callee }) => {
      if (isNamed(callee, 'Date')) reaches.add('Date()')
    },
  }).visit(program)
  return { path, imports, reaches }
}

function isNamed(callee: Expression, name: string): boolean {
  return callee.type === 'Identifier' && callee.name === name
}

function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
}
