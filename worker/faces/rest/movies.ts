import {
  movieAddInput,
  movieChangeInput,
  movieInput,
  movieOutput,
  moviePageOutput,
  moviesInput,
} from '../../domain/programme-schemas.ts'
import { operation } from './operation.ts'

export const movieOperations = [
  operation({
    method: 'GET',
    path: '/v1/movies',
    id: 'listMovies',
    summary: 'List movies',
    input: moviesInput,
    output: moviePageOutput,
    run: (office, input) => office.programme.listMovies(input),
    isPage: true,
    cacheControl: 'public, max-age=10',
  }),
  operation({
    method: 'POST',
    path: '/v1/movies',
    id: 'addMovie',
    summary: 'Add a movie',
    description:
      'For staff. The same movie added again is that movie; its id is made of its title where none is given.',
    input: movieAddInput,
    output: movieOutput,
    run: (office, input) => office.programme.addMovie(input),
    location: ({ id }) => `/v1/movies/${id}`,
    failures: ['movie_exists', 'limit_reached'],
  }),
  operation({
    method: 'GET',
    path: '/v1/movies/{id}',
    id: 'getMovie',
    summary: 'See a movie',
    input: movieInput,
    output: movieOutput,
    run: (office, input) => office.programme.seeMovie(input),
    failures: ['movie_not_found'],
    cacheControl: 'public, max-age=10',
  }),
  operation({
    method: 'PATCH',
    path: '/v1/movies/{id}',
    id: 'changeMovie',
    summary: 'Change a movie',
    description: 'For staff. What is left out stays.',
    input: movieChangeInput,
    output: movieOutput,
    run: (office, input) => office.programme.changeMovie(input),
    failures: ['movie_not_found'],
  }),
]
