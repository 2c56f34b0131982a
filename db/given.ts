/** What a change says of a row: what is left out stays as it is. */
export type Given<T> = { readonly [K in keyof T]?: T[K] | undefined }
