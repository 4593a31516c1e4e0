export { useRequestKey } from '../../parts/index.ts'
