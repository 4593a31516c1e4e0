export { makeRendition, type RenditionPorts } from './make.ts'
