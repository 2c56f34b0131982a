import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/**
 * What is wrong with the page as it stands, by WCAG 2.2 AA: the rule and where, a line each. axe comes by the debugger, past
 * the page's Content-Security-Policy, which stays as it is.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  // What is said of a page that has not got its styles yet is not said of the page.
  await page.waitForLoadState('load')
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }),
    tags,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}\n${failureSummary ?? ''}`,
    ),
  )
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
