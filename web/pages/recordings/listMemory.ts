/** How a list was left, so that one comes back to the same row at the same height. */
type Left = { scrollY: number; rowId: string | null }

const left = new Map<string, Left>()

const keyOf = (tenantId: string, search: string) => `${tenantId}?${search}`

export const rememberList = (tenantId: string, search: string, state: Left): void => {
  left.set(keyOf(tenantId, search), state)
}

export const recallList = (tenantId: string, search: string): Left | undefined => left.get(keyOf(tenantId, search))

/** State of a list's history entry: whether it is come back to, rather than opened anew. */
export const isReturn = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && Reflect.get(state, 'isReturn') === true

/** Marks the current history entry, so that the browser's own Back comes back to it too. */
export function markForReturn(): void {
  history.replaceState({ ...history.state, isReturn: true }, '')
}
