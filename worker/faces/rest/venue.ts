import { venueChangeInput, venueInput, venueOutput } from '../../domain/programme-schemas.ts'
import { operation } from './operation.ts'

export const venueOperations = [
  operation({
    method: 'GET',
    path: '/v1/venue',
    id: 'getVenue',
    act: 'seeVenue',
    summary: 'See the venue',
    description: 'Its name, time zone and currency, and how long seats are held.',
    input: venueInput,
    output: venueOutput,
    run: (office) => office.programme.seeVenue(),
    cacheControl: 'public, max-age=10',
  }),
  operation({
    method: 'PATCH',
    path: '/v1/venue',
    id: 'changeVenue',
    act: 'changeVenue',
    summary: 'Change the venue',
    description: 'What is left out stays; the time zone is a setting of the deployment.',
    input: venueChangeInput,
    output: venueOutput,
    run: (office, input) => office.programme.changeVenue(input),
    failures: ['currency_in_use'],
  }),
]
