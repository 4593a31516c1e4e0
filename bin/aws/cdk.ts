import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Runs the CDK's command line in the folder of the project, which shows what it says. @returns its exit code */
export async function runCdk(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args], {
    ...{ cwd: root, stdio: 'inherit', env: { ...env } },
  })
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : 1
}
