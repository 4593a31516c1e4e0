import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Delivery, deliver } from '../../../local/dynamodb/deliver.ts'

const record = (number: number): DynamoDBRecord => ({ dynamodb: { SequenceNumber: String(number) } })
const numberOf = ({ dynamodb }: DynamoDBRecord) => Number(dynamodb?.SequenceNumber)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => record(index + 1))

/** Delivers, and tells what the function saw, what was given up and how far it came. */
async function delivered(
  records: readonly DynamoDBRecord[],
  onBatch: (numbers: number[]) => DynamoDBBatchResponse | undefined,
  rest: Partial<Delivery> = {},
) {
  const seen: number[][] = []
  const dead: number[] = []
  const progress: number[] = []
  await deliver(
    {
      onBatch: async ({ Records }) => {
        seen.push(Records.map(numberOf))
        return onBatch(Records.map(numberOf))
      },
      onDead: (each) => dead.push(numberOf(each)),
      onProgress: async (each) => {
        progress.push(numberOf(each))
      },
      maxAttempts: 2,
      signal: new AbortController().signal,
      ...rest,
    },
    records,
  )
  return { seen, dead, progress }
}

const failures = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((number) => ({ itemIdentifier: String(number) })),
})

describe('a batch', () => {
  it('that succeeds is handed over once', async () => {
    expect(await delivered(upTo(3), () => undefined)).toEqual({ seen: [[1, 2, 3]], dead: [], progress: [3] })
    expect(await delivered(upTo(3), () => ({ batchItemFailures: [] }))).toMatchObject({ seen: [[1, 2, 3]] })
  })

  it('goes on from the first failure that was reported', async () => {
    let isFixed = false
    const result = await delivered(upTo(5), (numbers) => {
      const response = numbers.includes(3) && !isFixed ? failures(4, 3) : undefined
      isFixed = true
      return response
    })
    expect(result).toEqual({ seen: [[1, 2, 3, 4, 5], [3], [4, 5]], dead: [], progress: [2, 3, 5] })
  })

  it('that fails without saying where is halved, and the record that fails is given up', async () => {
    const result = await delivered(upTo(4), (numbers) => {
      if (numbers.includes(3)) throw new Error('cannot read that')
      return undefined
    })
    expect(result.dead).toEqual([3])
    expect(result.seen).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]])
    expect(result.progress.at(-1)).toBe(4)
  })

  it('whose reported failure is none of its records failed as a whole', async () => {
    let calls = 0
    const result = await delivered(upTo(2), () => (calls++ === 0 ? failures(77) : undefined))
    expect(result).toEqual({ seen: [[1, 2], [1], [2]], dead: [], progress: [1, 2] })
  })

  it('ends between attempts when it is told to, and what failed was not reached', async () => {
    const closing = new AbortController()
    const progress: number[] = []
    const dead: DynamoDBRecord[] = []
    const delivering = delivered(
      upTo(3),
      (numbers) => {
        if (numbers[0] === 2) closing.abort()
        return numbers.includes(2) ? failures(2) : undefined
      },
      {
        signal: closing.signal,
        maxAttempts: 1_000,
        onDead: (each) => dead.push(each),
        onProgress: async (each) => {
          progress.push(numberOf(each))
        },
      },
    )
    await expect(delivering).rejects.toThrow()
    expect({ progress, dead }).toEqual({ progress: [1], dead: [] })
  })

  it('in which anything fails anyhow still brings each record to the function in order, and gives up only the bad', async () => {
    const anyFaults = fc.record({
      count: fc.integer({ min: 1, max: 20 }),
      bad: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
      reports: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(anyFaults, async ({ count, bad, reports }) => {
        const done: number[] = []
        const result = await delivered(
          upTo(count),
          (numbers) => {
            const first = numbers.findIndex((number) => bad.includes(number))
            done.push(...(first === -1 ? numbers : reports ? numbers.slice(0, first) : []))
            if (first === -1) return undefined
            if (reports) return failures(numbers[first] ?? 0)
            throw new Error('some record is bad')
          },
          { maxAttempts: 1 },
        )
        const all = upTo(count).map(numberOf)
        expect(done).toEqual(all.filter((number) => !bad.includes(number)))
        expect(result.dead).toEqual(all.filter((number) => bad.includes(number)))
        expect(result.progress).toEqual(result.progress.toSorted((a, b) => a - b))
        expect(result.progress.at(-1)).toBe(count)
      }),
    )
  })
})
