export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** The next offered speed in a direction, from any speed; the last one stays. */
export function stepSpeed(rate: number, direction: 1 | -1): number {
  const next = direction === 1 ? speeds.find((speed) => speed > rate) : speeds.findLast((speed) => speed < rate)
  return next ?? rate
}

export const speedLabel = (rate: number): string => `${Number(rate.toFixed(2))}×`
