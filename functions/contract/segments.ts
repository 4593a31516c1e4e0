import * as z from 'zod'
import { segmentParams } from './call-facts.ts'
import { dtmfDigitSchema, dtmfSourceSchema, dtmfWithheldSchema } from './dtmf.ts'
import { defineRoom } from './endpoint.ts'

export const segments = defineRoom({
  getDtmf: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/dtmf',
    summary: 'The digits that were pressed in a segment',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: segmentParams,
    responses: {
      200: {
        description: 'The digits in the order of their times; without recording:ReadDtmf they are masked',
        schema: z.object({
          events: z.array(
            z.object({
              /** Null where it is masked. */
              digit: dtmfDigitSchema.nullable(),
              /** From the start of the segment; in whole seconds where the digit is masked. */
              offsetMs: z.int(),
              /** Null where the recorder did not say, and where the digit is masked. */
              durationMs: z.int().nullable(),
              source: dtmfSourceSchema,
              participantId: z.string().nullable(),
            }),
          ),
          isMasked: z.boolean(),
          /** Whether digits are kept of calls on the recording’s route, as it is set now. */
          isRecorded: z.boolean(),
          /** Digits that were not kept, as stretches of time. */
          withheld: z.array(z.object({ reason: dtmfWithheldSchema, stretches: z.int() })),
        }),
      },
    },
    errors: ['tenant_required'],
  },
})
