import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'

const entryFolder = join(import.meta.dirname, '..', '..', 'functions', 'entry')
const entryEnding = '.lambda.ts'

/** Names of all functions: of `functions/entry/<name>.lambda.ts`. */
export const entryNames: readonly string[] = readdirSync(entryFolder)
  .filter((file) => file.endsWith(entryEnding))
  .map((file) => file.slice(0, -entryEnding.length))
  .sort()

export const entryPath = (name: string) => join(entryFolder, `${name}${entryEnding}`)

/** How esbuild makes what Lambda runs. */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The SDK's modules for `import`: what a function does not use stays out.
  mainFields: ['module', 'main'],
  minify: true,
  // Short names: keeping the long ones takes a call for each function when it starts. `npm run where` says what stands where.
  // Escapes keep the text one byte a character, which V8 reads faster and holds in half the memory.
  charset: 'ascii',
  alias: {
    'libphonenumber-js/min': join(import.meta.dirname, 'phone-numbers.ts'),
    '@eshaz/web-worker': join(import.meta.dirname, 'no-workers.ts'),
  },
  loader: { '.json': 'text' },
  logLevel: 'warning',
} as const satisfies BuildOptions
