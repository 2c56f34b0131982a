// Where a registry holds builds for one platform only, npm leaves the others out of the lockfile,
// and `npm ci` then refuses it everywhere. This names them as a full registry's lockfile would,
// after an `npm install` that changed it:  node .ci/complete-lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const { packages } = lock

const systems = new Map([
  ...[
    'android',
    'aix',
    'darwin',
    'freebsd',
    'linux',
    'netbsd',
    'openbsd',
    'openharmony',
    'sunos',
    'win32',
  ].map(itself),
  ['windows', 'win32'],
])
const processors = new Map([
  ...['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'].map(
    itself,
  ),
  ['64', 'x64'],
  ['armv7', 'arm'],
])

for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isExact = /^\d+\.\d+\.\d+/.test(version)
    if (!isExact || resolve(place, name)?.version === version) continue
    const platform = platformOf(name)
    if (platform === undefined) continue
    const top = `node_modules/${name}`
    const slot = packages[top] === undefined ? top : `${place}/${top}`
    packages[slot] = { version, ...(dev ? { dev } : {}), optional: true, ...platform }
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([one], [other]) => (one < other ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)

/** As Node does: in the folder of the package, then in those above. */
function resolve(place, name) {
  const found = packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`]
  if (found !== undefined || place === '') return found
  const end = place.lastIndexOf('/node_modules/')
  return resolve(end < 0 ? '' : place.slice(0, end), name)
}

/** What a binary package's name tells of where it runs. */
function platformOf(name) {
  const words = name.split(/[-/@]/)
  const cpu = words.map((word) => processors.get(word)).find(Boolean)
  const os = words.map((word) => systems.get(word)).find(Boolean)
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu')) && 'glibc'
  if (cpu === undefined) return undefined
  return { cpu: [cpu], ...(os ? { os: [os] } : {}), ...(libc ? { libc: [libc] } : {}) }
}

function itself(word) {
  return [word, word]
}
