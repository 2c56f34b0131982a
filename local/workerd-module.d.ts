declare module 'workerd' {
  /** What the CommonJS package exports; `default` is the path of the binary. */
  const workerd: { readonly default: string }
  export default workerd
}
