import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { PERSON_SCOPES, RECORDER_SCOPE } from '../../../local/oidc/index.ts'
import { addresses } from '../../../web/places/addresses.ts'
import type { GivenStages } from '../given.ts'
import { onlyOf, resourcesOf, textOf } from '../templates.ts'

export function identityFacts({ dev, prod }: GivenStages): void {
  const { json, template } = prod.identity
  const pool = (properties: object) => template.hasResourceProperties('AWS::Cognito::UserPool', properties)

  describe('the user pool', () => {
    it('knows people by e-mail address, whatever the case of its letters', () => {
      pool({ UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } })
    })

    it('takes in nobody who was not invited', () => {
      pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
    })

    it('asks for a password of twelve letters of four kinds', () => {
      const kinds = { RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true }
      pool({ Policies: { PasswordPolicy: { MinimumLength: 12, ...kinds, TemporaryPasswordValidityDays: 7 } } })
    })

    it('lets people have an authenticator app as second factor, and nothing by telephone', () => {
      pool({ MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] })
    })

    it('gives a lost password back by e-mail alone', () => {
      pool({ AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] } })
    })

    it('lets nobody change the address that they are known by', () => {
      pool({ Schema: Match.arrayWith([{ Name: 'email', Required: true, Mutable: false }]) })
    })

    it('looks out for stolen sign-ins in prod, where the plan has that', () => {
      pool({ UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } })
      expect(onlyOf(dev.identity.json, 'AWS::Cognito::UserPool').UserPoolTier).toBe('ESSENTIALS')
    })

    it('invites with a link to the dashboard that fills in who signs in', () => {
      const { InviteMessageTemplate } = onlyOf(json, 'AWS::Cognito::UserPool').AdminCreateUserConfig as {
        InviteMessageTemplate: { EmailMessage: unknown }
      } // as CloudFormation has it
      const text = textOf(InviteMessageTemplate.EmailMessage)
      expect(text).toMatch(/<a href="https:\/\/<.+>\/\?login_hint=\{username\}">/)
      expect(text).toContain('{####}')
    })

    it('is kept in prod', () => {
      const [[, { DeletionPolicy }] = ['', { DeletionPolicy: '' }]] = resourcesOf(json, 'AWS::Cognito::UserPool')
      expect(DeletionPolicy).toBe('Retain')
      pool({ DeletionProtection: 'ACTIVE' })
    })
  })

  describe('the dashboard’s client', () => {
    const client = onlyOf(json, 'AWS::Cognito::UserPoolClient')

    it('keeps no secret, and signs in by code alone', () => {
      expect(client).toMatchObject({ GenerateSecret: false, AllowedOAuthFlows: ['code'] })
      expect(client.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH'])
    })

    it('may ask for what the dashboard asks for on one machine', () => {
      const scopes = (client.AllowedOAuthScopes as unknown[]).map((scope) =>
        textOf(scope).replace(/^<"PeoplePoolSoundkeep\w+">/, 'soundkeep'),
      )
      expect(scopes.sort()).toEqual([...PERSON_SCOPES].sort())
      const outputs = json.Outputs ?? {}
      expect(outputs.DashboardScope?.Value).toBe(PERSON_SCOPES.join(' '))
    })

    it('returns to the dashboard and nowhere else', () => {
      const here = (urls: unknown) => (urls as unknown[]).map((url) => textOf(url).replace(/^https:\/\/<.+?>/, ''))
      expect(here(client.CallbackURLs)).toEqual([addresses.signedIn])
      expect(here(client.LogoutURLs)).toEqual([addresses.signedOut])
    })

    it('lets people write nothing that the product goes by', () => {
      expect(client.WriteAttributes).toEqual(['locale'])
    })

    it('tells nobody who has a sign-in, and lets it be ended', () => {
      expect(client).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true })
    })
  })

  it('recorders may ask for the scope that they have on one machine', () => {
    const { Identifier, Scopes } = onlyOf(json, 'AWS::Cognito::UserPoolResourceServer') as {
      Identifier: string
      Scopes: { ScopeName: string }[]
    } // as CloudFormation has it
    expect(Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`)).toContain(RECORDER_SCOPE)
  })

  it('no client but the dashboard’s is there until recorders are made', () => {
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 1)
  })
}
