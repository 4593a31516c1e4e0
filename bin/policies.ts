import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PolicyDocument, type RolePolicies, synthesizeRolePolicies } from '../lib/role-policies.ts'

/** A statement a line, so that a review shows each that came, went or changed. */
function textOf({ functions, bucket, key }: RolePolicies): string {
  const document = ({ Version, Statement }: PolicyDocument) => {
    const statements = Statement.map((statement) => `\n      ${JSON.stringify(statement)}`)
    return `{ "Version": "${Version}", "Statement": [${statements.join(',')}\n    ] }`
  }
  const roles = Object.entries(functions).map(([name, { own, tenant, trust }]) => {
    const documents = Object.entries({ own, tenant, trust }).map(([kind, each]) => `\n    "${kind}": ${document(each)}`)
    return `\n  "${name}": {${documents.join(',')}\n  }`
  })
  return `{ "functions": {${roles.join(',')}\n  },\n  "bucket": ${document(bucket)},\n  "key": ${document(key)}\n}\n`
}

await writeFile(join(import.meta.dirname, '..', 'local', 'iam', 'policies.json'), textOf(synthesizeRolePolicies('dev')))
