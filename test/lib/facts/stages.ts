import { App } from 'aws-cdk-lib'
import { expect, it } from 'vitest'
import { makeStacks } from '../../../lib/stacks/index.ts'
import { stageNamed } from '../../../lib/stages.ts'
import type { GivenStages } from '../given.ts'

export function stageFacts({ dev }: GivenStages): void {
  it('that there are not are refused with those that there are', () => {
    expect(() => stageNamed('staging')).toThrow('There is no stage staging: choose one of dev, prod.')
  })

  it('outside us-east-1 have their firewall deployed first, and named', () => {
    const names = (firewallArn: string | null) => {
      const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } })
      makeStacks(app, { ...stageNamed('dev'), region: 'eu-central-1', firewallArn })
      return app.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('soundkeep-'))
    }
    expect(names(null)).toEqual(['soundkeep-dev-firewall'])
    expect(names('arn:aws:wafv2:us-east-1:111111111111:global/webacl/a/1')).toHaveLength(dev.templates.size)
  })

  it('need no account to be made', () => {
    expect(JSON.stringify([...dev.templates.values()])).not.toMatch(/\b\d{12}\b/)
  })
}
