import type { BodyInputOf, Contract } from '../../functions/contract/index.ts'

type Segments = NonNullable<BodyInputOf<Contract['ingest']['ingestRecording']>['dtmf']>

/** Keys one after another, as a telephone sends them. */
function pressed(keys: string, offsetMs: number, participantId: string): Segments[number]['events'] {
  return [...keys].map((key, index) => ({
    digit: key as Segments[number]['events'][number]['digit'], // the API refuses any other
    ...{ offsetMs: offsetMs + index * 380, durationMs: 140, source: 'rfc4733' as const, participantId },
  }))
}

/** What is pressed in the demo's calls, by their keys: choices of a menu, a transfer, and a card that is not kept. */
export const demoDtmf: Readonly<Record<string, Segments>> = {
  'acme-new-patient': [{ segment: 1, events: pressed('2', 120, 'caller') }],
  'acme-transfer-1': [{ segment: 1, events: pressed('*2#', 32_400, 'agent') }],
  'globex-lisbon': [
    { segment: 1, events: pressed('1', 180, 'caller') },
    { segment: 2, events: pressed('4111111111111111#', 13_750, 'caller') },
  ],
}
