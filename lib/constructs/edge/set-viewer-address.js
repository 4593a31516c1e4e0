// Runs in CloudFront on /api/*: tells the API whom it answers. Whatever the viewer sent in that header is replaced.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const { request } = event
  request.headers['soundkeep-viewer-address'] = { value: event.viewer.ip }
  return request
}
