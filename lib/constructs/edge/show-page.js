// Runs in CloudFront on everything but /api/*: a path without an extension is a place in the dashboard, which is one page.
// Custom error responses would do the same for answers of the API that say "not found".
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const { request } = event
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1)
  if (!name.includes('.')) request.uri = '/index.html'
  return request
}
