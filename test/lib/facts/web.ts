import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { pageHeaders, viewerAddressHeader } from '../../../functions/http/index.ts'
import { stageNamed } from '../../../lib/stages.ts'
import { type GivenStage, type GivenStages, givenStage } from '../given.ts'
import { onlyOf, resourcesOf, textOf } from '../templates.ts'

type Behavior = {
  PathPattern?: string
  TargetOriginId: string
  ViewerProtocolPolicy: string
  CachePolicyId: string
  AllowedMethods?: string[]
  FunctionAssociations: { EventType: string; FunctionARN: { 'Fn::GetAtt': [string] } }[]
  ResponseHeadersPolicyId: { Ref: string }
  OriginRequestPolicyId?: string
}
type Origin = {
  Id: string
  DomainName: unknown
  OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[]
  OriginAccessControlId?: unknown
  CustomOriginConfig?: { OriginProtocolPolicy: string; OriginSSLProtocols: string[] }
}
type Distribution = {
  DefaultCacheBehavior: Behavior
  CacheBehaviors: Behavior[]
  Origins: Origin[]
  WebACLId: unknown
  Aliases?: string[]
  ViewerCertificate?: Record<string, unknown>
  CustomErrorResponses?: unknown
}

const distributionOf = ({ web }: GivenStage) =>
  onlyOf(web.json, 'AWS::CloudFront::Distribution').DistributionConfig as Distribution // as CloudFormation has it

function partOf(stage: GivenStage, part: 'api' | 'pages'): { behavior: Behavior; origin: Origin } {
  const { CacheBehaviors, DefaultCacheBehavior, Origins } = distributionOf(stage)
  const behavior = part === 'api' ? CacheBehaviors.find((each) => each.PathPattern === '/api/*') : DefaultCacheBehavior
  const origin = Origins.find(({ Id }) => Id === behavior?.TargetOriginId)
  if (!behavior || !origin) throw new Error(`CloudFront serves no ${part}`)
  return { behavior, origin }
}

/** What CloudFront adds to requests for the API. */
export function originHeadersOf(stage: GivenStage): Record<string, unknown> {
  const { OriginCustomHeaders = [] } = partOf(stage, 'api').origin
  return Object.fromEntries(OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName, HeaderValue]))
}

/** Runs a function of CloudFront's as it stands in the template, with nothing of Node's at hand. */
function edgeFunction(stage: GivenStage, part: 'api' | 'pages') {
  const [association] = partOf(stage, part).behavior.FunctionAssociations
  const found = stage.web.json.Resources[association?.FunctionARN['Fn::GetAtt'][0] ?? '']
  if (association?.EventType !== 'viewer-request' || !found) throw new Error(`no function is asked for ${part}`)
  const code = String(found.Properties?.FunctionCode)
  return (event: object): { uri: string; headers: Record<string, { value: string }> } =>
    JSON.parse(runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(event)}))`))
}

export function webFacts({ prod }: GivenStages): void {
  const { json, template } = prod.web

  describe('the API behind CloudFront', () => {
    const { behavior, origin } = partOf(prod, 'api')

    it('is the gateway, reached by TLS 1.2', () => {
      expect(textOf(origin.DomainName)).toMatch(/^<"GatewayApi\w+">\.execute-api\.us-east-1\./)
      expect(origin.CustomOriginConfig).toMatchObject({
        ...{ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      })
    })

    it('is never kept, and gets what the viewer sent', () => {
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
      expect(behavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad') // CachingDisabled
      expect(behavior.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac') // AllViewerExceptHostHeader
      expect(behavior.AllowedMethods).toContain('DELETE')
    })

    it('is not asked in the open', () => {
      expect(behavior.ViewerProtocolPolicy).toBe('https-only')
    })

    it('is told the viewer’s address, whatever the viewer said it was', () => {
      const event = {
        viewer: { ip: '198.51.100.7' },
        request: { uri: '/api/v1/me', headers: { [viewerAddressHeader]: { value: '203.0.113.1' } } },
      }
      expect(edgeFunction(prod, 'api')(event)).toEqual({
        uri: '/api/v1/me',
        headers: { [viewerAddressHeader]: { value: '198.51.100.7' } },
      })
    })

    it('keeps an answer of "not found" as it is: no page takes its place', () => {
      expect(distributionOf(prod).CustomErrorResponses).toBeUndefined()
    })
  })

  describe('the dashboard behind CloudFront', () => {
    const { behavior, origin } = partOf(prod, 'pages')

    it('is read by this distribution alone, from a bucket that is closed', () => {
      expect(origin.OriginAccessControlId).toBeDefined()
      template.hasResourceProperties('AWS::S3::Bucket', {
        PublicAccessBlockConfiguration: {
          ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        },
      })
      template.hasResourceProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Allow',
              Action: 's3:GetObject',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Condition: { StringEquals: { 'AWS:SourceArn': Match.anyValue() } },
            }),
          ]),
        },
      })
    })

    it('is asked in the open once at most', () => {
      expect(behavior.ViewerProtocolPolicy).toBe('redirect-to-https')
    })

    it.each([
      ['/', '/index.html'],
      ['/acme/recordings/01k0', '/index.html'],
      ['/v1.2/recordings', '/index.html'],
      ['/config.json', '/config.json'],
      ['/assets/app-1a2b.js', '/assets/app-1a2b.js'],
    ])('shows for %s what is at %s', (uri, shown) => {
      expect(edgeFunction(prod, 'pages')({ request: { uri, headers: {} } }).uri).toBe(shown)
    })

    it('has the headers that the gateway of one machine gives', () => {
      const policy = json.Resources[behavior.ResponseHeadersPolicyId.Ref]?.Properties?.ResponseHeadersPolicyConfig
      const { SecurityHeadersConfig } = policy as { SecurityHeadersConfig: Record<string, Record<string, unknown>> } // as CloudFormation has it
      const storage = /connect-src 'self' \S+ \S+ (\S+?);/.exec(csp(SecurityHeadersConfig))?.[1] ?? ''
      expect(storage).toMatch(/^https:\/\/<.*MediaBucket.*>\.s3\.us-east-1\.amazonaws\.com$/)
      const signIn = [
        'https://cognito-idp.us-east-1.amazonaws.com',
        'https://soundkeep-prod-<"AWS::AccountId">.auth.us-east-1.amazoncognito.com',
      ]
      const local = pageHeaders({ signIn, storage })
      expect(csp(SecurityHeadersConfig)).toBe(local['content-security-policy'])
      expect(SecurityHeadersConfig.FrameOptions).toEqual({ FrameOption: local['x-frame-options'], Override: true })
      expect(SecurityHeadersConfig.ReferrerPolicy).toEqual({ ReferrerPolicy: local['referrer-policy'], Override: true })
      expect(SecurityHeadersConfig.ContentTypeOptions).toEqual({ Override: true })
    })
  })

  const csp = (config: Record<string, Record<string, unknown>>) =>
    textOf(config.ContentSecurityPolicy?.ContentSecurityPolicy)

  it('tells browsers of both parts never to ask in the open again', () => {
    for (const [, { Properties }] of resourcesOf(json, 'AWS::CloudFront::ResponseHeadersPolicy')) {
      expect(Properties).toMatchObject({
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: {
            StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
          },
        },
      })
    }
  })

  it('lets everything through the firewall first', () => {
    expect(textOf(distributionOf(prod).WebACLId)).toMatch(/^<"soundkeep-prod-firewall:.*FirewallAcl.*">$/)
  })

  it('has three secrets that no template holds, for one of them to be changed without a gap', () => {
    const secrets = resourcesOf(json, 'AWS::SecretsManager::Secret')
    expect(secrets.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(
      [0, 1, 2].map((number) => `OriginSecretsSecret${number}`),
    )
    for (const [, { Properties }] of secrets) expect(Properties).toHaveProperty('GenerateSecretString')
    // The stack of the API lets go of a secret only after this stack was deployed, which must then still have it.
    const exported = Object.values(json.Outputs ?? {}).filter(({ Export }) =>
      textOf(Export?.Name).includes('OriginSecretsSecret'),
    )
    expect(exported).toHaveLength(3)
  })

  it('logs of a request its route and how it fared', () => {
    const { AccessLogSettings, DefaultRouteSettings } = onlyOf(json, 'AWS::ApiGatewayV2::Stage') as {
      AccessLogSettings: { Format: string }
      DefaultRouteSettings: unknown
    } // as CloudFormation has it
    const named = Object.values<string>(JSON.parse(AccessLogSettings.Format))
    expect(named.sort()).toEqual([
      ...['$context.integrationLatency', '$context.integrationStatus', '$context.requestId'],
      ...['$context.requestTime', '$context.responseLatency', '$context.responseLength', '$context.routeKey'],
      '$context.status',
    ])
    const { requestsPerSecond, burst } = stageNamed('prod').limits
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst })
  })

  it('is served from files that CloudFront can run', () => {
    for (const file of ['set-viewer-address.js', 'show-page.js']) {
      const code = readFileSync(join(import.meta.dirname, '../../../lib/constructs/edge', file), 'utf8')
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html
      expect(Buffer.byteLength(code)).toBeLessThan(10 * 1_024)
    }
  })

  describe('with a domain of its own', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/c1'
    const domain = { name: 'calls.example.com', certificateArn, hostedZone: { id: 'Z1', name: 'example.com' } }
    const mailFrom = { address: 'calls@example.com', verifiedDomain: 'example.com' }
    const given = givenStage({ ...stageNamed('prod'), domain, mailFrom })

    it('answers there, by TLS 1.2 and above', () => {
      expect(distributionOf(given)).toMatchObject({
        Aliases: ['calls.example.com'],
        ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
      })
    })

    it('sends mails from its own address, where it has one', () => {
      given.identity.template.hasResourceProperties('AWS::Cognito::UserPool', {
        EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'Soundkeep <calls@example.com>' },
      })
    })

    it('leaves nothing to be explained to cdk-nag', () => {
      expect(given.nag.unexplained).toEqual([])
    })

    it('enters the name in its zone', () => {
      for (const Type of ['A', 'AAAA']) {
        given.web.template.hasResourceProperties('AWS::Route53::RecordSet', {
          ...{ Type, Name: 'calls.example.com.', HostedZoneId: 'Z1' },
        })
      }
    })

    it('has the bucket read from there alone, and sign-ins return there alone', () => {
      given.data.template.hasResourceProperties('AWS::S3::Bucket', {
        CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: ['https://calls.example.com'] })] },
      })
      given.identity.template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
        CallbackURLs: ['https://calls.example.com/signed-in'],
      })
    })
  })
}
