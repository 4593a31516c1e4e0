export { Player as default, type PlayerProps } from './Player.tsx'
