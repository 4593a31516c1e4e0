import { join } from 'node:path'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { originSecretHeader, pageHeaders, type Reach } from '../../functions/http/index.ts'
import type { Domain } from '../stages.ts'
import { explain } from './explain.ts'
import type { Gateway } from './gateway.ts'
import type { OriginSecrets } from './origin-secrets.ts'

type Props = {
  readonly domain: Domain | null
  readonly firewallArn: string
  readonly gateway: Gateway
  readonly originSecrets: OriginSecrets
  /** Where the dashboard's scripts may reach beside their own origin. */
  readonly reach: Reach
}

/** Browsers then never ask without TLS again. */
const strictTransportSecurity = {
  ...{ accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
}

/** One origin for the dashboard and `/api/*`, which nobody goes round. */
export class FrontDoor extends Construct {
  /** Of the dashboard's files, which the deployment puts there. */
  readonly bucket: Bucket
  /** `https://...` without a slash at its end. */
  readonly url: string
  private readonly distribution: Distribution

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id)
    const { domain, firewallArn } = props
    this.bucket = new Bucket(this, 'Pages', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [{ id: 'forget-former-pages', noncurrentVersionExpiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.DESTROY,
    })
    explain(this.bucket, {
      'AwsSolutions-S1': 'CloudFront alone reads it, and what is in it is shown to everybody.',
      'NIST.800.53.R5-S3BucketLoggingEnabled': 'As for AwsSolutions-S1.',
      'NIST.800.53.R5-S3BucketReplicationEnabled': 'A deployment makes all of it anew.',
      'NIST.800.53.R5-S3DefaultEncryptionKMS': 'What is in it is shown to everybody.',
    })
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Soundkeep',
      webAclId: firewallArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: this.pages(props),
      additionalBehaviors: { '/api/*': this.api(props) },
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    })
    explain(this.distribution, {
      'AwsSolutions-CFR1': 'People listen from wherever they are; a tenant narrows addresses by its policies.',
      'AwsSolutions-CFR3':
        'Its logs would hold addresses and queries. API Gateway logs how requests fared, the firewall what was refused.',
      ...(domain === null && {
        'AwsSolutions-CFR4':
          'CloudFront sets this with its own certificate; a stage with a domain takes TLS 1.2 and above.',
      }),
    })
    this.url = `https://${domain?.name ?? this.distribution.distributionDomainName}`
    if (domain?.hostedZone) this.enterName(domain.name, domain.hostedZone)
  }

  private pages({ reach }: Props): BehaviorOptions {
    const headers = pageHeaders(reach)
    return {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // Files say themselves how long they may be kept.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      functionAssociations: [this.viewerRequest('ShowPage', 'show-page.js')],
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'PageHeaders', {
        securityHeadersBehavior: {
          contentSecurityPolicy: { contentSecurityPolicy: headers['content-security-policy'], override: true },
          contentTypeOptions: { override: true },
          frameOptions: { frameOption: HeadersFrameOption[headers['x-frame-options']], override: true },
          referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
          strictTransportSecurity,
        },
      }),
    }
  }

  private api({ gateway, originSecrets }: Props): BehaviorOptions {
    const { region, urlSuffix } = Stack.of(this)
    return {
      origin: new HttpOrigin(`${gateway.api.apiId}.execute-api.${region}.${urlSuffix}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { [originSecretHeader]: originSecrets.sent },
      }),
      // Not a redirect: a token that was sent in the open has been sent.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      compress: true,
      functionAssociations: [this.viewerRequest('SetViewerAddress', 'set-viewer-address.js')],
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', {
        securityHeadersBehavior: { contentTypeOptions: { override: true }, strictTransportSecurity },
      }),
    }
  }

  private viewerRequest(id: string, file: string) {
    const edgeFunction = new EdgeFunction(this, id, {
      code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'edge', file) }),
      runtime: FunctionRuntime.JS_2_0,
    })
    return { function: edgeFunction, eventType: FunctionEventType.VIEWER_REQUEST }
  }

  private enterName(recordName: string, { id, name }: NonNullable<Domain['hostedZone']>): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name })
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution))
    new ARecord(this, 'Ipv4', { zone, recordName: `${recordName}.`, target })
    new AaaaRecord(this, 'Ipv6', { zone, recordName: `${recordName}.`, target })
  }
}
