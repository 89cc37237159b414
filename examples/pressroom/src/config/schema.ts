export interface Config {
  readonly root: string
  readonly title: string
  readonly baseUrl: string
  readonly outDir: string
  readonly drafts: boolean
  readonly pageSize: number
  readonly dateFormat: 'iso' | 'long'
  readonly navigation: readonly NavigationItem[]
  readonly port: number
  readonly requests: number
}

export interface NavigationItem {
  readonly label: string
  readonly href: string
}
