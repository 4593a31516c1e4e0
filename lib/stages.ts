/** What differs between deployments of the same stacks. */
export type Stage = {
  readonly name: string
  /** The account's recordings outlive the stacks: nothing that holds data can be deleted by a deployment. */
  readonly keepsData: boolean
  /** Who issues the access tokens: a Cognito user pool, `https://cognito-idp.<region>.amazonaws.com/<pool id>`. */
  readonly issuer: string
  /** Of the same user pool. */
  readonly userPoolId: string
  /** The dashboard's client at the issuer: its tokens stand for people, all others for recorders. */
  readonly dashboardClientId: string
}

const stages: readonly Stage[] = [
  // Until a stage names its own issuer, nobody can sign in to it: `.invalid` never resolves (RFC 2606 section 2).
  {
    ...{ name: 'dev', keepsData: false, issuer: 'https://issuer.dev.invalid', userPoolId: 'us-east-1_dev' },
    dashboardClientId: 'soundkeep-dashboard',
  },
  {
    ...{ name: 'prod', keepsData: true, issuer: 'https://issuer.prod.invalid', userPoolId: 'us-east-1_prod' },
    dashboardClientId: 'soundkeep-dashboard',
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
