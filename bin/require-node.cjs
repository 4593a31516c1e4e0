// First step of every script, in syntax that any Node understands: npm puts the Node of this package's devDependencies
// first in PATH, so an older one here means that its install step did not run.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    'Soundkeep runs on Node 24 and this is Node ' +
      process.versions.node +
      ': run "npm ci" in this folder (it brings its own Node), then use the npm scripts.',
  )
  process.exit(1)
}
