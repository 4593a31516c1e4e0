export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>

export const anyVersion = { 'if-match': '*' }

/** Asks the API for somebody. @throws Error naming what was refused */
export function askingAs(apiUrl: string, token: string): Ask {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...{ authorization: `Bearer ${token}`, ...headers },
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`The demo world was refused ${method} ${path}: ${await answer.text()}`)
    return answer.status === 204 ? undefined : answer.json()
  }
}
