/** Has something done at an instant; the latest that was named counts. */
export type Waker = (instant: number) => void

/** By the object's own alarm, which also wakes it from its sleep. */
export function alarmOf(storage: { setAlarm(instant: number): unknown }): Waker {
  return (instant) => void storage.setAlarm(instant)
}

/** By a timer, which keeps the object awake: for where its storage, and an alarm with it, is lost when it falls asleep. */
export function timerOf(ring: () => Promise<void>): Waker {
  let timer: ReturnType<typeof setTimeout> | undefined
  return (instant) => {
    clearTimeout(timer)
    timer = setTimeout(() => void ring(), instant - Date.now())
  }
}
