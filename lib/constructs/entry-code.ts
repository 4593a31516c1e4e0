import { join } from 'node:path'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { buildSync } from 'esbuild'
import { bundleOptions, entryPath } from '../bundles/index.ts'

const functionsFolder = join(import.meta.dirname, '..', '..', 'functions')

/**
 * The entry `functions/entry/<name>.lambda.ts` and all that it uses as one `index.mjs`, the AWS SDK included: what runs is
 * what was tested, not what the runtime has that day. Made by esbuild's own API: CDK's NodejsFunction starts npx for every
 * function, which takes longer than the bundling itself.
 */
export function entryCode(name: string): Code {
  return Code.fromAsset(functionsFolder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Where bundling happens on this machine the image is not fetched; the command tells CDK's cache the entries apart.
      image: DockerImage.fromRegistry('scratch'),
      command: [name],
      local: {
        tryBundle(outputFolder) {
          bundleEntry(name, join(outputFolder, 'index.mjs'))
          return true
        },
      },
    },
  })
}

function bundleEntry(name: string, outfile: string): void {
  buildSync({ ...bundleOptions, entryPoints: [entryPath(name)], outfile })
}
