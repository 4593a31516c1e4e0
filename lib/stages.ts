import type { RoomName } from '../functions/contract/index.ts'

/** Functions that events start. */
export type EventFunctionName = 'arrivals' | 'reaper' | 'renditions' | 'sealer'
export type FunctionName = RoomName | EventFunctionName

/** An address of the operator's own for the dashboard and the API. */
export type Domain = {
  readonly name: string
  /** In AWS Certificate Manager of us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string
  /** Where the name is to be entered; null: by hand. Written here, so that no template needs an account to be made. */
  readonly hostedZone: { readonly id: string; readonly name: string } | null
}

/** What differs between deployments of the same stacks. */
export type Stage = {
  readonly name: string
  readonly region: string
  /** Data, keys and sign-ins outlive the stacks: nothing that holds them can be deleted by a deployment. */
  readonly keepsData: boolean
  /** Null: an address of CloudFront's. */
  readonly domain: Domain | null
  /**
   * The firewall of CloudFront, which can lie in us-east-1 alone. Null: the one of this stage's own stack there, which a stage
   * in another region has to name here once it is deployed.
   */
  readonly firewallArn: string | null
  /** `plus` has Cognito refuse and tell of sign-ins that look stolen, at a price for each person. */
  readonly signInPlan: 'essentials' | 'plus'
  /** An address of a domain that Amazon SES has verified; null: Cognito's own, which sends 50 mails a day. */
  readonly mailFrom: { readonly address: string; readonly verifiedDomain: string } | null
  /** Who gets a mail of each alarm, once they have confirmed that they want it; null: nobody does. */
  readonly alarmsTo: string | null
  /** Add one to give CloudFront another secret to prove itself to the API by (docs/cloud.md). */
  readonly originSecret: number
  readonly limits: {
    /** Of the whole API. */
    readonly requestsPerSecond: number
    readonly burst: number
    /** Of one address in five minutes. */
    readonly requestsPerAddress: number
    /**
     * How many of each function may run at once, which are then kept for it. Null: as many as the account has; a new account has
     * ten in all, and may reserve none.
     */
    readonly concurrency: Readonly<Record<FunctionName, number>> | null
  }
}

export const stages: readonly Stage[] = [
  {
    ...{ name: 'dev', region: 'us-east-1', keepsData: false, domain: null, firewallArn: null },
    ...{ signInPlan: 'essentials', mailFrom: null, alarmsTo: null, originSecret: 1 },
    limits: { requestsPerSecond: 50, burst: 100, requestsPerAddress: 6_000, concurrency: null },
  },
  {
    ...{ name: 'prod', region: 'us-east-1', keepsData: true, domain: null, firewallArn: null },
    ...{ signInPlan: 'plus', mailFrom: null, alarmsTo: null, originSecret: 1 },
    limits: {
      ...{ requestsPerSecond: 1_000, burst: 2_000, requestsPerAddress: 6_000 },
      concurrency: {
        ...{ me: 50, tenants: 20, users: 20, groups: 20, policies: 20, recorders: 20, customData: 30 },
        ...{ recordings: 130, metadata: 40, reviews: 50, segments: 40, media: 90, ingest: 180, audit: 30 },
        ...{ arrivals: 100, reaper: 20, renditions: 20, sealer: 2 },
      },
    },
  },
]

/**
 * @param name of `cdk synth -c stage=<name>`; `dev` without one
 * @throws Error naming the stages that there are
 */
export function stageNamed(name: unknown = 'dev'): Stage {
  const stage = stages.find((candidate) => candidate.name === name)
  if (!stage) {
    throw new Error(`There is no stage ${String(name)}: choose one of ${stages.map((each) => each.name).join(', ')}.`)
  }
  return stage
}
