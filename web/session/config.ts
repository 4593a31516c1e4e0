/** What the dashboard is told at run time, so that one build serves every stage. */
export type Config = { issuer: string; clientId: string; scope: string }

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' &&
  value !== null &&
  ['issuer', 'clientId', 'scope'].every((name) => typeof Reflect.get(value, name) === 'string')

/**
 * Reads `/config.json`.
 * @throws Error if it cannot be had or is not a configuration.
 */
export async function loadConfig(signal?: AbortSignal): Promise<Config> {
  const response = await fetch('/config.json', { signal: signal ?? null, cache: 'no-cache' })
  const config: unknown = response.ok ? await response.json() : undefined
  if (!isConfig(config)) throw new Error(`/config.json gave ${response.status} and no configuration`)
  return config
}
