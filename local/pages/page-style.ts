/** One style sheet for the few pages beside the dashboard; inline, and named to the browser by its hash. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #16181c);
  --raised: light-dark(#f4f5f7, #1f2228);
  --line: light-dark(#d5d9df, #363b44);
  --text: light-dark(#1b1f26, #e8eaee);
  --quiet: light-dark(#5a6270, #a3abb8);
  --accent: light-dark(#1f5fd0, #7fb0ff);
  --on-accent: light-dark(#ffffff, #0d1420);
  --wrong: light-dark(#b3261e, #ff9d94);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 48px 16px; background: var(--ground); color: var(--text);
  font: 16px/24px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 480px; margin: 0 auto; }
.product { margin: 0 0 24px; color: var(--quiet); font-weight: 600; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 32px; letter-spacing: -0.01em; }
h2 { margin: 32px 0 8px; font-size: 14px; line-height: 24px; color: var(--quiet); font-weight: 600; }
p { margin: 0 0 16px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: 14px; }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
.person {
  display: block; width: 100%; padding: 8px; border: 0; background: none; text-align: start; border-radius: 6px;
}
.person:hover { background: var(--raised); }
.person .line { display: flex; justify-content: space-between; gap: 16px; }
.person .name { font-weight: 600; }
.person .login { color: var(--quiet); font-size: 14px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.person .description { display: block; color: var(--quiet); font-size: 14px; }
.row { display: flex; gap: 8px; }
.row input { flex: 1; min-width: 0; }
input, .action { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); }
input { padding: 0 8px; border-color: light-dark(#858d99, #78808d); }
input[aria-invalid='true'] { border-color: var(--wrong); }
.action.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
label { display: block; margin: 0 0 4px; }
.wrong { margin: 8px 0 0; color: var(--wrong); }
.mail { padding: 16px 0 24px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.mail:first-of-type { border-top: 1px solid var(--line); }
.mail h2 { margin: 0; font-size: 16px; color: var(--text); }
.mail p { margin: 8px 0 0; }
.cancel { margin-top: 32px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`
