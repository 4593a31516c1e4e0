import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { basePath, contract, type Room } from '../../../functions/contract/index.ts'
import { originSecretHeader } from '../../../functions/http/index.ts'
import type { GivenStages } from '../given.ts'
import { functionNames, functionOf, resourcesOf, rooms, textOf } from '../templates.ts'
import { originHeadersOf } from './web.ts'

export function apiFacts({ dev, prod }: GivenStages): void {
  const { json: api, template } = dev.api

  describe('the routes', () => {
    const routes = resourcesOf(api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => ({
      key: String(Properties.RouteKey),
      integration: /\w+(?=">$)/.exec(textOf(Properties.Target))?.[0] ?? '',
    }))

    it('are the endpoints of the contract, each to the function of its room', () => {
      const integrations = new Map(
        resourcesOf(api, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
          id,
          textOf(Properties.IntegrationUri),
        ]),
      )
      const found = routes.map(({ key, integration }) => `${key} ${integrations.get(integration)}`)
      const declared = Object.entries<Room>(contract).flatMap(([room, endpoints]) =>
        Object.values(endpoints).map(({ method, path }) => {
          const { logicalId } = functionOf(api, room)
          return `${method} ${basePath}${path} <["${logicalId}","Arn"]>`
        }),
      )
      expect(found.sort()).toEqual(declared.sort())
    })

    it('send events of payload version 2.0, which the pipeline reads', () => {
      template.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
    })
  })

  describe('the functions', () => {
    it('are one for each room', () => {
      expect(resourcesOf(api, 'AWS::Lambda::Function')).toHaveLength(rooms.length)
      for (const name of rooms) expect(functionOf(api, name).logicalId).toMatch(new RegExp(`^${name}Function`))
    })

    it('run on Node 24 on arm64', () => {
      template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] })
    })

    it('of rooms answer before API Gateway gives up after 30 seconds', () => {
      for (const room of rooms) expect(Number(functionOf(api, room).properties.Timeout)).toBeLessThan(30)
    })

    it('keep their logs for a while and not for ever', () => {
      template.resourceCountIs('AWS::Logs::LogGroup', rooms.length)
      template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
      template.allResourcesProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: Match.anyValue() } })
    })

    it('know the issuer and the dashboard’s client of their stage where they read tokens', () => {
      for (const room of rooms) {
        const { ISSUER, DASHBOARD_CLIENT_ID } = functionOf(api, room).environment
        expect(textOf(ISSUER)).toMatch(/^<"soundkeep-dev-identity:ExportsOutputFnGetAttPeoplePool\w+ProviderURL\w+">$/)
        expect(textOf(DASHBOARD_CLIENT_ID)).toMatch(
          /^<"soundkeep-dev-identity:ExportsOutputRefPeoplePoolDashboard\w+">$/,
        )
      }
    })

    it('answer who comes by CloudFront alone, which proves itself by one of two secrets', () => {
      const sent = textOf(originHeadersOf(dev)[originSecretHeader])
      for (const room of rooms) {
        const accepted: unknown = JSON.parse(unquoted(textOf(functionOf(api, room).environment.ORIGIN_SECRETS)))
        expect(accepted).toEqual([
          expect.stringMatching(/^\{\{resolve:secretsmanager:<.*OriginSecretsSecret1.*>:SecretString:::\}\}$/),
          expect.stringMatching(/^\{\{resolve:secretsmanager:<.*OriginSecretsSecret2.*>:SecretString:::\}\}$/),
        ])
      }
      expect(sent).toMatch(/^\{\{resolve:secretsmanager:<"OriginSecretsSecret1\w+">:SecretString:::\}\}$/)
    })

    it('run as many at once as are kept for each in prod, a hundred of the usual thousand left to others', () => {
      const kept = functionNames.map((name) =>
        Number(functionOf(prod.functions, name).properties.ReservedConcurrentExecutions),
      )
      expect(Math.min(...kept)).toBeGreaterThan(0)
      expect(kept.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(900)
      expect(functionOf(api, 'me').properties).not.toHaveProperty('ReservedConcurrentExecutions')
    })

    it('know the user pool where they have to do with sign-ins', () => {
      const knowing = functionNames.filter((name) => 'USER_POOL_ID' in functionOf(dev.functions, name).environment)
      expect(knowing).toEqual(['me', 'tenants', 'users', 'recorders'])
      for (const name of knowing) {
        const { USER_POOL_ID } = functionOf(api, name).environment
        expect(textOf(USER_POOL_ID)).toMatch(/^<"soundkeep-dev-identity:ExportsOutputRefPeoplePool\w+">$/)
      }
    })

    it('get cursor keys from the secret alone: no key stands in a template', () => {
      const keys = textOf(functionOf(api, 'recordings').environment.CURSOR_KEYS)
      expect(keys).toMatch(
        /^\{"current":"k1","keys":\{"k1":"\{\{resolve:secretsmanager:<.+>:SecretString:k1::\}\}"\}\}$/,
      )
      const others = functionNames.filter((name) => 'CURSOR_KEYS' in functionOf(dev.functions, name).environment)
      expect(others).toEqual(['recordings', 'audit'])
    })
  })
}

/** A reference's own quotation marks, within JSON, as CloudFormation would fill it in without any. */
const unquoted = (text: string) => text.replace(/<"(.*?)">/g, '<$1>')
