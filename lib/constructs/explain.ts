import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Says of one resource why a rule of cdk-nag or of CloudFormation's schemas does not hold for it. Never of a stack, where it
 * would hide what comes later; test/lib/findings.test.ts holds that each one is needed.
 * @param reasons by the rule's id
 */
export function explain(resource: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(resource).acknowledge({ id, reason })
}
