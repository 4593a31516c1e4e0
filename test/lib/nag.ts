import { type App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag'
import type { IConstruct } from 'constructs'

const packs: readonly (new (scope: IConstruct) => NagPack)[] = [AwsSolutionsChecks, ServerlessChecks, NIST80053R5Checks]

/** What cdk-nag finds, each as `<rule> at <path of the resource>`. */
export type Nag = {
  unexplained: readonly string[]
  /** As if nothing were explained. */
  all: readonly string[]
}

/** CDK keeps explanations there. */
export const explanationKey = Validations.ACKNOWLEDGED_RULES_METADATA_KEY

export function nagOf(app: App): Nag {
  return { unexplained: findingsIn(app), all: withoutExplanations(app, () => findingsIn(app)) }
}

function findingsIn(app: App): string[] {
  return packs.flatMap((Pack) =>
    new Pack(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
  )
}

function withoutExplanations<T>(app: App, look: () => T): T {
  const entries = app.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === explanationKey))
  const kept = entries.map((entry) => ({ entry, data: entry.data }))
  for (const { entry } of kept) Object.assign(entry, { data: {} })
  try {
    return look()
  } finally {
    for (const { entry, data } of kept) Object.assign(entry, { data })
  }
}
