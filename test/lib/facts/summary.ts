import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { differences, summarize } from '../../../lib/summary/index.ts'
import type { CloudTemplate } from '../../../lib/synthesis.ts'
import type { GivenStages } from '../given.ts'

const committed = (stage: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/templates', `${stage}.summary.json`), 'utf8'))

export function summaryFacts({ dev, prod }: GivenStages): void {
  it.each([
    ['dev', dev],
    ['prod', prod],
  ] as const)(
    'of %s are current: else run "npm run diff -- --write" and have what it shows reviewed',
    (name, given) => {
      expect(differences(committed(name), summarize(given))).toEqual([])
    },
  )

  describe('show', () => {
    const roleId =
      Object.keys(prod.api.json.Resources).find((id) => id.startsWith('mediaTenantRoleDefaultPolicy')) ?? ''

    /** The differences that a change of the api stack makes. */
    function changed(change: (template: CloudTemplate) => CloudTemplate): string[] {
      const templates = new Map([...prod.templates, ['api', change(structuredClone(prod.api.json))]])
      return differences(summarize(prod), summarize({ templates }))
    }

    it('a statement that was widened', () => {
      const lines = changed((template) => {
        const { PolicyDocument } = template.Resources[roleId]?.Properties ?? {}
        const { Statement } = PolicyDocument as { Statement: { Action: unknown }[] } // as IAM has it
        for (const statement of Statement) if (statement.Action === 'kms:Decrypt') statement.Action = 'kms:*'
        return template
      })
      expect(lines).toEqual([
        expect.stringMatching(/^\+ api › statements › mediaTenantRoleDefaultPolicy \["Allow kms:\* on /),
        expect.stringMatching(/^- api › statements › mediaTenantRoleDefaultPolicy \["Allow kms:Decrypt on /),
      ])
    })

    it('a way in that was added', () => {
      const Properties = { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['meFunction12345678', 'Arn'] } }
      const lines = changed(({ Resources }) => ({
        Resources: { ...Resources, meUrl12345678: { Type: 'AWS::Lambda::Url', Properties } },
      }))
      expect(lines).toContain('+ api › exposure › AWS::Lambda::Url meUrl › AuthType: "NONE"')
    })
  })
}
