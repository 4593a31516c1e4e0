import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** While developing, the API and the run-time configuration come from `npm start`. */
const api = process.env.SOUNDKEEP_URL ?? 'http://127.0.0.1:8787'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The polyfill would be needed only by browsers older than the target.
    modulePreload: { polyfill: false },
    // As files, images can be forbidden to come from data: addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': api, '/config.json': api } },
})
