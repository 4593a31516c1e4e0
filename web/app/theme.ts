import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: a deep teal, dark enough for white text from shade 7 on (4.5:1, WCAG 2.2 1.4.3). */
const accent: MantineColorsTuple = [
  '#e9f7f6',
  '#d2edec',
  '#a6dcda',
  '#78cac8',
  '#4fb9b7',
  '#2fa3a3',
  '#1b8c8e',
  '#0f7679',
  '#0a6164',
  '#064a4d',
]

/** Greys with a trace of blue; the dark ones are the surfaces and texts of the dark scheme, lightest first. */
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e4e7ea',
  '#d3d7dc',
  '#b4bac2',
  '#8d949e',
  '#6b727c',
  '#545b65',
  '#363c44',
  '#1c1f23',
]
const dark: MantineColorsTuple = [
  '#e3e5e8',
  '#b4b9c0',
  '#989ea7',
  '#6d737c',
  '#3a3f46',
  '#2a2e34',
  '#1f2327',
  '#15181b',
  '#101214',
  '#0b0c0e',
]

/** For what destroys; white text on shade 7 has 6.5:1. */
const red: MantineColorsTuple = [
  '#fcedeb',
  '#f8d8d4',
  '#f0b0a9',
  '#e9877c',
  '#df6055',
  '#d2453a',
  '#c23329',
  '#b3261e',
  '#931b14',
  '#71120d',
]

const fontSizes = { xs: '0.75rem', sm: '0.8125rem', md: '0.8125rem', lg: '1rem', xl: '1.375rem' }

export const theme = createTheme({
  colors: { accent, gray, dark, red },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  black: gray[9],
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes,
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.25' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      // The height of every other control.
      vars: (_: unknown, { size }: { size?: string }) => ({ root: size === 'sm' ? { '--button-height': '32px' } : {} }),
    },
    TextInput: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 80 },
        shadow: 'md',
        returnFocus: true,
        withInitialFocusPlaceholder: false,
      },
    },
    Notification: { defaultProps: { withBorder: true } },
    Modal: {
      defaultProps: {
        centered: true,
        styles: {
          title: { fontSize: 'var(--size-large)', fontWeight: 600 },
          header: { background: 'var(--surface)' },
          content: { background: 'var(--surface)' },
        },
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
        // It is a <header> in an element whose role is dialog, and would count as a second one of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
  },
})

/** Mantine's variables in terms of {@link file://./tokens.css}, so that there is one set of colours. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-quiet)',
    '--mantine-color-placeholder': 'var(--text-quiet)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-anchor': 'var(--accent)',
  }
  return { variables: {}, light: both, dark: both }
}
