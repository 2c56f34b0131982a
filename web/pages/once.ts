import { sendOnce } from './form/send-once.ts'

sendOnce()
