type Ordered = { id: string; order: number }

/** The greatest order that the API takes. */
const greatestOrder = 9_999

/** Routes that take calls by pattern in their order, the oldest first among equals (ids are ULIDs); retired ones by name. */
export function sortRoutes<R extends Ordered & { name: string; isDefault: boolean; isRetired: boolean }>(
  routes: readonly R[],
): { active: R[]; fallback: R | undefined; retired: R[] } {
  const rest = routes.filter(({ isDefault }) => !isDefault)
  return {
    active: rest
      .filter(({ isRetired }) => !isRetired)
      .toSorted((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1)),
    fallback: routes.find(({ isDefault }) => isDefault),
    retired: rest.filter(({ isRetired }) => isRetired).toSorted((one, other) => one.name.localeCompare(other.name)),
  }
}

/** The sequence with one route a place further up (-1) or down (1); as it was where there is no such place. */
export function moved<R extends Ordered>(sequence: readonly R[], id: string, by: -1 | 1): R[] {
  const at = sequence.findIndex((route) => route.id === id)
  const there = at + by
  const [one, other] = [sequence[at], sequence[there]]
  if (!one || !other) return [...sequence]
  return sequence.map((route, index) => (index === at ? other : index === there ? one : route))
}

/**
 * Orders that put routes into this sequence: the orders that they have are dealt out anew, so that as few routes as
 * may be are changed, and equal ones are parted.
 * @returns the routes whose order changes, with the new one
 */
export function reordered<R extends Ordered>(sequence: readonly R[]): R[] {
  const dealt: number[] = []
  for (const order of sequence.map((route) => route.order).toSorted((one, other) => one - other)) {
    dealt.push(Math.max(order, (dealt.at(-1) ?? -1) + 1))
  }
  const fits = (dealt.at(-1) ?? 0) <= greatestOrder
  return sequence.flatMap((route, index) => {
    const order = fits ? (dealt[index] ?? index) : index
    return order === route.order ? [] : [{ ...route, order }]
  })
}
