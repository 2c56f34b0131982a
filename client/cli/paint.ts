const colours = { green: 32, yellow: 33, red: 31, cyan: 36, dim: 2 } as const

export type Colour = keyof typeof colours
export type Paint = (colour: Colour, text: string) => string

export function painter(inColour: boolean): Paint {
  return inColour ? (colour, text) => `\u{1b}[${colours[colour]}m${text}\u{1b}[0m` : (_, text) => text
}
