/** Elements. Texts become text nodes and nothing else. */

type Child = Node | string | false | undefined
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  for (const child of children) if (child !== undefined && child !== false) element.append(child)
  return element
}

export const el = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => filled(document.createElement(name), attributes, children)

export const svg = (name: string, attributes: Attributes, ...children: Child[]): SVGElement =>
  filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children)

/** A button that does something. */
export function button(text: string, attributes: Attributes, act: () => void, ...children: Child[]): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, text, ...children)
  made.addEventListener('click', act)
  return made
}

/** An element that the page has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no ${id}.`)
  return element
}

/** `20,000`. */
export const grouped = (value: number): string => value.toLocaleString('en-US')

/** `1 finding`, `20,000 findings`. */
export const counted = (value: number, thing: string): string => `${grouped(value)} ${thing}${value === 1 ? '' : 's'}`
