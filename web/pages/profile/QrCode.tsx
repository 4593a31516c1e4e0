import { useMemo } from 'react'
import { encode } from 'uqr'

/** As many modules of quiet around it as readers need (ISO/IEC 18004, section 6.3.8). */
const quietModules = 4

/** A text as a QR code; dark on light in both colour schemes, as many readers see it no other way. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { border: quietModules })
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { size, path: dark.join('') }
  }, [text])
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
