import { admissionMutants } from './mutants/admissions.ts'
import { commitMutants } from './mutants/commits.ts'
import { deskMutants } from './mutants/desk.ts'
import { endingMutants } from './mutants/endings.ts'
import { historyMutants } from './mutants/history.ts'
import { holdMutants } from './mutants/holds.ts'
import type { Mutant } from './mutants/mutant.ts'
import { phoneMutants } from './mutants/phones.ts'
import { seatMutants } from './mutants/seats.ts'
import { togetherMutants } from './mutants/together.ts'

export const mutants: readonly Mutant[] = [
  ...deskMutants,
  ...commitMutants,
  ...endingMutants,
  ...holdMutants,
  ...seatMutants,
  ...togetherMutants,
  ...admissionMutants,
  ...phoneMutants,
  ...historyMutants,
]
