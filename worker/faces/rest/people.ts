import { erasedOutput, exportOutput, personInput } from '../../domain/history-schemas.ts'
import { operation } from './operation.ts'

/** Both by POST, the reading one too: an address would carry the name and the phone. */
export const peopleOperations = [
  operation({
    method: 'POST',
    path: '/v1/people/export',
    id: 'exportPerson',
    act: 'exportPerson',
    summary: 'Tell what is stored of a person',
    description:
      'Of one person, by the name as it was given and the digits of the phone: the bookings, the soonest first, each with its history.',
    input: personInput,
    output: exportOutput,
    run: (office, input) => office.exportPerson(input),
  }),
  operation({
    method: 'POST',
    path: '/v1/people/erase',
    id: 'erasePerson',
    act: 'erasePerson',
    summary: 'Forget a person',
    description:
      'Takes the name and the phone out of all bookings of one person. The bookings stay. To erase again is to have erased.',
    input: personInput,
    output: erasedOutput,
    run: (office, input) => office.erasePerson(input),
  }),
]
