export { bundleOptions, entryNames, entryPath } from './entry-bundle.ts'
