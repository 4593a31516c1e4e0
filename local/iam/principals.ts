import type { FunctionPolicies, PolicyDocument } from './documents.ts'

/** IAM puts the session's tenant in its place. */
const tenantTag = `\${aws:PrincipalTag/tenant}`

const Version = '2012-10-17'

/** Whoever works at this machine: the machine and all that is kept on it is theirs. */
export const operatorPolicy: PolicyDocument = {
  Version,
  Statement: [
    {
      Sid: 'TheMachineIsTheirs',
      Effect: 'Allow',
      Action: ['s3:*', 'dynamodb:*', 'cognito-idp:*', 'kms:*', 'sqs:*'],
      Resource: '*',
    },
  ],
}

/** Makes the table, which CloudFormation does in the cloud. */
export const deploymentPolicy: PolicyDocument = {
  Version,
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        ...['dynamodb:CreateTable', 'dynamodb:DescribeTable'],
        ...['dynamodb:DescribeTimeToLive', 'dynamodb:UpdateTimeToLive'],
      ],
      Resource: '<table>',
    },
  ],
}

/** Makes the demo world, which no function may; it has a role of its own and takes a tenant role on as functions do. */
export const seedPolicies: FunctionPolicies = {
  own: {
    Version,
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '<tenantRole:seed>' }],
  },
  tenant: {
    Version,
    Statement: [
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: '<table>',
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`T#${tenantTag}#*`] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ],
  },
  trust: {
    Version,
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '<role:seed>' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: { Null: { 'aws:RequestTag/tenant': 'false' } },
      },
    ],
  },
}
