// Two apps of real libraries. What is imported as a namespace is kept whole, as in an app that uses much of a library.
// `libraries` have a chunk of their own where a build has two: they do not import the rest. `vendors` are the groups of a
// build in four: the framework, the largest library, the others, and what is left with the app. `use` is what a visitor does
// once the app is ready; `never` calls functions that nothing before it has called.

export const APPS = {
  react: {
    packages: {
      react: '19.2.0',
      'react-dom': '19.2.0',
      '@mui/material': '7.3.4',
      '@emotion/react': '11.14.0',
      '@emotion/styled': '11.14.1',
      'react-router-dom': '7.9.4',
      'chart.js': '4.5.1',
      'date-fns': '4.1.0',
      'lodash-es': '4.17.21',
      rxjs: '7.8.2',
      three: '0.180.0',
      'highlight.js': '11.11.1',
    },
    vendors: [
      { name: 'three', test: /node_modules[\\/]three[\\/]/ },
      { name: 'tools', test: /node_modules[\\/](?:highlight\.js|rxjs|lodash-es|date-fns|chart\.js|@kurkle)[\\/]/ },
      { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router|react-router-dom)[\\/]/ },
    ],
    libraries: /node_modules[\\/](?:three|highlight\.js|rxjs|lodash-es|date-fns)[\\/]/,
    use: [
      { click: 'th' },
      { click: 'input', type: 'row 12' },
      { click: '[role=tab]:nth-child(2)' },
      { move: 'canvas' },
      { click: 'td button' },
      { click: 'a' },
    ],
    never: [
      'libraries.dates.formatRFC7231(new Date(0))',
      'libraries.dates.intervalToDuration({ start: 0, end: 1e9 })',
      'libraries.lodash.template("<%= a %>")({ a: 1 })',
      'libraries.rxjs.of(1, 2).pipe(libraries.rxjs.bufferCount(2)).subscribe()',
      'libraries.hljs.highlight("let a = 1", { language: "javascript" })',
      'new libraries.three.TorusKnotGeometry()',
    ],
    source: `import { createElement as h, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import * as mui from '@mui/material'
import { MemoryRouter, Route, Routes, Link } from 'react-router-dom'
import * as chart from 'chart.js'
import * as dates from 'date-fns'
import * as lodash from 'lodash-es'
import * as rxjs from 'rxjs'
import * as three from 'three'
import hljs from 'highlight.js'
globalThis.libraries = { mui, chart, dates, lodash, rxjs, three, hljs }
chart.Chart.register(...chart.registerables)
const rows = lodash.range(60).map((id) => ({ id, name: lodash.startCase('row ' + id), when: dates.format(dates.addDays(new Date(2026, 0, 1), id), 'PPPP') }))
function Chart() {
  useEffect(() => {
    const canvas = document.getElementById('chart')
    const made = new chart.Chart(canvas, { type: 'line', options: { animation: false, responsive: false }, data: { labels: rows.map((row) => row.name), datasets: [{ label: 'a', data: rows.map((row) => row.id ** 1.5) }] } })
    return () => made.destroy()
  }, [])
  return h('canvas', { id: 'chart', width: 600, height: 200 })
}
function Table() {
  const [sorted, sort] = useState(false)
  const shown = sorted ? lodash.sortBy(rows, 'when') : rows
  return h(mui.Table, { size: 'small' },
    h(mui.TableHead, null, h(mui.TableRow, null, h(mui.TableCell, { onClick: () => sort(!sorted) }, 'Name'), h(mui.TableCell, null, 'When'), h(mui.TableCell, null, ''))),
    h(mui.TableBody, null, shown.map((row) => h(mui.TableRow, { key: row.id }, h(mui.TableCell, null, row.name), h(mui.TableCell, null, row.when), h(mui.TableCell, null, h(mui.Button, { size: 'small' }, 'Open'))))))
}
function Home() {
  useEffect(() => { requestAnimationFrame(() => performance.mark('ready')) }, [])
  return h(mui.Container, null, h(mui.AppBar, { position: 'static' }, h(mui.Toolbar, null, h(mui.Typography, { variant: 'h6' }, 'Bench'), h(Link, { to: '/other' }, 'Other'))),
    h(mui.Tabs, { value: 0 }, h(mui.Tab, { label: 'One' }), h(mui.Tab, { label: 'Two' })), h(mui.TextField, { label: 'Search' }), h(Chart), h(Table))
}
createRoot(document.getElementById('app')).render(h(mui.ThemeProvider, { theme: mui.createTheme({ palette: { primary: { main: '#335577' } } }) },
  h(MemoryRouter, null, h(Routes, null, h(Route, { path: '/', element: h(Home) }), h(Route, { path: '/other', element: 'other' })))))
`,
  },
  vue: {
    packages: {
      vue: '3.5.22',
      'vue-router': '4.6.3',
      pinia: '3.0.3',
      'element-plus': '2.11.4',
      echarts: '6.0.0',
      'lodash-es': '4.17.21',
      'date-fns': '4.1.0',
    },
    vendors: [
      { name: 'echarts', test: /node_modules[\\/](?:echarts|zrender|tslib)[\\/]/ },
      { name: 'tools', test: /node_modules[\\/](?:lodash-es|date-fns|dayjs)[\\/]/ },
      { name: 'vue', test: /node_modules[\\/](?:vue|@vue|pinia|vue-router)[\\/]/ },
    ],
    libraries: /node_modules[\\/](?:echarts|zrender|tslib|date-fns)[\\/]/,
    use: [
      { click: '.el-menu-item:nth-child(2)' },
      { click: 'input', type: 'row 12' },
      { click: '.el-button' },
      { move: 'canvas' },
      { move: 'td' },
      { click: 'th' },
    ],
    never: [
      'libraries.dates.formatRFC7231(new Date(0))',
      'libraries.dates.intervalToDuration({ start: 0, end: 1e9 })',
      'libraries.lodash.template("<%= a %>")({ a: 1 })',
      'libraries.echarts.init(document.createElement("div"), undefined, { width: 9, height: 9 }).setOption({ series: [{ type: "pie", data: [1, 2] }] })',
    ],
    source: `import { createApp, h, onMounted, ref, resolveComponent } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { createPinia, defineStore } from 'pinia'
import ElementPlus from 'element-plus'
import * as echarts from 'echarts'
import * as lodash from 'lodash-es'
import * as dates from 'date-fns'
globalThis.libraries = { echarts, lodash, dates }
const useRows = defineStore('rows', { state: () => ({ rows: lodash.range(60).map((id) => ({ id, name: lodash.startCase('row ' + id), when: dates.format(dates.addDays(new Date(2026, 0, 1), id), 'PPPP') })) }) })
const Home = {
  setup() {
    const store = useRows()
    const chart = ref()
    onMounted(() => {
      const made = echarts.init(chart.value, undefined, { width: 600, height: 200 })
      made.setOption({ animation: false, xAxis: { type: 'category', data: store.rows.map((row) => row.name) }, yAxis: {}, series: [{ type: 'line', data: store.rows.map((row) => row.id ** 1.5) }] })
      requestAnimationFrame(() => performance.mark('ready'))
    })
    return () => {
      const c = (name) => resolveComponent(name)
      return h(c('el-container'), null, () => [h(c('el-header'), null, () => h(c('el-menu'), { mode: 'horizontal' }, () => [h(c('el-menu-item'), { index: '1' }, () => 'One'), h(c('el-menu-item'), { index: '2' }, () => 'Two')])),
        h(c('el-main'), null, () => [h(c('el-input'), { modelValue: '' }), h(c('el-button'), { type: 'primary' }, () => 'Go'), h('div', { ref: chart }), h(c('el-table'), { data: store.rows }, () => [h(c('el-table-column'), { prop: 'name', label: 'Name' }), h(c('el-table-column'), { prop: 'when', label: 'When' })])])])
    }
  },
}
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: Home }] })
createApp({ render: () => h(RouterView) }).use(createPinia()).use(router).use(ElementPlus).mount('#app')
`,
  },
}
