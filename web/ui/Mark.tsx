/** Soundkeep's mark: a sound, kept between two walls. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
      <path
        d="M6 2H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h2M14 2h2a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-2"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <path d="M6.5 8.5v3M10 5.75v8.5M13.5 8.5v3" stroke="var(--accent-strong)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
