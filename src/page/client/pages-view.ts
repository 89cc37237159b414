import type { App, View } from './app.ts'
import { h } from './dom.ts'
import { mapCard } from './map-card.ts'
import { PageDetails } from './page-details.ts'
import { PageMap } from './page-map.ts'
import { listReplays, reachedAt } from './replay.ts'
import { PHASE_TITLES } from './side.ts'
import { TimeLine } from './time-line.ts'
import { Tooltip } from './tooltip.ts'
import { number, plural, visible } from './units.ts'

const PLAY_MILLISECONDS = 6000

/** Packed and source order side by side, and a scenario to play over both. */
export function pagesView(app: App): View {
  const { side } = app
  const tooltip = new Tooltip()
  const details = new PageDetails((index) => app.openFunction(index))
  const makeMap = (which: 'packed' | 'source'): PageMap => {
    const map: PageMap = new PageMap(side, side[which], {
      label: `Page map, ${side[which].title}. Arrow keys choose a page, plus and minus zoom, 0 fits.`,
      byPhase: which === 'packed',
      aspect: 1.6,
      palette: app.palette,
      onSelect: (page) => details.show(side, side[which], page),
      onHover: (page, index, event) => tooltip.show(side, side[which], page, index, event),
    })
    return map
  }
  const packed = makeMap('packed')
  const source = makeMap('source')
  const cards = { packed: mapCard('Packed', packed), source: mapCard('Source order', source) }

  const replays = listReplays(side)
  // Tests say more than the sum of all: begin with the longest of them, if there is one.
  const longest = replays
    .slice(1)
    .reduce((best, replay, index) => (replay.order.length > (replays[best]?.order.length ?? 0) ? index + 1 : best), 1)
  let replay = replays[Math.min(longest, replays.length - 1)]!
  let step = 0
  const slider = h('input', {
    type: 'range',
    min: 0,
    step: 1,
    value: 0,
    'aria-label': 'First calls so far',
    class: 'slider',
  })
  const status = h('output', { class: 'status', 'aria-live': 'off' })
  const line = new TimeLine(side, replay, app.palette, (at) => seek(at))
  const play = h('button', { type: 'button', class: 'play' }, '▶ Play')
  const axis = h(
    'label',
    { class: 'axis' },
    h('input', {
      type: 'checkbox',
      change: (event: Event) => (line.byTime = (event.target as HTMLInputElement).checked),
    }),
    ' against time',
  )
  const chooser = h(
    'select',
    { 'aria-label': 'Scenario', class: 'scenario' },
    ...replays.map(({ title }, index) =>
      h('option', { value: index, selected: replays[index] === replay }, visible(title)),
    ),
  )

  function seek(to: number): void {
    step = Math.max(0, Math.min(replay.order.length, Math.round(to)))
    slider.value = String(step)
    line.step = step
    const reached = step === 0 ? undefined : reachedAt(side, replay, step)
    packed.show(reached)
    source.show(reached)
    const touched = line.touched(step === 0 ? replay.order.length : step)
    const verb = step === 0 ? 'in the end' : 'so far'
    cards.packed.count.textContent = `${plural(touched.packed, 'page')} touched ${verb}`
    cards.source.count.textContent = `${plural(touched.source, 'page')} touched ${verb}`
    status.textContent =
      step === 0
        ? `${plural(replay.order.length, 'function')} run in this scenario`
        : `${number(step)} of ${number(replay.order.length)}: ${side.name(replay.order[step - 1]!)}`
    slider.setAttribute(
      'aria-valuetext',
      `${status.textContent}; ${touched.packed} pages packed, ${touched.source} in source order`,
    )
  }

  function choose(index: number): void {
    stop()
    replay = replays[index]!
    slider.max = String(replay.order.length)
    line.show(replay)
    line.byTime = false
    axis.hidden = !replay.hasTimes
    axis.querySelector('input')!.checked = false
    seek(0)
  }

  let timer: { from: number; since: number } | undefined
  function stop(): void {
    timer = undefined
    play.textContent = '▶ Play'
  }
  function tick(now: number): void {
    if (timer === undefined) return
    const at = timer.from + ((now - timer.since) / PLAY_MILLISECONDS) * replay.order.length
    seek(Math.max(1, at))
    if (at >= replay.order.length) stop()
    else requestAnimationFrame(tick)
  }
  play.addEventListener('click', () => {
    if (timer !== undefined) {
      stop()
      return
    }
    timer = { from: step >= replay.order.length ? 0 : step, since: performance.now() }
    play.textContent = '❚❚ Pause'
    requestAnimationFrame(tick)
  })
  slider.addEventListener('input', () => {
    stop()
    seek(Number(slider.value))
  })
  chooser.addEventListener('change', () => choose(Number(chooser.value)))

  const omitted = side.data.omittedScenarios
  const player = h(
    'section',
    { class: 'card player', 'aria-label': 'Scenario' },
    h('div', { class: 'player-bar' }, chooser, play, slider, axis),
    h(
      'div',
      { class: 'player-status' },
      status,
      omitted > 0 ? h('span', { class: 'muted' }, `${plural(omitted, 'shorter scenario')} left out`) : undefined,
    ),
    line.element,
  )
  choose(replays.indexOf(replay))
  const legend = h(
    'p',
    { class: 'legend' },
    ...PHASE_TITLES.map((title, phase) =>
      h('span', {}, h('i', { class: `dot phase-${phase}`, 'aria-hidden': 'true' }), title),
    ),
  )
  return {
    element: h(
      'div',
      { class: 'pages' },
      legend,
      h('div', { class: 'maps' }, cards.packed.element, cards.source.element, details.element),
      player,
      tooltip.element,
    ),
    repaint() {
      packed.view.redraw()
      source.view.redraw()
      line.repaint()
    },
  }
}
