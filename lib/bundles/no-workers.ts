/**
 * Stands for `@eshaz/web-worker` within bundles: decoders work in the function itself, and that package asks for parts of Node in a
 * way that no bundle of ES modules has.
 */
export default class NoWorker {}
