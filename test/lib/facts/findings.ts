import { CfnResource, Stack } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { describe, expect, it } from 'vitest'
import type { GivenStage, GivenStages } from '../given.ts'
import { explanationKey } from '../nag.ts'

type Explanation = { construct: IConstruct; rule: string; reason: string }

function explanationsIn({ app }: GivenStage): Explanation[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === explanationKey)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([rule, reason]) => ({ construct, rule: rule.replace(/^annotation::/i, ''), reason })),
  )
}

export function findingFacts({ dev, prod }: GivenStages): void {
  describe.each([
    ['dev', dev],
    ['prod', prod],
  ] as const)('of %s', (_, given) => {
    it('finds nothing in AwsSolutions, Serverless and NIST 800-53 r5 that is not explained', () => {
      expect(given.nag.unexplained).toEqual([])
    })

    const explanations = explanationsIn(given)

    it('is answered of single resources, never of a stack', () => {
      expect(explanations.length).toBeGreaterThan(100)
      for (const { construct } of explanations) {
        expect(Stack.isStack(construct), construct.node.path).toBe(false)
        // A resource, or the construct around one.
        const isOne = CfnResource.isCfnResource(construct) || CfnResource.isCfnResource(construct.node.defaultChild)
        expect(isOne, construct.node.path).toBe(true)
      }
    })

    it('is answered with a reason in a sentence', () => {
      for (const { rule, reason } of explanations) expect(reason, rule).toMatch(/^[A-Z].{20,}\.$/)
    })

    it('has no explanation that nothing asks for', () => {
      const isAsked = ({ rule, construct }: Explanation) =>
        rule.startsWith('CloudFormation-Validate::') ||
        given.nag.all.some((finding) => finding.startsWith(`${rule} at ${construct.node.path}`))
      const idle = explanations.filter((each) => !isAsked(each))
      expect(idle.map(({ rule, construct }) => `${rule} at ${construct.node.path}`)).toEqual([])
    })
  })
}
