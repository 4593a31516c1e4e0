import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/index.ts'

// The pages place themselves: a list can only be scrolled once its rows are there.
history.scrollRestoration = 'manual'

// A page that the browser kept whole may be one that somebody signed out of: it asks anew who is there.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
