export { DockProvider, useDock } from './context.tsx'
export { Dock } from './Dock.tsx'
