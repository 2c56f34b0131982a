import { SqlError } from './errors.ts'
import type { Arguments } from './protocol.ts'
import type { SqlStatement } from './sql-statement.ts'
import { unstorable } from './storable.ts'
import type { SqlValue } from './values.ts'

/** One value for every parameter, in order: no more and no less. */
export function argumentsFor(
  { parameters }: SqlStatement,
  { positional, named }: Arguments,
): readonly SqlValue[] {
  if (positional.length > 0 && named.size > 0) {
    throw new SqlError(
      'ARGS_BOTH_POSITIONAL_AND_NAMED',
      'Specifying both positional and named arguments is not supported',
    )
  }
  const values = named.size > 0 ? byName(parameters, named) : positional
  if (values.length !== parameters.length) {
    throw invalid(`expected ${parameters.length}, got ${values.length}`)
  }
  for (const value of values) {
    const fault = typeof value === 'string' ? unstorable(value) : undefined
    if (fault !== undefined) throw new SqlError('SQLITE_MISMATCH', `A text argument ${fault}`)
  }
  return values
}

function byName(parameters: SqlStatement['parameters'], named: Arguments['named']): readonly SqlValue[] {
  const used = new Set<string>()
  const values = parameters.map((parameter) => {
    const name = [parameter, parameter?.slice(1)].find((key) => key !== undefined && named.has(key))
    const value = name === undefined ? undefined : named.get(name)
    if (name === undefined || value === undefined)
      throw invalid(`value for parameter ${parameter ?? '?'} not found`)
    used.add(name)
    return value
  })
  for (const name of named.keys()) {
    if (!used.has(name)) throw invalid(`there is no parameter ${name}`)
  }
  return values
}

function invalid(why: string): SqlError {
  return new SqlError('ARGS_INVALID', `Arguments do not match SQL parameters: ${why}`)
}
