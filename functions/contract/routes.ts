import * as z from 'zod'
import {
  givenRoutePermissionsSchema,
  ownRecordDtmfSchema,
  ownRoutePermissionsSchema,
  routeKindSchema,
  routePermissionsSchema,
} from './route-permissions.ts'
import { routeIdSchema, shortText, utcInstantSchema } from './values.ts'

const givenOwnRoutePermissionsSchema = z.union([z.literal('inherit'), givenRoutePermissionsSchema])

const routeNameSchema = shortText(128)
/** The grammar is in docs/routes.md; null: no call matches, and recorders name the route. */
const numberPatternSchema = shortText(128).nullable()
const orderSchema = z.int().min(0).max(9_999)

/** What everybody knows of a route whose recordings they may see. */
const routeHeadSchema = z.object({
  id: routeIdSchema,
  name: z.string(),
  isDefault: z.boolean(),
  /** It takes no more calls; its recordings stay. */
  isRetired: z.boolean(),
})

export const routeSchema = routeHeadSchema.extend({
  kind: routeKindSchema,
  numberPattern: z.string().nullable(),
  permissions: ownRoutePermissionsSchema,
  /** Its own switches, or those that it inherits. */
  effectivePermissions: routePermissionsSchema,
  recordDtmf: ownRecordDtmfSchema,
  effectiveRecordDtmf: z.boolean(),
  /** Between equally specific patterns the smaller one wins. */
  order: z.int(),
  retiredAt: utcInstantSchema.nullable(),
})

/** The whole route for those who hold `route:Read`, else its head alone. */
export const listedRouteSchema = routeSchema.partial().extend(routeHeadSchema.shape)

export const newRouteSchema = z
  .object({
    /** Unique among the tenant's routes, retired ones included, whatever the case of its letters. */
    name: routeNameSchema,
    kind: routeKindSchema.default('fromOrTo'),
    numberPattern: numberPatternSchema.default(null),
    permissions: givenOwnRoutePermissionsSchema.default('inherit'),
    recordDtmf: ownRecordDtmfSchema.default('inherit'),
    /** After all others without one. */
    order: orderSchema.optional(),
  })
  .strict()

export const routeChangesSchema = z
  .object({
    name: routeNameSchema,
    kind: routeKindSchema,
    numberPattern: numberPatternSchema,
    permissions: givenOwnRoutePermissionsSchema,
    recordDtmf: ownRecordDtmfSchema,
    order: orderSchema,
    /** True retires the route, false restores it. */
    isRetired: z.boolean(),
  })
  .partial()
  .strict()

/** How exactly a pattern names a number; see `domain/routing`. */
export const specificitySchema = z.object({
  /** Characters that it names outright: the more, the more specific. */
  literals: z.int(),
  /** Places with a set of digits, such as `[2-9]`: then the more. */
  ranges: z.int(),
  /** Places with any one digit: then the more. */
  places: z.int(),
  /** Runs of anything: then the fewer. */
  runs: z.int(),
})

/**
 * `chosen`. The others lost: `noPattern` has none to match, `retired` takes no calls, `noMatch` matches neither number that
 * its kind looks at; `lessSpecific`, `laterInOrder` and `newer` matched, and another one more so; `notNeeded` is the Default
 * route when another matched.
 */
export const routeOutcomeSchema = z.enum([
  'chosen',
  'noPattern',
  'retired',
  'noMatch',
  'lessSpecific',
  'laterInOrder',
  'newer',
  'notNeeded',
])

const testedNumberSchema = z.object({ asSent: z.string(), e164: z.string().nullable() })

export const routeTestBodySchema = z
  .object({ from: shortText(255).nullable().default(null), to: shortText(255).nullable().default(null) })
  .strict()

export const routeTestResultSchema = z.object({
  route: routeHeadSchema,
  /** Whether a pattern matched, or the Default route took what no pattern did. */
  chosenBy: z.enum(['pattern', 'default']),
  from: testedNumberSchema.nullable(),
  to: testedNumberSchema.nullable(),
  /** Every route of the tenant that the asker may read: the chosen one, those that matched from the most specific on, and the rest by name. */
  candidates: z.array(
    routeHeadSchema.extend({
      kind: routeKindSchema,
      numberPattern: z.string().nullable(),
      order: z.int(),
      outcome: routeOutcomeSchema,
      /** Which number the pattern matched; null for none. */
      matched: z.enum(['from', 'to']).nullable(),
      /** Null without a pattern. */
      specificity: specificitySchema.nullable(),
    }),
  ),
})

export type RouteKind = z.output<typeof routeKindSchema>
export type RouteOutcome = z.output<typeof routeOutcomeSchema>
export type Specificity = z.output<typeof specificitySchema>
