import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moved, reordered, sortRoutes } from '../../../../web/pages/admin/routeOrder.ts'
import { givenRoute } from './given.ts'

const ids = (routes: readonly { id: string }[]) => routes.map(({ id }) => id)

describe('routes', () => {
  it('stand in their order, the older of two alike first, the Default route and retired ones apart', () => {
    const [a, b, c] = [givenRoute('a', { order: 2 }), givenRoute('b', { order: 1 }), givenRoute('c', { order: 2 })]
    const fallback = givenRoute('d', { isDefault: true })
    const retired = [givenRoute('e', { name: 'Z', isRetired: true }), givenRoute('f', { name: 'Y', isRetired: true })]
    const sorted = sortRoutes([c, ...retired, fallback, a, b])
    expect(sorted.active).toEqual([b, a, c])
    expect(sorted.fallback).toBe(fallback)
    expect(sorted.retired.map(({ name }) => name)).toEqual(['Y', 'Z'])
  })
})

describe('moving a route', () => {
  const [a, b, c] = [givenRoute('a', { order: 1 }), givenRoute('b', { order: 5 }), givenRoute('c', { order: 9 })]

  it('takes the place of its neighbour, and changes those two alone', () => {
    const sequence = moved([a, b, c], b.id, -1)
    expect(ids(sequence)).toEqual(ids([b, a, c]))
    expect(reordered(sequence).map(({ id, order }) => [id, order])).toEqual([
      [b.id, 1],
      [a.id, 5],
    ])
  })

  it('past the end leaves all as it is', () => {
    expect(ids(moved([a, b, c], a.id, -1))).toEqual(ids([a, b, c]))
    expect(ids(moved([a, b, c], c.id, 1))).toEqual(ids([a, b, c]))
    expect(reordered([a, b, c])).toEqual([])
  })

  it('gives every sequence strictly rising orders that the API takes', () => {
    const order = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 9_990, max: 9_999 }))
    fc.assert(
      fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
        const sequence = orders.map((each, index) => ({ id: String(index), order: each }))
        const changed = new Map(reordered(sequence).map((route) => [route.id, route.order]))
        const after = sequence.map((route) => changed.get(route.id) ?? route.order)
        expect(after.every((each, index) => each <= 9_999 && each > (after[index - 1] ?? -1))).toBe(true)
      }),
    )
  })
})
