/**
 * Sealed list positions. A cursor opens only for the tenant, person and query that it was made for.
 */
export type Cursors = {
  seal(position: string, boundTo: readonly string[]): Promise<string>
  /** @returns undefined for a cursor that is not ours, was altered, or was made for something else. */
  open(cursor: string, boundTo: readonly string[]): Promise<string | undefined>
}
