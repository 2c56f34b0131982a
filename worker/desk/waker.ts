/** Sees to it that something is done at an instant. */
export type Waker = (instant: number) => Promise<void>

interface AlarmStorage {
  getAlarm(): Promise<number | null>
  setAlarm(instant: number): Promise<void>
}

/** By the object's own alarm, which also wakes it from its sleep. One that was set before it slept, and is earlier, stays. */
export function alarmOf(storage: AlarmStorage): Waker {
  return async (instant) => {
    const set = await storage.getAlarm()
    if (set === null || instant < set) await storage.setAlarm(instant)
  }
}

/** By a timer, which keeps the object awake: for where its storage, and an alarm with it, is lost when it falls asleep. */
export function timerOf(ring: () => void): Waker {
  let timer: ReturnType<typeof setTimeout> | undefined
  return async (instant) => {
    clearTimeout(timer)
    timer = setTimeout(ring, instant - Date.now())
  }
}
